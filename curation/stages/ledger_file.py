"""The surrogates of the file command, kept in a file: the same value has the same one in every run.

The file holds no value: a keyed hash stands for each, and all of it is sealed with a key made of the key file.
"""

import base64
import hmac
import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from curation.domain.identity import Json, canonical_json
from curation.errors import InputError, SealError
from curation.pii.operators import Ledger
from curation.pii.sealed import Seal
from curation.texts import text

_FORM = 1
_PARTS = 3


@dataclass(frozen=True)
class LedgerFile:
    """A ledger in a file of its own; `before` are the bytes that it was read from, empty for a new one."""

    path: Path
    seal: Seal
    ledger: Ledger
    before: bytes = field(default=b"", repr=False)

    def keep(self, aside: Path) -> None:
        """Write the ledger where it waits for the run to end well.

        Raises InputError where another run has written it meanwhile: what that one gave out would be lost.
        """
        if _bytes_of(self.path) != self.before:
            raise InputError(
                text("Another run has changed the ledger {file} meanwhile. Run the same command again.", file=self.path)
            )
        given: list[Json] = [[entity, owner, made] for (entity, owner), made in sorted(self.ledger.given.items())]
        sealed = self.seal.close(canonical_json({"ledger": _FORM, "given": given}))
        aside.write_bytes(sealed)


def open_ledger(path: Path, key: bytes) -> LedgerFile:
    """Open a ledger, a new one where there is no such file; raises InputError where it is none, or of another key."""
    seal = Seal(base64.urlsafe_b64encode(hmac.digest(key, b"ledger of surrogates", sha256)))
    before = _bytes_of(path)
    # What is read comes from outside: a real name that somebody else was given is hidden too.
    ledger = Ledger(recognises=False)
    for entity, owner, made in _given(path, seal, before) if before else ():
        ledger.take((entity, owner), made)
    return LedgerFile(path, seal, ledger, before)


def _given(path: Path, seal: Seal, sealed: bytes) -> list[tuple[str, str, str]]:
    try:
        held: Json = json.loads(seal.open(sealed))
    except (SealError, ValueError) as error:
        raise InputError(
            text(
                "The ledger {file} cannot be opened with this key file. Give the key file that it was made with, or "
                "name a new ledger.",
                file=path,
            )
        ) from error
    rows = held.get("given") if isinstance(held, dict) and held.get("ledger") == _FORM else None
    found = [tuple(map(str, row)) for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    if rows is None or any(len(row) != _PARTS for row in found):
        raise InputError(text("The ledger {file} was written by another version. Name a new ledger.", file=path))
    return [(entity, owner, made) for entity, owner, made in found]


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise InputError(text("The ledger {file} cannot be read: {reason}.", file=path, reason=error)) from error
