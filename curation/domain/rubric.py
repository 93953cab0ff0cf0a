"""A project's rubric: what reviewers rate beside their decision, each on a scale of its own."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curation.domain.identity import Json, key_of
from curation.domain.policy_readers import one_of, yes_or_no
from curation.errors import InputError
from curation.texts import text

KIND = "rubric"
MOST_CRITERIA = 8
LONGEST_NAME = 60
LONGEST_ABOUT = 300
_KEY = re.compile(r"[\w-]{1,64}")
Ratings = tuple[tuple[str, int], ...]


class Scale(StrEnum):
    """What a criterion is rated on: 1 to 5, or yes (1) or no (0)."""

    FIVE = "1-5"
    YES_NO = "yes_no"

    @property
    def values(self) -> tuple[int, ...]:
        """The values in the order in which they are offered."""
        return (1, 2, 3, 4, 5) if self is Scale.FIVE else (1, 0)


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric; `key` stays while the words around it change, so that ratings keep their meaning."""

    key: str
    name: str
    scale: Scale = Scale.FIVE
    about: str = ""
    required: bool = False


@dataclass(frozen=True)
class Rating:
    """A value on the scale of one criterion; written `tone:2` where an address or a program names it."""

    criterion: str
    value: int

    def __str__(self) -> str:
        """Write it as `rating_from` reads it."""
        return f"{self.criterion}:{self.value}"


@dataclass(frozen=True)
class Rubric:
    """The criteria in the order in which they are rated; a project begins with none."""

    criteria: tuple[Criterion, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """The name of each criterion by its key."""
        return {one.key: one.name for one in self.criteria}

    def as_json(self) -> dict[str, Json]:
        """Return what `rubric_from` reads."""
        return {
            "criteria": [
                {
                    "key": one.key,
                    "name": one.name,
                    "scale": one.scale.value,
                    "about": one.about,
                    "required": one.required,
                }
                for one in self.criteria
            ]
        }

    def kept(self, ratings: Ratings) -> Ratings:
        """Return the ratings of criteria that stand; raises InputError for a value that is not on its scale."""
        scales = {one.key: one for one in self.criteria}
        for key, value in ratings:
            found = scales.get(key)
            if found is not None and value not in found.scale.values:
                values = ", ".join(str(one) for one in sorted(found.scale.values))
                raise InputError(text("{name} is rated with one of: {values}.", name=found.name, values=values))
        return tuple(sorted({key: value for key, value in ratings if key in scales}.items()))

    def require(self, ratings: Ratings) -> None:
        """Raise InputError where a criterion that an approval needs is not rated."""
        rated = {key for key, _ in ratings}
        missing = [one.name for one in self.criteria if one.required and one.key not in rated]
        if missing:
            raise InputError(text("An approval rates these too: {names}. Rate them.", names=", ".join(missing)))


def rating_from(said: str) -> Rating:
    """Read a criterion's key and a value from `tone:2`; raises InputError."""
    key, colon, value = said.rpartition(":")
    if not colon or not _KEY.fullmatch(key) or value not in {str(one) for scale in Scale for one in scale.values}:
        raise InputError(text("A rating is the key of a criterion and a value, such as {example}.", example="tone:2"))
    return Rating(key, int(value))


def rubric_from(content: Json) -> Rubric:
    """Read a rubric from JSON, an empty one where nothing is said; raises InputError by the name."""
    if content is None:
        return Rubric()
    if not isinstance(content, Mapping) or not set(content) <= {"criteria"}:
        raise InputError(text("A rubric is an object with: criteria."))
    criteria = tuple(_criterion(line) for line in _lines(content.get("criteria")))
    keys, names = {one.key for one in criteria}, {_plain_name(one) for one in criteria}
    if min(len(keys), len(names)) < len(criteria):
        raise InputError(text("Two criteria of a rubric have the same name."))
    return Rubric(criteria)


def _lines(value: Json) -> Sequence[Json]:
    if value is None:
        return []
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MOST_CRITERIA:
        raise InputError(text("A rubric is a list of at most {most} criteria.", most=MOST_CRITERIA))
    return value


def keyed(lines: Iterable[Criterion], now: Rubric) -> Rubric:
    """Return a rubric of lines that somebody typed, their keys empty where new.

    A line of a name and scale that stood there keeps its key; one on another scale is another criterion.
    """
    known = {(_plain_name(one), one.scale): one.key for one in now.criteria}
    taken = {one.key for one in now.criteria}
    found: list[Criterion] = []
    for line in lines:
        name = " ".join(line.name.split())
        key = known.get((name.casefold(), line.scale)) or key_of(name, taken, "criterion")
        taken.add(key)
        found.append(Criterion(key, name, line.scale, " ".join(line.about.split()), line.required))
    return Rubric(tuple(found))


def _criterion(line: Json) -> Criterion:
    if not isinstance(line, Mapping) or not set(line) <= {"key", "name", "scale", "about", "required"}:
        raise InputError(text("Each criterion has a key and a name, and may have: scale, about, required."))
    key, name, about = line.get("key"), line.get("name"), line.get("about", "")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise InputError(text("The key of a criterion is 1 to 64 letters, digits, - or _."))
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise InputError(text("The name of a criterion is a few words, 1 to {most} characters.", most=LONGEST_NAME))
    if not isinstance(about, str) or len(about) > LONGEST_ABOUT:
        raise InputError(text("What a criterion means takes at most {most} characters.", most=LONGEST_ABOUT))
    scale = one_of(Scale)("scale", line.get("scale", Scale.FIVE.value))
    required = yes_or_no("required", line.get("required", False))
    return Criterion(key, name.strip(), scale, about.strip(), required)


def _plain_name(one: Criterion) -> str:
    return one.name.casefold()


NONE = Rubric()
