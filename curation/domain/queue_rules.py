"""The rules of who gets what: a project's specialties, shares of people, and what happens where nobody fits."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from curation.domain.identity import Json
from curation.domain.policy_readers import Reader, one_of, yes_or_no
from curation.errors import InputError
from curation.texts import text

LONGEST_SPECIALTY = 60
MOST_SPECIALTIES = 200
STEP = 10
"""Shares are given in steps of so many percent."""
_WHOLE = 100


class Unmatched(StrEnum):
    """What becomes of a sample for which nobody here has the specialty or language: it waits, or goes to anybody."""

    WAIT = "wait"
    ANYBODY = "anybody"


class OwnWork(StrEnum):
    """Whether somebody may decide on what they imported as written: never, or where nobody else here could."""

    NEVER = "never"
    IF_ALONE = "if_alone"


@dataclass(frozen=True)
class QueueRules:
    """Who gets what.

    `specialties` are the words that samples and people may carry here. `shares` gives people a part, in percent, of
    what waits: it is theirs alone, and all they get. A sample given to somebody by name goes to others once its day
    is over where `overdue_to_others` says so. `seniors` are asked by name where somebody is not sure: those of a
    specialty, else those under the empty word.
    """

    specialties: tuple[str, ...] = ()
    unmatched: Unmatched = Unmatched.WAIT
    own_work: OwnWork = OwnWork.IF_ALONE
    overdue_to_others: bool = True
    shares: tuple[tuple[str, int], ...] = ()
    seniors: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def as_json(self) -> dict[str, Json]:
        """Return what `queue_rules_from` reads."""
        return {
            "specialties": list(self.specialties),
            "unmatched": self.unmatched.value,
            "own_work": self.own_work.value,
            "overdue_to_others": self.overdue_to_others,
            "shares": dict(self.shares),
            "seniors": {word: list(people) for word, people in self.seniors},
        }

    def asked(self, specialties: Iterable[str]) -> frozenset[str]:
        """Return who is asked by name about a sample with these specialties that somebody is not sure of."""
        named = dict(self.seniors)
        special = [named[word] for word in specialties if word in named and word in self.specialties]
        return frozenset(person for people in special or [named.get("", ())] for person in people)

    def known(self, said: Iterable[str]) -> tuple[str, ...]:
        """Return those of some words that are specialties here, as the project writes them, each once and in order."""
        here = {folded(name): name for name in self.specialties}
        return tuple(sorted({here[folded(word)] for word in said if folded(word) in here}))

    def require_known(self, said: Iterable[str]) -> tuple[str, ...]:
        """Return specialties as the project writes them; raises InputError naming the first that is none here."""
        wanted = [word for word in said if word.strip()]
        strange = next((word for word in wanted if not self.known([word])), None)
        if strange is not None:
            listed = ", ".join(self.specialties) or text("none yet")
            raise InputError(
                text(
                    "“{name}” is no specialty of this project. Its list: {names}. Whoever leads adds to it on the "
                    "page How review works.",
                    name=strange[:LONGEST_SPECIALTY],
                    names=listed,
                )
            )
        return self.known(wanted)


STANDARD = QueueRules()


def folded(word: str) -> str:
    """Return a word as it is compared: letters of any case and width, blanks as one."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def specialty_from(said: str) -> str:
    """Read the name of a specialty as somebody typed it; raises InputError where it is none."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    plain = all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in name)
    if not name or len(name) > LONGEST_SPECIALTY or not plain or "," in name or ";" in name:
        raise InputError(
            text(
                "A specialty is a word or a few, 1 to {most} characters, without commas and control characters.",
                most=LONGEST_SPECIALTY,
            )
        )
    return name


def queue_rules_from(name: str, content: Json) -> QueueRules:
    """Read the rules from JSON, with the defaults for what is left out; raises InputError by the name."""
    if not isinstance(content, Mapping):
        raise InputError(text("{name} is an object with names, such as specialties.", name=name))
    known = {field.name for field in fields(QueueRules)}
    unknown = sorted(set(content) - known)
    if unknown:
        names = ", ".join(sorted(known))
        raise InputError(text("{name} knows no {part}. It knows: {names}.", name=name, part=unknown[0], names=names))
    read = {part: READERS[part](f"{name}.{part}", value) for part, value in content.items()}
    return QueueRules(**read)  # pyright: ignore[reportArgumentType] - each reader returns the type of its field


def words_of(said: Json) -> list[str]:
    """Return the words of a column's value: a list, or one text with commas, semicolons or upright strokes."""
    if isinstance(said, str):
        return [part.strip() for part in said.replace(";", ",").replace("|", ",").split(",") if part.strip()]
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []


def _specialties(name: str, value: Json) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise InputError(text("{name} is a list of words.", name=name))
    named = {folded(one): one for one in (specialty_from(str(word)) for word in value)}
    if len(named) > MOST_SPECIALTIES:
        raise InputError(text("A project has at most {most} specialties.", most=MOST_SPECIALTIES))
    return tuple(sorted(named.values(), key=folded))


def _shares(name: str, value: Json) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, Mapping):
        raise InputError(text("{name} gives people a share in percent.", name=name))
    found: list[tuple[str, int]] = []
    for person, share in value.items():
        if isinstance(share, bool) or not isinstance(share, int) or share % STEP or not 0 <= share <= _WHOLE:
            raise InputError(text("{name}: a share is 0 to 100 percent, in steps of {step}.", name=name, step=STEP))
        if share:
            found.append((person, share))
    if sum(share for _, share in found) > _WHOLE:
        raise InputError(text("{name}: the shares come to more than 100 percent.", name=name))
    return tuple(sorted(found))


def _seniors(name: str, value: Json) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, Mapping):
        raise InputError(text("{name} names people for a specialty.", name=name))
    found: list[tuple[str, tuple[str, ...]]] = []
    for word, people in value.items():
        if not isinstance(people, Sequence) or isinstance(people, str) or not all(isinstance(p, str) for p in people):
            raise InputError(text("{name} names people for a specialty.", name=name))
        if people:
            found.append((specialty_from(word) if word else "", tuple(sorted({str(person) for person in people}))))
    return tuple(sorted(found))


READERS: dict[str, Reader] = {
    "specialties": _specialties,
    "unmatched": one_of(Unmatched),
    "own_work": one_of(OwnWork),
    "overdue_to_others": yes_or_no,
    "shares": _shares,
    "seniors": _seniors,
}
