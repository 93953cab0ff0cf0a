"""A version folder as training reads it: its manifest, checked, and its prompt-completion rows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text
from training.artifacts import file_hash, read_json

Messages = list[dict[str, str]]


@dataclass(frozen=True)
class Row:
    """One sample as a question and the answer to learn; `place` is its file and line."""

    id: str
    prompt: Messages
    completion: Messages
    place: str


@dataclass(frozen=True)
class Measure:
    """One row in tokens: its place, its length, whether the prompt alone is its beginning, whether it ends."""

    place: str
    tokens: int
    answer_tokens: int
    prefix: bool
    ends: bool


@dataclass(frozen=True)
class VersionFolder:
    """A frozen version on disk."""

    path: Path

    def manifest(self) -> Mapping[str, Json]:
        """Read manifest.json; raises InputError where the version was never finished."""
        place = self.path / "manifest.json"
        if not place.exists():
            raise InputError(
                text(
                    "{folder} holds no finished version: manifest.json is missing. Freeze the version again.",
                    folder=self.path,
                )
            )
        manifest = read_json(place)
        if not isinstance(manifest, Mapping):
            raise InputError(text("{place} is not a manifest.", place=place))
        return manifest

    def require(self, wanted: str) -> None:
        """Check the version's hash and the bytes of its training files; raises InputError on the first difference."""
        manifest = self.manifest()
        found = manifest.get("version_hash")
        if found != wanted:
            raise InputError(
                text(
                    "{folder} holds version {found}, the plan names {wanted}. Choose the version again.",
                    folder=self.path,
                    found=str(found)[:12],
                    wanted=wanted[:12],
                )
            )
        files = manifest.get("files")
        for name, facts in files.items() if isinstance(files, Mapping) else ():
            if not name.startswith("prompt_completion/") or not isinstance(facts, Mapping):
                continue
            path = self.path / name
            if not path.exists() or file_hash(path) != facts.get("sha256"):
                raise InputError(
                    text("{place} was changed after the version was frozen. Freeze a new version.", place=path)
                )

    def rows(self, split: str) -> list[Row]:
        """Read one split, none where the version has no such file; raises InputError with file and line."""
        path = self.path / "prompt_completion" / f"{split}.jsonl"
        if not path.exists():
            return []
        return list(_rows(path))


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            place = f"{path.name}:{number}"
            try:
                value: Json = json.loads(line)
            except ValueError as error:
                raise InputError(text("{place} is not JSON: {reason}.", place=place, reason=error)) from error
            if not isinstance(value, Mapping):
                raise InputError(text("{place} is not an object with prompt and completion.", place=place))
            prompt, completion = _messages(value.get("prompt"), place), _messages(value.get("completion"), place)
            yield Row(str(value.get("id")), prompt, completion, place)


def _messages(value: Json, place: str) -> Messages:
    if not isinstance(value, list):
        raise InputError(text("{place} has no list of messages as prompt and completion.", place=place))
    return [_message(item, place) for item in value]


def _message(item: Json, place: str) -> dict[str, str]:
    if not isinstance(item, Mapping):
        raise InputError(text("{place} has a message that is no object.", place=place))
    role, content = item.get("role"), item.get("content")
    if not isinstance(role, str) or not isinstance(content, str):
        raise InputError(text("{place} has a message without role and content.", place=place))
    return {"role": role, "content": content}
