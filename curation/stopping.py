"""Wishes to stop, held back where they would fall between two things that belong together."""

import signal
from collections.abc import Generator
from contextlib import contextmanager

STOPS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


@contextmanager
def undisturbed() -> Generator[None]:
    """Let a wish to stop wait until the block has ended; processes that are started meanwhile never hear one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
