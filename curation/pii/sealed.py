"""Sealed values: encrypted text and bytes, with a key that lies outside the home folder."""

import hmac
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from curation.errors import SealError
from curation.texts import text


class Seal:
    """Closes and opens what nobody may read in passing (Fernet: AES-128-CBC with HMAC-SHA256).

    One that is `lost` has no key: it opens and closes nothing, and says that sentence instead. `home` is the folder
    whose things it seals; what a policy names by a relative path lies there.
    """

    def __init__(self, key: bytes, lost: str = "", home: Path = Path()) -> None:
        self._cipher = Fernet(key)
        self._key = key
        self.lost = lost
        self.home = home

    @classmethod
    def without_key(cls, lost: str, home: Path) -> "Seal":
        """Return the seal of a home whose key is not there; the sentence says so, with the cure."""
        return cls(Fernet.generate_key(), lost, home)

    def keyed(self, words: bytes) -> bytes:
        """Return 32 bytes that only the holder of the key can work out from the words: a key made for one purpose."""
        self._require_key()
        return hmac.digest(self._key, b"keyed\0" + words, sha256)

    def close(self, value: str | bytes) -> bytes:
        """Encrypt a text (as UTF-8) or bytes; raises SealError where the key is lost."""
        self._require_key()
        data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        return self._cipher.encrypt(data)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Decrypt bytes; raises SealError where the key is lost or another one, or the value was damaged."""
        self._require_key()
        try:
            return self._cipher.decrypt(sealed)
        except InvalidToken as error:
            raise SealError(
                text("A sealed value cannot be opened with this key. Restore the key file that it was sealed with.")
            ) from error

    def open(self, sealed: bytes) -> str:
        """Decrypt a text."""
        return self.open_bytes(sealed).decode("utf-8", "surrogatepass")

    def _require_key(self) -> None:
        if self.lost:
            raise SealError(self.lost)


def seal_from(key_file: Path, home: Path = Path()) -> Seal:
    """Read the key file of a home, or write a new key (readable by its owner alone) where there is none."""
    try:
        if not key_file.exists():
            _write_new_key(key_file)
        return Seal(key_file.read_bytes().strip(), home=home)
    except OSError as error:
        raise SealError(
            text(
                "The key file {file} cannot be read or written: {reason}. Make room for it, or name another place "
                "with WORKBENCH_KEY_FILE.",
                file=key_file,
                reason=error.strerror or str(error),
            )
        ) from error
    except ValueError as error:
        raise SealError(
            text("The key file {file} does not hold a key. Restore it from where you keep it.", file=key_file)
        ) from error


def _write_new_key(key_file: Path) -> None:
    """Write a key whole or not at all; somebody else's, made at the same moment, stays."""
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = key_file.with_name(f"{key_file.name}.{os.getpid()}.part")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, key_file)
    finally:
        aside.unlink(missing_ok=True)
