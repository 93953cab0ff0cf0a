"""What nothing of a project may be trained on: files of questions, questions of rounds, the test side of versions."""

from dataclasses import dataclass
from datetime import datetime


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
