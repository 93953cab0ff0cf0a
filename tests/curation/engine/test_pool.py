import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from curation.engine.pool import batches_of, map_batches
from curation.errors import JobCancelledError
from tests.curation.engine.stages import doubling, failing, naming_process, sleeping

ROOT = Path(__file__).parents[3]


def test_batches_hold_every_item_once_in_order():
    assert batches_of([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]
    assert batches_of([], 2) == []


def test_one_worker_runs_in_this_process():
    assert {pid for _, pid in map_batches(naming_process, 0, [1, 2, 3])} == {os.getpid()}


def test_one_batch_is_not_worth_a_pool():
    assert [pid for _, pid in map_batches(naming_process, 0, [1], workers=2)] == [os.getpid()]


@pytest.mark.slow
def test_a_pool_gives_the_same_results_in_the_same_order():
    batches = batches_of(list(range(40)), 3)
    assert list(map_batches(doubling, 3, batches, workers=2)) == list(map_batches(doubling, 3, batches))


@pytest.mark.slow
def test_a_pool_process_opens_its_stage_once():
    seen = list(map_batches(naming_process, 0, list(range(12)), workers=2))
    assert len(set(seen)) <= 2
    assert os.getpid() not in {pid for _, pid in seen}


def test_progress_counts_batches():
    told: list[int] = []
    assert len(list(map_batches(doubling, 2, [[1], [2], [3]], progress=told.append))) == 3
    assert told == [1, 2, 3]


@pytest.mark.slow
def test_cancelling_ends_the_pool_and_reaches_the_caller():
    def stop(_: int) -> None:
        raise JobCancelledError("stopped")

    with pytest.raises(JobCancelledError):
        list(map_batches(sleeping, 0.05, list(range(1000)), workers=2, progress=stop))
    assert [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())] == []


@pytest.mark.slow
def test_what_a_stage_raises_reaches_the_caller():
    with pytest.raises(ValueError, match="a"):
        list(map_batches(failing, 0, ["a", "b"], workers=2))


@pytest.mark.slow
def test_a_killed_parent_leaves_no_process_behind():
    code = "from curation.engine.pool import map_batches\nfrom tests.curation.engine.stages import sleeping\n"
    code += "if __name__ == '__main__':\n"
    code += "    for done in map_batches(sleeping, 0.2, range(1000), workers=2): print(done, flush=True)"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    parent.stdout.readline()
    children = psutil.Process(parent.pid).children(recursive=True)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 240
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert len(children) >= 2
