"""The routes of the review desk: the card fetches what comes next and sends what the expert did."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.routing import Route

from curation.domain.desk import Act, Decided, Draft, Pool
from curation.domain.identity import Json
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import SampleStatus
from curation.errors import InputError
from curation.texts import text
from workbench.access import Caller
from workbench.bootstrap import Workbench
from workbench.routes.body import (
    Body,
    Call,
    card_routes,
    day_or_none,
    names,
    number,
    one_of,
    seconds,
    short_name,
    typed,
)
from workbench.routes.desk_items import progress_json, told_json
from workbench.routes.pieces import pieces_json
from workbench.routes.ratings import ratings_of
from workbench.routes.sections import lost_section, section_named
from workbench.routes.talk import with_talk
from workbench.routes.turns import turns_of
from workbench.work.demo_decisions import day_of

PREFERENCES = frozenset({"desk.letters", "desk.practice"})
_DAY_MINUTES = 24 * 60


def routes(workbench: Workbench) -> list[Route]:
    """Return the desk's routes."""
    desk = _Desk(workbench)
    calls: dict[str, Call] = {
        "next": desk.next,
        "item": desk.item,
        "decide": desk.decide,
        "correct": desk.correct,
        "dismiss": desk.dismiss,
        "restore": desk.restore,
        "undo": desk.undo,
        "draft": desk.draft,
        "drop": desk.drop,
        "renew": desk.renew,
        "release": desk.release,
        "compare": desk.compare,
        "prefer": desk.prefer,
    }
    return card_routes(workbench, "desk", calls)


@dataclass(frozen=True)
class _Desk:
    workbench: Workbench

    def next(self, caller: Caller, body: Body) -> Json:
        pool = one_of(Pool, body, "pool")
        items = self.workbench.reviewing.next_items(
            caller.person, caller.project, number(body, "count"), names(body, "held"), pool
        )
        return {"items": with_talk(self.workbench, caller, items), "progress": self._progress(caller, body)}

    def item(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.reviewing.item(caller.person, caller.project, short_name(body, "sample"))
        return {"item": with_talk(self.workbench, caller, [found])[0]}

    def decide(self, caller: Caller, body: Body) -> Json:
        done = self.workbench.reviewing.decide(caller.person, caller.project, _act(body))
        return self._done(caller, body, done)

    def correct(self, caller: Caller, body: Body) -> Json:
        question, answer = typed(body, "question"), typed(body, "answer")
        done = self.workbench.reviewing.correct(caller.person, caller.project, _act(body), question, answer)
        return self._done(caller, body, done)

    def dismiss(self, caller: Caller, body: Body) -> Json:
        return self._note(caller, body, back=False)

    def restore(self, caller: Caller, body: Body) -> Json:
        return self._note(caller, body, back=True)

    def undo(self, caller: Caller, body: Body) -> Json:
        target = short_name(body, "decision") if body.get("decision") else None
        item = self.workbench.reviewing.undo(caller.person, caller.project, short_name(body, "id"), target)
        return {"item": with_talk(self.workbench, caller, [item])[0], "progress": self._progress(caller, body)}

    def draft(self, caller: Caller, body: Body) -> Json:
        draft = Draft(
            sample_id=short_name(body, "sample"),
            revision=number(body, "revision"),
            question=typed(body, "question"),
            answer=typed(body, "answer"),
            comment=typed(body, "comment"),
            changed_at=self.workbench.reviewing.clock(),
            turns=turns_of(body),
        )
        self.workbench.reviewing.save_draft(caller.person, caller.project, draft)
        return {}

    def drop(self, caller: Caller, body: Body) -> Json:
        self.workbench.reviewing.drop_draft(caller.person, caller.project, short_name(body, "sample"))
        return {}

    def renew(self, caller: Caller, body: Body) -> Json:
        return {"held": self.workbench.reviewing.renew(caller.person, caller.project, names(body, "samples"))}

    def release(self, caller: Caller, body: Body) -> Json:
        self.workbench.reviewing.release(caller.person, caller.project, names(body, "samples"))
        return {}

    def compare(self, caller: Caller, body: Body) -> Json:
        del caller
        return {"pieces": pieces_json(typed(body, "before"), typed(body, "after"))}

    def prefer(self, caller: Caller, body: Body) -> Json:
        name = short_name(body, "name")
        if name not in PREFERENCES:
            raise InputError(text("There is no choice {name} on the desk.", name=name))
        self.workbench.projects.set_preference(caller.person.id, name, short_name(body, "value"))
        return {}

    def _note(self, caller: Caller, body: Body, *, back: bool) -> Json:
        place = short_name(body, "sample"), number(body, "revision")
        key = short_name(body, "note")
        self.workbench.dismissing.dismiss(caller.person, caller.project, place, key, back=back)
        return {"why": list(self.workbench.checks.why_first(caller.person, caller.project, place[0]))}

    def _done(self, caller: Caller, body: Body, done: Decided) -> Json:
        return {
            "status": done.status.value,
            "again": done.again,
            "told": None if done.told is None else told_json(done.told),
            "notice": lost_section(caller.project.guidelines, section_named(body)),
        }

    def _progress(self, caller: Caller, body: Body) -> Json:
        midnight = _midnight(self.workbench.reviewing.clock(), body)
        since = day_of(self.workbench, caller.person, midnight)
        return progress_json(self.workbench.reviewing.progress(caller.person, caller.project, since))


def _act(body: Body) -> Act:
    reason = body.get("reason")
    return Act(
        id=short_name(body, "id"),
        sample_id=short_name(body, "sample"),
        revision=number(body, "revision"),
        verdict=one_of(Verdict, body, "verdict"),
        reason=None if reason is None else one_of(RejectReason, body, "reason"),
        comment=typed(body, "comment"),
        seconds=seconds(body),
        seen=one_of(SampleStatus, body, "seen") if body.get("seen") else None,
        valid_until=day_or_none(body, "valid_until"),
        turns=turns_of(body),
        ratings=ratings_of(body),
        section=section_named(body),
    )


def _midnight(now: datetime, body: Body) -> datetime:
    """Return the start of the browser's day; `offset` is minutes behind UTC, as JavaScript gives it."""
    minutes = body.get("offset")
    behind = timedelta(minutes=minutes if isinstance(minutes, int) and abs(minutes) <= _DAY_MINUTES else 0)
    local = (now.astimezone(UTC) - behind).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + behind
