"""The policy of duplicate search: what is compared, how finely, and from where on two texts are alike. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

LEAST_THRESHOLD = 0.3
MOST_NGRAM = 100
# Written without spaces between words; Korean and Vietnamese have spaces.
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo", "dz", "yue"})
_OF_LETTERS = 5


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
                text("The threshold is a number from 0.3 to 1 and the n-gram at least 1; 0.8 and 3 are usual.")
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
    try:
        return DuplicatePolicy(
            threshold=float(str(given.get("threshold", usual.threshold))),
            ngram=int(str(given.get("ngram", usual.ngram))),
            unit=Unit(str(given.get("unit", usual.unit))),
            fields=Fields(str(given.get("fields", usual.fields))),
            form=Form(str(given.get("form", usual.form))),
        )
    except ValueError as error:
        raise InputError(text("The policy of duplicates cannot be read: {reason}.", reason=error)) from error
