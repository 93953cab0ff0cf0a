"""How things are named: content hashes and keyed ids, the same on every machine."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Collection, Mapping, Sequence

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NO_LETTER = re.compile(r"[\W_]+")
_LONGEST_STEM = 40


def canonical_json(value: Json) -> str:
    """Write a value as JSON with sorted keys and no spaces, so that equal values are equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(value: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of a text's UTF-8, as 64 hex digits."""
    data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return hashlib.sha256(data).hexdigest()


def sample_id(project_key: bytes, source_hash: str, locator: str, record: int) -> str:
    """Name a sample by where it stood: HMAC(project key, source hash, locator, record), 32 hex digits.

    Importing the same bytes twice therefore names the same samples, and nobody without the key can
    tell from an id what the record was.
    """
    place = canonical_json([source_hash, locator, record]).encode()
    return hmac.new(project_key, place, hashlib.sha256).hexdigest()[:32]


def new_id() -> str:
    """Return a fresh random name of 16 hex digits for things that have no content yet."""
    return secrets.token_hex(8)


def key_of(label: str, taken: Collection[str], otherwise: str) -> str:
    """Name something by the letters of its label (40 at most, `otherwise` if none), numbered where it is taken."""
    stem = _NO_LETTER.sub("-", label.casefold()).strip("-")[:_LONGEST_STEM].strip("-") or otherwise
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def clean_text(value: str) -> tuple[str, int]:
    """Replace lone surrogates and null characters by U+FFFD and count them; every other code point stays.

    A lone surrogate has no UTF-8, and PostgreSQL takes no null character into a text.
    """
    return _UNSTORABLE.subn("\ufffd", value)


def clean_json(value: Json) -> Json:
    """Clean every text and name inside a value as `clean_text` does."""
    if isinstance(value, str):
        return clean_text(value)[0]
    if isinstance(value, Mapping):
        return {clean_text(name)[0]: clean_json(inner) for name, inner in value.items()}
    return [clean_json(inner) for inner in value] if isinstance(value, Sequence) else value
