"""What takes the place of a value: tag, surrogate, keyed hash, mask or mark of removal."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from random import Random

from curation.errors import InputError
from curation.pii.placeholders import normalised
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.surrogate_forms import FORMS, same_form
from curation.texts import text

REMOVED = "<REMOVED>"
_KEYED = (Operator.SURROGATE, Operator.HASH)
_MOST_TRIES = 1000
_WORD = re.compile(r"\w+")
Invent = Callable[[str, str, Random], str]


Owner = tuple[str, str]


@dataclass
class Ledger:
    """The surrogates of a project: who has which, and which values were real.

    An owner is an entity type with the keyed hash of a value. `fresh` was given out since the ledger was last
    kept, `read` is how far it was read from where it is kept. One that does not recognise takes no text that it
    is given for a surrogate: what comes from a source may hold a real name that somebody else has been given.
    """

    given: dict[Owner, str] = field(default_factory=dict[Owner, str])
    owners: dict[str, Owner] = field(default_factory=dict[str, Owner])
    real: set[str] = field(default_factory=set[str])
    by_first_word: dict[str, list[tuple[int, str]]] = field(default_factory=dict[str, list[tuple[int, str]]])
    fresh: dict[Owner, str] = field(default_factory=dict[Owner, str])
    recognises: bool = True
    read: int = 0

    def issue(self, owner: Owner, made: str) -> str:
        """Give a surrogate to its owner."""
        self.fresh[owner] = made
        return self.take(owner, made)

    def take(self, owner: Owner, made: str) -> str:
        """Note a surrogate that its owner has."""
        self.given[owner] = made
        self.know(owner, made)
        return made

    def take_back(self) -> None:
        """Forget what was given out since the ledger was last kept."""
        for owner, made in self.fresh.items():
            del self.given[owner]
            self.owners.pop(made, None)
        self.fresh.clear()

    def know(self, owner: Owner, made: str) -> None:
        """Recognise a text, or a part of it, as a surrogate from now on."""
        if made not in self.owners:
            self.owners[made] = owner
            if not self.recognises:
                return
            head = _WORD.search(made)
            if head is not None:
                self.by_first_word.setdefault(head[0], []).append((head.start(), made))

    def spans_in(self, given: str) -> list[tuple[int, int]]:
        """Return where surrogates stand in a text."""
        if not self.by_first_word:
            return []
        found: list[tuple[int, int]] = []
        for match in _WORD.finditer(given):
            for offset, one in self.by_first_word.get(match.group(), ()):
                start, end = match.start() - offset, match.start() - offset + len(one)
                if start >= 0 and given.startswith(one, start) and not given[end : end + 1].isalnum():
                    found.append((start, end))
        return found


class Operators:
    """Chooses by the policy what takes a value's place; the key makes hashes and surrogates the project's own."""

    def __init__(
        self, policy: PiiPolicy, key: bytes = b"", invent: Invent | None = None, ledger: Ledger | None = None
    ) -> None:
        named = {operator for _, operator in policy.operators}
        if not key and named & {one.value for one in _KEYED}:
            raise InputError(
                text("Hashes and surrogates need the project's key. Give a key file of at least 16 bytes.")
            )
        self._policy = policy
        self._key = key
        self._invent = invent
        self.ledger = Ledger() if ledger is None else ledger
        self.left = Ledger()

    def leaving(self, left: Iterable[str]) -> "Operators":
        """Return the same operators, which also leave alone what an earlier redaction put into a sample."""
        other = copy(self)
        other.left = Ledger()
        for made in left:
            other.left.know(("", made), made)
        return other

    def written_in(self, given: str) -> list[tuple[int, int]]:
        """Return where surrogates given before stand in a text."""
        return [*self.ledger.spans_in(given), *self.left.spans_in(given)]

    def replacement(self, entity: str, key: str, value: str, tag: str) -> str:
        """Return what stands for a value; `key` is its normalised form (a person's: the full name's)."""
        match self._policy.operator(entity):
            case Operator.HASH:
                return f"<{entity}:{self._digest(entity, key).hex()[:12]}>"
            case Operator.MASK:
                return "".join("*" if c.isalnum() else c for c in value) if any(map(str.isalnum, value)) else "*"
            case Operator.REMOVE:
                return REMOVED
            case Operator.SURROGATE:
                return self._surrogate(entity, key, value)
            case _:
                return tag

    def owner(self, entity: str, key: str) -> Owner:
        """Return how the ledger names a value, given in its normalised form."""
        return entity, self._digest(entity, key).hex()

    def _digest(self, entity: str, key: str) -> bytes:
        return hmac.digest(self._key, f"{entity}\0{key}".encode("utf-8", "surrogatepass"), hashlib.sha256)

    def _surrogate(self, entity: str, key: str, value: str) -> str:
        owner = self.owner(entity, key)
        self.ledger.real.add(value.casefold())
        made = self.ledger.given.get(owner) or self.ledger.issue(owner, self._invented(owner, key, value))
        if entity != "PERSON":
            return made
        part = _part(value, key, made)
        self.ledger.know(owner, part)
        return part

    def _is_real(self, entity: str, made: str) -> bool:
        """Tell whether somebody has what was drawn: now, or in an earlier run, whose values have surrogates."""
        return made.casefold() in self.ledger.real or self.owner(entity, normalised(entity, made)) in self.ledger.given

    def _invented(self, owner: Owner, key: str, value: str) -> str:
        entity = owner[0]
        whole = key.title() if entity == "PERSON" and len(value.split()) < len(key.split()) else value
        for number in range(_MOST_TRIES):
            draw = Random(self._digest(entity, f"{key}\0{number}"))  # noqa: S311 - seeded by the keyed digest
            form = FORMS.get(entity)
            if form is not None:
                made = form(whole, draw)
            else:
                made = self._invent(entity, whole, draw) if self._invent is not None else same_form(whole, draw)
            taken = self.ledger.owners.get(made)
            if made.strip() and not self._is_real(entity, made) and taken in (None, owner):
                return made
        raise InputError(
            text("There is no further surrogate of the form of a {entity}. Choose tag or hash for it.", entity=entity)
        )


def _part(value: str, key: str, made: str) -> str:
    """Where a first or last name stands for a full one, so does the surrogate's."""
    words, full = value.casefold().split(), key.split()
    if len(words) != 1 or len(full) == 1 or len(made.split()) == 1:
        return made
    return made.rsplit(maxsplit=1)[-1] if words[0] == full[-1] else made.split(maxsplit=1)[0]
