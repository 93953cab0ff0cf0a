"""The policy of duplicate search: what is compared, how finely, and from where on two texts are alike. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TypeVar

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

# The kind of policy in the store, and the payload of a RECHECK job that searches by it anew and checks nothing.
POLICY = "duplicates"
SEARCH: Json = {"only": "duplicates"}
LEAST_THRESHOLD = 0.3
MOST_NGRAM = 100
# Written without spaces between words; Korean and Vietnamese have spaces.
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo", "dz", "yue"})
_OF_LETTERS = 5


Choice = TypeVar("Choice", bound=StrEnum)


class Unit(StrEnum):
    """What n-grams are made of; letters are for languages that write no spaces between words."""

    WORDS = "words"
    LETTERS = "letters"


class Fields(StrEnum):
    """Which parts of a sample make its text."""

    BOTH = "both"
    QUESTION = "question"
    ANSWER = "answer"


class Form(StrEnum):
    """How letters are brought into one form first: not at all, canonically, or by what they look like."""

    AS_WRITTEN = "as_written"
    NFC = "NFC"
    NFKC = "NFKC"


@dataclass(frozen=True)
class DuplicatePolicy:
    """Texts are alike from the Jaccard `threshold` (0.3 to 1) of their n-grams on.

    Raises InputError for a threshold or n-gram that makes no sense.
    """

    threshold: float = 0.8
    ngram: int = 3
    unit: Unit = Unit.WORDS
    fields: Fields = Fields.BOTH
    form: Form = Form.AS_WRITTEN

    def __post_init__(self) -> None:
        if not LEAST_THRESHOLD <= self.threshold <= 1 or not 1 <= self.ngram <= MOST_NGRAM:
            raise InputError(
                text(
                    "The threshold is a number from 0.3 to 1 and the n-gram from 1 to {most}; 0.8 and 3 are usual.",
                    most=MOST_NGRAM,
                )
            )

    def as_json(self) -> Json:
        """Return what `policy_from` reads."""
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(self).items()}


def usual_policy(language: str) -> DuplicatePolicy:
    """Return the policy for a language: n-grams of words, of letters where words have no spaces between them."""
    if language.partition("-")[0] in _UNSPACED:
        return DuplicatePolicy(ngram=_OF_LETTERS, unit=Unit.LETTERS)
    return DuplicatePolicy()


def policy_from(given: Json, language: str) -> DuplicatePolicy:
    """Read a project's policy, what it leaves out as is usual for the language; raises InputError for anything else."""
    usual = usual_policy(language)
    if given is None:
        return usual
    known = set(asdict(usual))
    if not isinstance(given, Mapping) or not set(given) <= known:
        raise InputError(
            text("A policy of duplicates holds no more than: {names}. Take out the rest.", names=", ".join(known))
        )
    return DuplicatePolicy(
        threshold=_number(given.get("threshold", usual.threshold)),
        ngram=_whole(given.get("ngram", usual.ngram)),
        unit=_one_of(Unit, "unit", given.get("unit", usual.unit)),
        fields=_one_of(Fields, "fields", given.get("fields", usual.fields)),
        form=_one_of(Form, "form", given.get("form", usual.form)),
    )


def _number(given: Json) -> float:
    if isinstance(given, bool) or not isinstance(given, float | int):
        raise InputError(text("The “threshold” of duplicates is a number from 0.3 to 1, such as 0.8."))
    return float(given)


def _whole(given: Json) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise InputError(
            text("The “ngram” of duplicates is a whole number from 1 to {most}, such as 3.", most=MOST_NGRAM)
        )
    return given


def _one_of(kind: type[Choice], name: str, given: Json) -> Choice:
    if given not in tuple(kind):
        raise InputError(text("“{name}” of duplicates is one of: {known}.", name=name, known=", ".join(map(str, kind))))
    return kind(given)
