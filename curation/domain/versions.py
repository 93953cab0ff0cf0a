"""Dataset versions: what was frozen, by which recipe, and what names it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from curation.domain.identity import Json, canonical_json
from curation.domain.samples import Conversation, Origin
from curation.errors import InputError
from curation.texts import text

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


class Split(StrEnum):
    """The sides of a version."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True)
class Recipe:
    """The settings that make a version: version = recipe(store at a moment).

    `validation` and `test` are shares of the samples (0 to under 1); `seed` names the split;
    `origins` and `languages` are filters, empty for all; `keep_duplicates` keeps every member of a
    duplicate group instead of the first.
    """

    seed: int = 42
    validation: float = 0.1
    test: float = 0.1
    origins: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    keep_duplicates: bool = False

    def settings(self) -> dict[str, Json]:
        """Return the recipe as plain JSON, as it stands in manifests and under the version's hash."""
        return {
            "seed": self.seed,
            "validation": self.validation,
            "test": self.test,
            "origins": list(self.origins),
            "languages": list(self.languages),
            "keep_duplicates": self.keep_duplicates,
        }

    def checked(self) -> "Recipe":
        """Return the recipe with its filters sorted, or raise InputError where a setting cannot be used."""
        if not 0 <= self.validation < 1 or not 0 <= self.test < 1 or self.validation + self.test >= 1:
            raise InputError(
                text(
                    "The shares {validation} (validation) and {test} (test) leave nothing to train on. "
                    "Each is from 0 to under 1, and together they stay under 1.",
                    validation=self.validation,
                    test=self.test,
                )
            )
        known = {origin.value for origin in Origin}
        wrong = sorted(set(self.origins) - known)
        if wrong:
            raise InputError(
                text(
                    "There is no origin {wrong}. Choose among {known}.", wrong=wrong[0], known=", ".join(sorted(known))
                )
            )
        origins, languages = tuple(sorted(set(self.origins))), tuple(sorted(set(self.languages)))
        return Recipe(self.seed, self.validation, self.test, origins, languages, self.keep_duplicates)


def recipe_from(settings: Json) -> Recipe:
    """Read a recipe from the plain JSON that `Recipe.settings` wrote; raises InputError where it is not one."""
    match settings:
        case {
            "seed": int() as seed,
            "validation": int() | float() as validation,
            "test": int() | float() as test,
            "origins": [*origins],
            "languages": [*languages],
            "keep_duplicates": bool() as keep,
        }:
            named = (tuple(str(o) for o in origins), tuple(str(c) for c in languages))
            return Recipe(seed, float(validation), float(test), named[0], named[1], keep).checked()
        case _:
            raise InputError(text("A recipe holds seed, validation, test, origins, languages and keep_duplicates."))


def version_name(value: str) -> str:
    """Return a name that can be a folder on every system, or raise InputError."""
    name = value.strip()
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise InputError(
            text(
                "A version cannot be called '{name}'. Use letters, digits, dots, dashes and underscores, "
                "at most 64, beginning with a letter or digit: for example v1.",
                name=value,
            )
        )
    return name


@dataclass(frozen=True)
class Member:
    """One row of a version: the sample, the revision that was approved, and its side."""

    sample_id: str
    revision: int
    revision_hash: str
    conversation: Conversation
    split: Split
    group: str


@dataclass(frozen=True)
class DatasetVersion:
    """A frozen set of (sample, revision, split); its identity is `hash`."""

    id: str
    project_id: str
    name: str
    hash: str
    recipe: Recipe
    counts: dict[Split, int]
    folder: str
    created_by: str
    created_at: datetime

    @property
    def rows(self) -> int:
        """How many samples it holds."""
        return sum(self.counts.values())


def version_hash(members: Iterable[Member], recipe: Recipe) -> str:
    """SHA-256 over canonical JSON lines, sorted by the bytes of the id, plus the recipe.

    A line is [id, revision hash, messages, context, split].
    """
    digest = sha256()
    for m in sorted(members, key=lambda m: m.sample_id.encode()):
        turns = [[t.role.value, t.content] for t in m.conversation.messages]
        line = [m.sample_id, m.revision_hash, turns, list(m.conversation.context), m.split.value]
        digest.update(canonical_json(line).encode() + b"\n")
    digest.update(canonical_json(recipe.settings()).encode())
    return digest.hexdigest()
