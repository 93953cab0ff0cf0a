"""Dataset versions: what was frozen, by which recipe, and what names it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from curation.domain.identity import Json, canonical_json
from curation.domain.samples import Conversation


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
