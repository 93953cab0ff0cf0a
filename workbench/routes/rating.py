"""The routes of judging: the card fetches pairs and sends choices. Nothing here tells one system from another."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.routing import Route

from curation.domain.identity import Json, clean_text
from curation.errors import InputError, PermissionRefusedError
from curation.texts import text
from eval.judging import Assignment, Verdict
from eval.rounds import BlindTask, Choice
from workbench.access import Caller, json_route
from workbench.bootstrap import Workbench

Body = dict[str, Json]


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes of judging."""
    rating = _Rating(workbench)
    calls: dict[str, Callable[[Caller, Body], Json]] = {
        "next": rating.next,
        "rate": rating.rate,
        "undo": rating.undo,
    }
    return [json_route(workbench, f"/api/rating/{name}", "POST", _as_opened(call)) for name, call in calls.items()]


@dataclass(frozen=True)
class _Rating:
    workbench: Workbench

    def next(self, caller: Caller, body: Body) -> Json:
        judging, round_id = self.workbench.judging, _words(body, "round")
        count = body.get("count")
        tasks = judging.waiting(caller.person, caller.project, round_id, count if isinstance(count, int) else 1)
        progress = judging.progress(caller.person, caller.project, round_id)
        return {"tasks": [_task(task) for task in tasks], "progress": _progress(progress)}

    def rate(self, caller: Caller, body: Body) -> Json:
        seconds = body.get("seconds")
        verdict = Verdict(
            id=_words(body, "id"),
            task_id=_words(body, "task"),
            choice=_choice(body),
            comment=clean_text(_words(body, "comment"))[0],
            seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
        )
        return {"progress": _progress(self.workbench.judging.rate(caller.person, caller.project, verdict))}

    def undo(self, caller: Caller, body: Body) -> Json:
        judging, round_id = self.workbench.judging, _words(body, "round")
        task = judging.undo(caller.person, caller.project, round_id)
        progress = judging.progress(caller.person, caller.project, round_id)
        return {"task": _task(task), "progress": _progress(progress)}


def _as_opened(call: Callable[[Caller, Body], Json]) -> Callable[[Caller, Body], Json]:
    """Let a call pass only while its page still belongs to whoever opened it."""

    def checked(caller: Caller, body: Body) -> Json:
        if body.get("person") != caller.person.id:
            raise PermissionRefusedError(
                text("This page was opened by somebody else. Your choices are kept in this browser; reload the page.")
            )
        return call(caller, body)

    return checked


def _task(task: BlindTask) -> Json:
    turns: list[Json] = [{"role": turn.role.value, "content": turn.content} for turn in task.messages]
    return {"id": task.id, "messages": turns, "left": task.left, "right": task.right}


def _progress(found: Assignment) -> Json:
    return {"judged": found.judged, "total": found.total}


def _choice(body: Body) -> Choice:
    try:
        return Choice(_words(body, "choice"))
    except ValueError as error:
        raise InputError(text("A judgement is left, right, tie or both_bad.")) from error


def _words(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise InputError(text("The call needs {name}: a text.", name=name))
    return value
