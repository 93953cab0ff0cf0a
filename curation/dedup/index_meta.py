# pyright: basic
"""`meta.json` of the duplicate index: what it was made with, and the segments that count; renamed into its place."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from curation.dedup.bands import SLOTS, bands_for
from curation.dedup.minhash import SCHEME, SEED
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.segments import PART, DamagedIndexError, sync
from curation.domain.identity import Json
from curation.texts import text

FORMAT, META = 1, "meta.json"


@dataclass(frozen=True)
class Named:
    """A segment that counts: its folder, the hash of each of its files, and its rows that are gone."""

    name: str
    files: dict[str, str]
    gone: list[int]


@dataclass(frozen=True)
class Meta:
    """The whole file: settings, how many crowds were compared in part, and the segments in order."""

    settings: dict[str, Json]
    crowds: int = 0
    segments: Sequence[Named] = ()


def settings_of(policy: DuplicatePolicy) -> dict[str, Json]:
    """Return all that an index must have in common with who reads it."""
    bands, width = bands_for(policy.threshold)
    return {
        "format": FORMAT,
        "scheme": SCHEME,
        "seed": SEED,
        "slots": SLOTS,
        "bands": bands,
        "width": width,
        "hash": "base9-codes-2",
        "questions": "plain-2",
        "unicode": unicodedata.unidata_version,
        "policy": policy.as_json(),
    }


def read_meta(folder: Path) -> Meta | None:
    """Read it, None where there is none; raises DamagedIndexError where it says nothing."""
    path = folder / META
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        named = [Named(one["name"], dict(one["files"]), list(map(int, one["gone"]))) for one in content["segments"]]
        return Meta(content["settings"], int(content["crowds"]), named)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise DamagedIndexError(
            text("The duplicate index is damaged: {file} is not what was written.", file=path)
        ) from error


def write_meta(folder: Path, meta: Meta) -> None:
    """Write it aside and put it in its place: from then on its segments count."""
    part = folder / f"{META}{PART}"
    part.write_text(json.dumps(asdict(meta)), encoding="utf-8")
    sync(part)
    part.replace(folder / META)
    sync(folder)
