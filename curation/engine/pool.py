"""How a stage runs over batches: in this process, or in a pool of fresh ones; results in order.

A pool process is spawned (never forked), opens the stage once, ignores Ctrl+C (the parent decides)
and ends with its parent, whatever ends that.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

from curation.stopping import STOPS, undisturbed

A = TypeVar("A", bound=Hashable)
B = TypeVar("B")
R = TypeVar("R")
Item = TypeVar("Item")
Progress = Callable[[int], None]
AHEAD = 2


def map_batches(
    opener: Callable[[A], Callable[[B], R]],
    argument: A,
    batches: Iterable[B],
    workers: int = 1,
    progress: Progress | None = None,
) -> Generator[R, None, None]:
    """Run a stage over batches and yield its results in their order.

    `opener` is a function of a module (it travels by name); it is called once a process with
    `argument` and returns what does the work. `progress` is told how many batches are done; what it
    raises ends the pool and goes on to the caller. One worker, or at most one batch, runs in this
    process. Batches are drawn as they are needed, so they may stream. Closing the generator ends the pool.
    """
    stream = iter(batches)
    head = list(islice(stream, 2))
    every = _chained(head, stream)
    results = (
        _here(opener, argument, every) if workers <= 1 or len(head) <= 1 else _pooled(opener, argument, every, workers)
    )
    for done, result in enumerate(results, start=1):
        yield result
        if progress is not None:
            progress(done)


def batches_of(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Cut a sequence into batches of `size`, the last one shorter."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def _here(opener: Callable[[A], Callable[[B], R]], argument: A, batches: Iterable[B]) -> Iterator[R]:
    work = opener(argument)
    for batch in batches:
        yield work(batch)


def _pooled(opener: Callable[[A], Callable[[B], R]], argument: A, batches: Iterator[B], workers: int) -> Iterator[R]:
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_settle)
    waiting: deque[Future[R]] = deque()
    try:
        for batch in batches:
            # A process that this starts hears of Ctrl+C before it can ignore it, and would say so at length.
            with undisturbed():
                waiting.append(pool.submit(_run, opener, argument, batch))
            if len(waiting) >= workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run(opener: Callable[[A], Callable[[B], R]], argument: A, batch: B) -> R:
    return _opened(opener, argument)(batch)


@lru_cache(maxsize=1)
def _opened(opener: Callable[[A], Callable[[B], R]], argument: A) -> Callable[[B], R]:
    return opener(argument)


def _settle() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _chained(head: list[B], rest: Iterator[B]) -> Iterator[B]:
    yield from head
    yield from rest
