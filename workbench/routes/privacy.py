"""The routes of personal data: the card fetches values and sends decisions; the desk sends what an expert marks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from starlette.routing import Route

from curation.domain.findings import Part, Place
from curation.domain.identity import Json, clean_text
from curation.domain.privacy import PrivacyAction, ValueGroup, ValueKey, ValueStatus
from curation.errors import InputError, PermissionRefusedError
from curation.services.privacy import Said, ValueFilter
from curation.services.privacy_marks import Mark, Marked
from curation.texts import text
from workbench.access import Caller, json_route
from workbench.bootstrap import Workbench

Body = dict[str, Json]
Choice = TypeVar("Choice", bound=StrEnum)
PAGE = 50


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes of personal data."""
    review = _Review(workbench)
    calls: dict[str, Callable[[Caller, Body], Json]] = {
        "values": review.values,
        "examples": review.examples,
        "look": review.look,
        "decide": review.decide,
        "decide_all": review.decide_all,
        "undo": review.undo,
        "mark": review.mark,
        "unmark": review.unmark,
    }
    return [json_route(workbench, f"/api/privacy/{name}", "POST", _as_opened(call)) for name, call in calls.items()]


@dataclass(frozen=True)
class _Review:
    workbench: Workbench

    def values(self, caller: Caller, body: Body) -> Json:
        offset = _number(body, "offset")
        page = self.workbench.privacy.values(caller.person, caller.project, _filter(body), offset, PAGE)
        return {
            "values": [_group(group) for group in page.groups],
            "total": page.total,
            "statuses": page.by_status,
            "types": page.by_entity,
        }

    def examples(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.privacy.examples(caller.person, caller.project, _key(body))
        return {"examples": [[one.before, one.shown, one.after] for one in found]}

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
            id=_words(body, "id"),
            sample_id=_words(body, "sample"),
            revision=_number(body, "revision"),
            entity_type=_words(body, "type"),
            place=_place(body),
            value=clean_text(_words(body, "value", ""))[0],
        )
        return _marked(self.workbench.marking.mark(caller.person, caller.project, asked))

    def unmark(self, caller: Caller, body: Body) -> Json:
        decision, sample = _words(body, "decision"), _words(body, "sample")
        return _marked(self.workbench.marking.unmark(caller.person, caller.project, decision, sample))


def _as_opened(call: Callable[[Caller, Body], Json]) -> Callable[[Caller, Body], Json]:
    """Let a call pass only while its page still belongs to whoever opened it."""

    def checked(caller: Caller, body: Body) -> Json:
        if body.get("person") != caller.person.id:
            raise PermissionRefusedError(text("This page was opened by somebody else. Reload the page."))
        return call(caller, body)

    return checked


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
    status, entity = _words(body, "status", ""), _words(body, "only_type", "")
    suggested = body.get("suggested")
    return ValueFilter(
        status=_one_of(ValueStatus, status) if status else None,
        entity_type=entity or None,
        suggested=suggested if isinstance(suggested, bool) else None,
    )


def _said(body: Body) -> Said:
    return Said(
        action=_one_of(PrivacyAction, _words(body, "action")),
        entity_type=_words(body, "new_type", ""),
        whole=clean_text(_words(body, "whole", ""))[0],
        typed=clean_text(_words(body, "typed", ""))[0],
    )


def _key(body: Body) -> ValueKey:
    return ValueKey(_words(body, "type"), _words(body, "hmac"))


def _place(body: Body) -> Place | None:
    place = body.get("place")
    if not isinstance(place, list):
        return None
    part, *numbers = place
    whole = [number for number in numbers if isinstance(number, int) and not isinstance(number, bool)]
    if not isinstance(part, str) or len(whole) != len(numbers) or len(whole) != len(("index", "start", "end")):
        raise InputError(text("A place is a part, an index, a start and an end."))
    return Place(_one_of(Part, part), *whole)


def _one_of(choices: type[Choice], value: str) -> Choice:
    if value not in {choice.value for choice in choices}:
        raise InputError(text("{value} is none of: {names}.", value=value, names=", ".join(c.value for c in choices)))
    return choices(value)


def _number(body: Body, name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InputError(text("The call needs {name}: a number.", name=name))
    return value


def _words(body: Body, name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise InputError(text("The call needs {name}: a text.", name=name))
    return value
