"""Where the duplicate indexes of a home lie, who may touch one at a time, and how they are forgotten.

An index holds no text, but hashes of n-grams of words: whoever knows a text could tell whether it is among
them. So what erases a person's data forgets the indexes; the next search builds them anew from the store.
"""

import fcntl
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

INDEXES, LOCK = "index", "lock"


@contextmanager
def only_one(indexes: Path) -> Generator[None]:
    """Let one process at a time work on the indexes of a home; others wait."""
    indexes.mkdir(parents=True, exist_ok=True)
    with (indexes / LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def forget_indexes(indexes: Path) -> None:
    """Remove the duplicate indexes of every project of a home."""
    with only_one(indexes):
        for project in indexes.iterdir():
            if project.is_dir():
                shutil.rmtree(project)
