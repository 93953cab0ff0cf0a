"""Passwords as Argon2id hashes; checking one costs the same whether there is a hash or not."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_DECOY_SALT, _DECOY_HASH = "c2Z0IHdvcmtiZW5jaDEyMw", "bm9ib2R5IGhhcyB0aGlzIHBhc3N3b3JkLCBldmVyIQA"


class Passwords:
    """Hashes and checks passwords (RFC 9106: 64 MiB, three passes; one lane, so that others keep their cores)."""

    def __init__(self, passes: int = 3, kibibytes: int = 65_536) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=kibibytes, parallelism=1)
        self._decoy = f"$argon2id$v=19$m={kibibytes},t={passes},p=1${_DECOY_SALT}${_DECOY_HASH}"

    def hash(self, password: str) -> str:
        """Return what is stored of a password: parameters, a fresh salt, and the hash."""
        return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Tell whether a password is the one of a hash; without a hash the same work is done for nothing."""
        try:
            return self._hasher.verify(stored or self._decoy, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_weak(self, stored: str) -> bool:
        """Tell whether a hash was made with other costs than today's."""
        return self._hasher.check_needs_rehash(stored)
