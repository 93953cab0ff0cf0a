"""What nothing of a project may be trained on: files of questions, questions of rounds, the test side of versions."""

import re
from dataclasses import dataclass
from datetime import datetime

from curation.domain.identity import Json

# The payload of a RECHECK job that compares what stands with what is held back, and checks nothing else.
ONLY: Json = {"only": "contamination"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Benchmark:
    """A file of questions that somebody held back; `bytes_hash` names its sealed texts."""

    id: str
    name: str
    bytes_hash: str
    questions: int
    added_at: datetime


@dataclass(frozen=True)
class HeldText:
    """A question that is held back, with its answer where it has one.

    `where` says in words where it stands; `sample_id` names the sample of the project that it is, if any.
    """

    where: str
    question: str
    answer: str = ""
    sample_id: str | None = None


def words_in(text: str) -> int:
    """Count the words of a text, as a comparison with held texts does."""
    return len(_WORD.findall(text))


def letters_in(text: str) -> int:
    """Count the letters of a text, as a comparison by letters does."""
    return sum(map(len, _WORD.findall(text)))
