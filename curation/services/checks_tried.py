"""What a try-out of rules says, as it travels between the worker and the screen."""

from dataclasses import dataclass

from curation.domain.identity import Json
from curation.services.trying import unreadable_answer

TRY_OUT = "checks_try_out"


@dataclass(frozen=True)
class TriedNote:
    """One note: what it says, and where: the text around it in three parts, the middle one is meant."""

    check: str
    message: str
    severity: str
    around: tuple[str, str, str]


@dataclass(frozen=True)
class TriedSample:
    """A sample that the rules note."""

    id: str
    question: str
    notes: tuple[TriedNote, ...]


@dataclass(frozen=True)
class TriedOut:
    """How many samples were read, how many are noted, and some of these."""

    samples: int
    noted: int
    shown: tuple[TriedSample, ...]

    def as_json(self) -> Json:
        """Return what `tried_from` reads."""
        shown: list[Json] = [
            {
                "id": one.id,
                "question": one.question,
                "notes": [[note.check, note.message, note.severity, *note.around] for note in one.notes],
            }
            for one in self.shown
        ]
        return {"samples": self.samples, "noted": self.noted, "shown": shown}


def tried_from(value: Json) -> TriedOut:
    """Read an answer of the worker; raises JobFailedError for anything else."""
    match value:
        case {"samples": int() as samples, "noted": int() as noted, "shown": list() as shown}:
            return TriedOut(samples, noted, tuple(_sample(one) for one in shown))
        case _:
            raise unreadable_answer()


def _sample(value: Json) -> TriedSample:
    match value:
        case {"id": str() as name, "question": str() as question, "notes": list() as notes}:
            return TriedSample(name, question, tuple(_note(one) for one in notes))
        case _:
            raise unreadable_answer()


def _note(value: Json) -> TriedNote:
    match value:
        case [str() as check, str() as message, str() as severity, str() as before, str() as said, str() as after]:
            return TriedNote(check, message, severity, (before, said, after))
        case _:
            raise unreadable_answer()
