"""Texts without a person's values: those of tables, of samples with the places in them, of metadata."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from curation.domain.findings import Part
from curation.domain.identity import Json, canonical_json
from curation.domain.samples import Conversation, Message
from curation.errors import SealError
from curation.pii.erasure import Erasure, moved
from curation.pii.meaning import meaning_of
from curation.pii.sealed import Seal
from curation.services.privacy_values import SEALED
from curation.store import erasing as store
from curation.store.database import Transaction
from curation.store.privacy_texts import StoredSpan, StoredText

# Whoever erases and whoever opens what was typed take turns: what is erased must not come back from what was read.
TYPED_TEXTS = "typed texts"


@dataclass(frozen=True)
class Sweep:
    """What takes the values out of a column's text, JSON or sealed bytes."""

    erasure: Erasure
    seal: Seal

    def sealed(self, sealed: bytes) -> bytes:
        """Return a sealed text without them; the same bytes where none was in it or it cannot be opened."""
        said = opened(self.seal, sealed)
        if said is None or not self.erasure.holds(said):
            return sealed
        try:
            parsed: Json = json.loads(said)
        except ValueError:
            return self.seal.close(self.erasure.out_of(said))
        return self.seal.close(canonical_json(self.erasure.out_of_json(parsed)))

    def text(self, said: str) -> str:
        """Return a text without them, a sealed entry of a list too."""
        if said.startswith(SEALED) and said.isascii():
            return SEALED + self.sealed(said.removeprefix(SEALED).encode("ascii")).decode("ascii")
        return self.erasure.out_of(said)

    def json(self, value: Json) -> Json:
        """Return JSON without them, in its keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.erasure.out_of(key): self.json(one) for key, one in value.items()}
        return [self.json(one) for one in value] if isinstance(value, Sequence) else value


def said_in(held: StoredText) -> Sequence[str]:
    """Return the columns' texts of metadata."""
    return held.conversation.context


def without(held: StoredText, erasure: Erasure) -> StoredText:
    """Return metadata without the values; a span that a cut took a part of goes with it."""
    cuts = [erasure.cuts(said) for said in held.conversation.context]
    spans: list[StoredSpan] = []
    for one in held.spans:
        place = one.span.place
        to = moved(place.start, place.end, cuts[place.index])
        if to is not None:
            spans.append(replace(one, span=replace(one.span, place=replace(place, start=to[0], end=to[1]))))
    texts = tuple(map(erasure.out_of, held.conversation.context))
    return replace(held, conversation=Conversation((), texts), spans=tuple(spans))


def opened(seal: Seal, sealed: bytes) -> str | None:
    """Open what is sealed, None where this key does not."""
    try:
        return seal.open(sealed)
    except SealError:
        return None


def overwrite(tx: Transaction, place: tuple[str, int], conversation: Conversation, erasure: Erasure) -> None:
    """Put a revision's text without the values in its place, and move what points into it."""
    messages = tuple(Message(m.role, erasure.out_of(m.content)) for m in conversation.messages)
    erased = replace(
        conversation, messages=messages, context=tuple(erasure.out_of(piece) for piece in conversation.context)
    )
    for mark in store.marks_of(tx, place):
        texts = conversation.context if mark.part is Part.CONTEXT else [m.content for m in conversation.messages]
        cuts = erasure.cuts(texts[mark.index]) if mark.index < len(texts) else []
        store.move_mark(tx, mark, moved(mark.start, mark.end, cuts))
    store.overwrite(tx, place, erased, meaning_of(erased))
