"""Reading of the hand-written texts beside this file."""

from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


def text_of(name: str) -> str:
    """The whole text of one file in texts/, with line ends as they are read anywhere."""
    return (TEXTS / name).read_text(encoding="utf-8")
