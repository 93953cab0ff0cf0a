"""The routes of disagreements: the card fetches what waits with all its sides, and sends rulings."""

from dataclasses import dataclass, replace

from starlette.routing import Route

from curation.domain.desk import Act, Decided, Draft
from curation.domain.findings import Part
from curation.domain.identity import Json
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import Conversation, Role, SampleStatus
from curation.domain.settling import Disagreement, Ruling, Side, Unsettled
from curation.review.turns import changed_turns
from curation.texts import text
from workbench.access import Caller
from workbench.bootstrap import Workbench
from workbench.frames import status_words
from workbench.routes.body import Body, Call, card_routes, number, one_of, one_of_or_none, seconds, short_name, typed
from workbench.routes.desk_items import draft_json, last_turn
from workbench.routes.talk_items import flags_json, talk_json
from workbench.routes.turns import changes_json, turns_of

PAGE = 50
_TITLE = 160


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes of disagreements."""
    desk = _Rulings(workbench)
    calls: dict[str, Call] = {
        "samples": desk.samples,
        "sample": desk.sample,
        "settle": desk.settle,
        "decide": desk.decide,
        "write": desk.write,
        "ask": desk.ask,
        "undo": desk.undo,
        "draft": desk.draft,
    }
    return card_routes(workbench, "disagreements", calls)


@dataclass(frozen=True)
class _Rulings:
    workbench: Workbench

    def samples(self, caller: Caller, body: Body) -> Json:
        rows, total = self.workbench.settling.page(caller.person, caller.project, number(body, "offset"), PAGE)
        return {"samples": [_row(row) for row in rows], "total": total}

    def sample(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.settling.detail(caller.person, caller.project, short_name(body, "sample"))
        return {**_detail(found), **self._said(caller, found)}

    def settle(self, caller: Caller, body: Body) -> Json:
        return _done(
            self.workbench.settling.settle(caller.person, caller.project, _ruling(body, short_name(body, "side")))
        )

    def ask(self, caller: Caller, body: Body) -> Json:
        return _done(self.workbench.settling.ask(caller.person, caller.project, _ruling(body, "")))

    def decide(self, caller: Caller, body: Body) -> Json:
        act = _act(body, one_of(Verdict, body, "verdict"))
        return _done(self.workbench.reviewing.decide(caller.person, caller.project, act))

    def write(self, caller: Caller, body: Body) -> Json:
        act, words = _act(body, Verdict.APPROVE), (typed(body, "question"), typed(body, "answer"))
        return _done(self.workbench.reviewing.correct(caller.person, caller.project, act, *words))

    def undo(self, caller: Caller, body: Body) -> Json:
        del body
        return {"taken_back": self.workbench.settling.undo(caller.person, caller.project)}

    def draft(self, caller: Caller, body: Body) -> Json:
        reviewing = self.workbench.reviewing
        words = (typed(body, "question"), typed(body, "answer"), "")
        draft = Draft(short_name(body, "sample"), number(body, "revision"), *words, reviewing.clock(), turns_of(body))
        reviewing.save_draft(caller.person, caller.project, draft)
        return {}

    def _said(self, caller: Caller, found: Disagreement) -> dict[str, Json]:
        """Write the flags and threads on a sample, with letters for those who gave the sides: no names are shown."""
        letters = {one: _reviewer(place) for place, one in enumerate(found.speakers)}
        talk = self.workbench.talking.of(caller.person, caller.project, found.sample_id)
        shown = talk_json(replace(talk, people={**talk.people, **letters}), caller.person)
        flags = self.workbench.flagging.of(caller.person, caller.project, [found.sample_id])
        return {"threads": shown["threads"], "flags": flags_json(flags.get(found.sample_id, ()), caller.person)}


def _reviewer(place: int) -> str:
    """Return what the reviewer who gave a side is called here."""
    return text("Reviewer {letter}", letter=chr(ord("A") + place))


def _ruling(body: Body, side: str) -> Ruling:
    return Ruling(
        id=short_name(body, "id"),
        sample_id=short_name(body, "sample"),
        revision=number(body, "revision"),
        side=side,
        seen=one_of(SampleStatus, body, "seen"),
        comment=typed(body, "comment"),
        seconds=seconds(body),
    )


def _act(body: Body, verdict: Verdict) -> Act:
    return Act(
        id=short_name(body, "id"),
        sample_id=short_name(body, "sample"),
        revision=number(body, "revision"),
        verdict=verdict,
        reason=one_of_or_none(RejectReason, body, "reason"),
        comment=typed(body, "comment"),
        seconds=seconds(body),
        seen=one_of(SampleStatus, body, "seen"),
        turns=turns_of(body),
    )


def _done(done: Decided) -> Json:
    return {"status": done.status.value, "again": done.again}


def _row(row: Unsettled) -> dict[str, Json]:
    return {
        "id": row.sample_id,
        "status": row.status.value,
        "badge": status_words(row.status),
        "title": row.question[:_TITLE],
        "voices": row.voices,
    }


def _detail(found: Disagreement) -> dict[str, Json]:
    source = found.source_name
    return {
        "id": found.sample_id,
        "status": found.status.value,
        "revision": found.revision,
        "turns": [{"role": turn.role.value, "text": turn.content} for turn in found.text.messages],
        "question": last_turn(found.text, Role.USER),
        "answer": last_turn(found.text, Role.ASSISTANT),
        "context": list(found.text.context),
        "source": "" if source is None else text("{source}, {place}", source=source, place=found.locator),
        "sides": [_side(side, found.text, _reviewer(place)) for place, side in enumerate(found.sides)],
        "draft": None if found.draft is None else draft_json(found.draft),
        "obstacle": found.obstacle,
        "alone": found.alone,
    }


def _side(side: Side, base: Conversation, who: str) -> dict[str, Json]:
    written = side.text
    changes = changed_turns(base, written or base)
    return {
        "decision": side.decision_id,
        "who": who,
        "verdict": side.verdict.value,
        "reason": None if side.reason is None else side.reason.value,
        "comment": side.comment,
        "section": text("Guidelines: {section}", section=side.section) if side.section else "",
        "own": side.own,
        "question": None if written is None else written.question,
        "answer": None if written is None else written.answer,
        "turns": {str(one.index): one.after for one in changes if one.part is Part.MESSAGE},
        "changes": None if written is None or written == base else changes_json(base, written),
    }
