"""The routes of personal data: the card fetches values and sends decisions; the desk sends what an expert marks."""

from dataclasses import dataclass

from starlette.routing import Route

from curation.domain.findings import Part, Place
from curation.domain.identity import Json
from curation.domain.privacy import PrivacyAction, ValueGroup, ValueKey, ValueStatus
from curation.errors import InputError
from curation.services.privacy import Said, ValueFilter
from curation.services.privacy_marks import Mark, Marked
from curation.texts import text
from workbench.access import Caller
from workbench.bootstrap import Workbench
from workbench.routes.body import Body, Call, card_routes, number, one_of, one_of_or_none, short_name, typed

PAGE = 50


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes of personal data."""
    review = _Review(workbench)
    calls: dict[str, Call] = {
        "values": review.values,
        "examples": review.examples,
        "look": review.look,
        "stands": review.stands,
        "decide": review.decide,
        "decide_all": review.decide_all,
        "undo": review.undo,
        "mark": review.mark,
        "unmark": review.unmark,
    }
    return card_routes(workbench, "privacy", calls)


@dataclass(frozen=True)
class _Review:
    workbench: Workbench

    def values(self, caller: Caller, body: Body) -> Json:
        offset = number(body, "offset")
        page = self.workbench.privacy.values(caller.person, caller.project, _filter(body), offset, PAGE)
        return {
            "values": [_group(group) for group in page.groups],
            "total": page.total,
            "statuses": page.by_status,
            "types": page.by_entity,
        }

    def examples(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.privacy.examples(caller.person, caller.project, _key(body))
        last = self.workbench.privacy.stands(caller.person, caller.project, _key(body))
        said: Json = None if last is None else {"name": last.by, "at": last.at.isoformat()}
        return {"examples": [[one.before, one.shown, one.after, one.sample_id] for one in found], "said": said}

    def stands(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.privacy.stands(caller.person, caller.project, _key(body))
        return {} if found is None else {"decision": found.decision_id}

    def look(self, caller: Caller, body: Body) -> Json:
        return {"spellings": list(self.workbench.privacy.look(caller.person, caller.project, _key(body)))}

    def decide(self, caller: Caller, body: Body) -> Json:
        made = self.workbench.privacy.decide(caller.person, caller.project, _key(body), _said(body))
        return {"decision": made.id}

    def decide_all(self, caller: Caller, body: Body) -> Json:
        count = self.workbench.privacy.decide_all(caller.person, caller.project, _filter(body), _said(body))
        return {"decided": count}

    def undo(self, caller: Caller, body: Body) -> Json:
        del body
        return {"taken_back": len(self.workbench.privacy.undo(caller.person, caller.project))}

    def mark(self, caller: Caller, body: Body) -> Json:
        asked = Mark(
            id=short_name(body, "id"),
            sample_id=short_name(body, "sample"),
            revision=number(body, "revision"),
            entity_type=short_name(body, "type"),
            place=_place(body),
            value=typed(body, "value"),
        )
        return _marked(self.workbench.marking.mark(caller.person, caller.project, asked))

    def unmark(self, caller: Caller, body: Body) -> Json:
        decision, sample = short_name(body, "decision"), short_name(body, "sample")
        return _marked(self.workbench.marking.unmark(caller.person, caller.project, decision, sample))


def _group(group: ValueGroup) -> Json:
    return {
        "type": group.key.entity_type,
        "hmac": group.key.hmac,
        "occurrences": group.occurrences,
        "samples": group.samples,
        "suggested": group.suggested,
        "detectors": list(group.detectors),
        "scores": list(group.scores),
        "purged": group.purged,
        "status": group.status.value,
        "marked": group.marked,
    }


def _marked(done: Marked) -> Json:
    return {"decision": done.decision_id, "samples": done.samples, "hidden": done.hidden}


def _filter(body: Body) -> ValueFilter:
    suggested = body.get("suggested")
    return ValueFilter(
        status=one_of_or_none(ValueStatus, body, "status"),
        entity_type=typed(body, "only_type") or None,
        suggested=suggested if isinstance(suggested, bool) else None,
    )


def _said(body: Body) -> Said:
    return Said(
        action=one_of(PrivacyAction, body, "action"),
        entity_type=typed(body, "new_type"),
        whole=typed(body, "whole"),
        typed=typed(body, "typed"),
        instead_of=typed(body, "instead_of"),
    )


def _key(body: Body) -> ValueKey:
    return ValueKey(short_name(body, "type"), short_name(body, "hmac"))


def _place(body: Body) -> Place | None:
    place = body.get("place")
    if not isinstance(place, list):
        return None
    part, *numbers = place
    whole = [number for number in numbers if isinstance(number, int) and not isinstance(number, bool)]
    if not isinstance(part, str) or len(whole) != len(numbers) or len(whole) != len(("index", "start", "end")):
        raise InputError(text("A place is a part, an index, a start and an end."))
    return Place(one_of(Part, {"part": part}, "part"), *whole)
