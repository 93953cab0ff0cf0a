"""The shipped lists of words: one file a list, words parted by blanks."""

from pathlib import Path

_FOLDER = Path(__file__).with_name("words")


def words_in(name: str) -> list[str]:
    """Return the words of one list in the order of its file."""
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split()
