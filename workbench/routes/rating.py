"""The routes of judging: the card fetches pairs and sends choices. Nothing here tells one system from another."""

from dataclasses import dataclass

from starlette.routing import Route

from curation.domain.identity import Json
from eval.judging import Assignment, Verdict
from eval.rounds import BlindTask, Choice
from workbench.access import Caller
from workbench.bootstrap import Workbench
from workbench.routes.body import Body, Call, card_routes, one_of, seconds, short_name, typed


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes of judging."""
    rating = _Rating(workbench)
    calls: dict[str, Call] = {
        "next": rating.next,
        "rate": rating.rate,
        "undo": rating.undo,
    }
    return card_routes(workbench, "rating", calls)


@dataclass(frozen=True)
class _Rating:
    workbench: Workbench

    def next(self, caller: Caller, body: Body) -> Json:
        judging, round_id = self.workbench.judging, short_name(body, "round")
        count = body.get("count")
        tasks = judging.waiting(caller.person, caller.project, round_id, count if isinstance(count, int) else 1)
        progress = judging.progress(caller.person, caller.project, round_id)
        return {"tasks": [_task(task) for task in tasks], "progress": _progress(progress)}

    def rate(self, caller: Caller, body: Body) -> Json:
        verdict = Verdict(
            id=short_name(body, "id"),
            task_id=short_name(body, "task"),
            choice=one_of(Choice, body, "choice"),
            comment=typed(body, "comment"),
            seconds=seconds(body),
        )
        return {"progress": _progress(self.workbench.judging.rate(caller.person, caller.project, verdict))}

    def undo(self, caller: Caller, body: Body) -> Json:
        judging, round_id = self.workbench.judging, short_name(body, "round")
        task = judging.undo(caller.person, caller.project, round_id)
        progress = judging.progress(caller.person, caller.project, round_id)
        return {"task": _task(task), "progress": _progress(progress)}


def _task(task: BlindTask) -> Json:
    turns: list[Json] = [{"role": turn.role.value, "content": turn.content} for turn in task.messages]
    return {"id": task.id, "messages": turns, "left": task.left, "right": task.right}


def _progress(found: Assignment) -> Json:
    return {"judged": found.judged, "total": found.total}
