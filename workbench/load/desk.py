"""Measures the desk under many people: what they decided, whether it is all there, and how long answers took."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

from curation.domain.identity import Json
from curation.domain.jobs import JobKind
from curation.domain.reviews import Verdict
from curation.services.projects import LOCAL_OWNER
from curation.services.sealed_files import SealedFiles
from curation.services.verifying import Verifying
from curation.store import reviews
from workbench.bootstrap import Workbench, open_workbench
from workbench.load.person import Desk, Served
from workbench.load.seeding import World
from workbench.load.server import Server

_KILL_AFTER = (0.5, 3.0)
_AT_ONCE = 500
_SHOWN_ERRORS = 5


@dataclass(frozen=True)
class Load:
    """How the desk is driven: people, decisions a second of each, seconds, kills of the server, work beside."""

    people: int
    rate: float
    seconds: float
    kills: int = 0
    busy: bool = False


def measured(world: World, load: Load) -> dict[str, Json]:
    """Drive the desk and return the figures; with `kills` it goes on until that many have been."""
    server = Server(world.settings)
    desks = [Desk(world, person.id, patient=load.kills > 0) for person in world.people]
    try:
        server.start("workbench.app")
        if load.busy:
            _begin_work(world)
            server.start("workbench.worker")
        server.wait()
        killed = _work(server, desks, load)
    finally:
        server.kill()
    return {**_figures(desks), "kills": killed, **_kept(world, [one for desk in desks for one in desk.served])}


def _begin_work(world: World) -> None:
    """Queue the demo: its imports, its screening and its training run."""
    workbench = open_workbench(world.settings)
    try:
        workbench.queue.enqueue(JobKind.LOAD_DEMO, {}, LOCAL_OWNER, None)
    finally:
        workbench.database.close()


def _work(server: Server, desks: Sequence[Desk], load: Load) -> int:
    """Let everybody open their page and work at their rate; return how often the server was killed."""
    over = Event()
    with ThreadPoolExecutor(len(desks)) as pool:
        list(pool.map(Desk.open, desks))
        began = time.monotonic()
        working = [pool.submit(_decide, desk, n / len(desks), began, load, over) for n, desk in enumerate(desks)]
        try:
            if load.kills:
                _kill(server, load.kills)
            else:
                over.wait(load.seconds)
        finally:
            over.set()
        for one in working:
            one.result()
    for desk in desks:
        desk.close()
    return load.kills


def _decide(desk: Desk, phase: float, began: float, load: Load, over: Event) -> None:
    """Press the key at a steady beat; a late answer does not move the beats after it, so waiting is counted.

    A patient person (whose server is killed) starts a new beat at each answer instead.
    """
    due = began + phase / load.rate
    while not over.wait(max(due - time.monotonic(), 0.0)):
        desk.decide(due)
        due = max(due, time.monotonic()) + 1 / load.rate if desk.patient else due + 1 / load.rate


def _kill(server: Server, times: int) -> None:
    for _ in range(times):
        time.sleep(random.uniform(*_KILL_AFTER))  # noqa: S311 - a moment, no secret
        server.kill()
        server.start("workbench.app")
        server.wait()


def _figures(desks: Sequence[Desk]) -> dict[str, Json]:
    served = [one for desk in desks for one in desk.served]
    answers = sorted(took for desk in desks for took in desk.answers)
    refilled = sorted(one.milliseconds for one in served)
    errors = [sentence for desk in desks for sentence in desk.errors]
    return {
        "people": len(desks),
        "served": len(served),
        "distinct": len({one.sample for one in served}),
        "errors": len(errors),
        "first_errors": list(errors[:_SHOWN_ERRORS]),
        "p50_ms": _quantile(answers, 0.5),
        "p95_ms": _quantile(answers, 0.95),
        "max_ms": _quantile(answers, 1.0),
        "refilled_p50_ms": _quantile(refilled, 0.5),
        "refilled_p95_ms": _quantile(refilled, 0.95),
    }


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the value that a share of the values does not exceed (nearest rank)."""
    if not ordered:
        return None
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 1)


def _kept(world: World, served: Sequence[Served]) -> dict[str, Json]:
    """Count what was acknowledged and is not in the store, what somebody else decided over it, and damage."""
    workbench = open_workbench(world.settings)
    try:
        lost, overwritten = _looked_up(workbench, served)
        files = SealedFiles(world.settings.sources, workbench.seal)
        looked = list(Verifying(workbench.database, files, world.settings.home).look())
    finally:
        workbench.database.close()
    problems = [problem for one in looked for problem in one.problems]
    return {"overwritten": overwritten, "lost": lost, "problems": list(problems)}


def _looked_up(workbench: Workbench, served: Sequence[Served]) -> tuple[int, int]:
    lost = overwritten = 0
    for first in range(0, len(served), _AT_ONCE):
        part = served[first : first + _AT_ONCE]
        with workbench.database.reading() as tx:
            found = reviews.decisions_of(tx, {one.sample for one in part})
        for one in part:
            said = [d for d in found[one.sample] if d.verdict is Verdict.APPROVE]
            lost += one.act not in {d.id for d in said}
            overwritten += len(said) > 1
    return lost, overwritten
