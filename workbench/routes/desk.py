"""The routes of the review desk: the card fetches what comes next and sends what the expert did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from starlette.routing import Route

from curation.domain.desk import Act, Decided, Draft, Pool
from curation.domain.identity import Json, clean_text
from curation.domain.reviews import RejectReason, Verdict
from curation.errors import InputError, PermissionRefusedError
from curation.texts import text
from workbench.access import Caller, json_route
from workbench.bootstrap import Workbench
from workbench.routes.desk_items import item_json, pieces_json, progress_json

Body = dict[str, Json]
Choice = TypeVar("Choice", bound=StrEnum)
PREFERENCES = frozenset({"desk.letters", "desk.practice"})
_LONGEST_ID = 64
_LONGEST_TEXT = 1_000_000
_DAY_MINUTES = 24 * 60


def routes(workbench: Workbench) -> list[Route]:
    """Return the desk's routes."""
    desk = _Desk(workbench)
    calls: dict[str, Callable[[Caller, Body], Json]] = {
        "next": desk.next,
        "item": desk.item,
        "decide": desk.decide,
        "correct": desk.correct,
        "undo": desk.undo,
        "draft": desk.draft,
        "drop": desk.drop,
        "renew": desk.renew,
        "release": desk.release,
        "compare": desk.compare,
        "prefer": desk.prefer,
    }
    return [json_route(workbench, f"/api/desk/{name}", "POST", _as_opened(call)) for name, call in calls.items()]


@dataclass(frozen=True)
class _Desk:
    workbench: Workbench

    def next(self, caller: Caller, body: Body) -> Json:
        pool = _one_of(Pool, body, "pool")
        items = self.workbench.reviewing.next_items(
            caller.person, caller.project, _number(body, "count"), _names(body, "held"), pool
        )
        return {"items": [item_json(item) for item in items], "progress": self._progress(caller, body)}

    def item(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.reviewing.item(caller.person, caller.project, _name(body, "sample"))
        return {"item": item_json(found)}

    def decide(self, caller: Caller, body: Body) -> Json:
        done = self.workbench.reviewing.decide(caller.person, caller.project, _act(body))
        return self._done(caller, body, done)

    def correct(self, caller: Caller, body: Body) -> Json:
        question, answer = _text(body, "question"), _text(body, "answer")
        done = self.workbench.reviewing.correct(caller.person, caller.project, _act(body), question, answer)
        return self._done(caller, body, done)

    def undo(self, caller: Caller, body: Body) -> Json:
        target = _name(body, "decision") if body.get("decision") else None
        item = self.workbench.reviewing.undo(caller.person, caller.project, _name(body, "id"), target)
        return {"item": item_json(item), "progress": self._progress(caller, body)}

    def draft(self, caller: Caller, body: Body) -> Json:
        typed = Draft(
            sample_id=_name(body, "sample"),
            revision=_number(body, "revision"),
            question=_text(body, "question"),
            answer=_text(body, "answer"),
            comment=_text(body, "comment"),
            changed_at=self.workbench.reviewing.clock(),
        )
        self.workbench.reviewing.save_draft(caller.person, caller.project, typed)
        return {}

    def drop(self, caller: Caller, body: Body) -> Json:
        self.workbench.reviewing.drop_draft(caller.person, caller.project, _name(body, "sample"))
        return {}

    def renew(self, caller: Caller, body: Body) -> Json:
        return {"held": self.workbench.reviewing.renew(caller.person, caller.project, _names(body, "samples"))}

    def release(self, caller: Caller, body: Body) -> Json:
        self.workbench.reviewing.release(caller.person, caller.project, _names(body, "samples"))
        return {}

    def compare(self, caller: Caller, body: Body) -> Json:
        del caller
        return {"pieces": pieces_json(_text(body, "before"), _text(body, "after"))}

    def prefer(self, caller: Caller, body: Body) -> Json:
        name = _name(body, "name")
        if name not in PREFERENCES:
            raise InputError(text("There is no choice {name} on the desk.", name=name))
        self.workbench.projects.set_preference(caller.person.id, name, _name(body, "value"))
        return {}

    def _done(self, caller: Caller, body: Body, done: Decided) -> Json:
        return {"status": done.status.value, "again": done.again, "progress": self._progress(caller, body)}

    def _progress(self, caller: Caller, body: Body) -> Json:
        since = _midnight(self.workbench.reviewing.clock(), body)
        return progress_json(self.workbench.reviewing.progress(caller.person, caller.project, since))


def _as_opened(call: Callable[[Caller, Body], Json]) -> Callable[[Caller, Body], Json]:
    """Let a call pass only while its page still belongs to whoever opened it."""

    def checked(caller: Caller, body: Body) -> Json:
        if body.get("person") != caller.person.id:
            raise PermissionRefusedError(
                text("This page was opened by somebody else. Your text is kept in this browser; reload the page.")
            )
        return call(caller, body)

    return checked


def _act(body: Body) -> Act:
    reason = body.get("reason")
    seconds = body.get("seconds")
    return Act(
        id=_name(body, "id"),
        sample_id=_name(body, "sample"),
        revision=_number(body, "revision"),
        verdict=_one_of(Verdict, body, "verdict"),
        reason=None if reason is None else _one_of(RejectReason, body, "reason"),
        comment=_text(body, "comment"),
        seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
    )


def _midnight(now: datetime, body: Body) -> datetime:
    """Return the start of the browser's day; `offset` is minutes behind UTC, as JavaScript gives it."""
    minutes = body.get("offset")
    behind = timedelta(minutes=minutes if isinstance(minutes, int) and abs(minutes) <= _DAY_MINUTES else 0)
    local = (now.astimezone(UTC) - behind).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + behind


def _one_of(kind: type[Choice], body: Body, name: str) -> Choice:
    try:
        return kind(str(body.get(name)))
    except ValueError as error:
        raise InputError(text("{name} cannot be {value}.", name=name, value=body.get(name))) from error


def _name(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_ID:
        raise InputError(text("The call needs {name}: a short text.", name=name))
    return value


def _names(body: Body, name: str) -> list[str]:
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise InputError(text("The call needs {name}: a list of texts.", name=name))
    return [str(v) for v in value]


def _number(body: Body, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InputError(text("The call needs {name}: a whole number from 0.", name=name))
    return value


def _text(body: Body, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise InputError(text("The call needs {name}: a text.", name=name))
    if len(value) > _LONGEST_TEXT:
        raise InputError(text("{name} is longer than a million characters. Shorten it.", name=name))
    return clean_text(value)[0]
