"""Text that remembers where personal data stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Span:
    """One planted value: code point offsets [start, end) and its entity type."""

    start: int
    end: int
    entity_type: str
    value: str

    def moved(self, by: int) -> "Span":
        """The same span further right by so many code points."""
        return Span(self.start + by, self.end + by, self.entity_type, self.value)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with the spans of the personal data in it, in order."""

    text: str
    spans: tuple[Span, ...] = ()

    def __add__(self, other: "Piece") -> "Piece":
        moved = tuple(span.moved(len(self.text)) for span in other.spans)
        return Piece(self.text + other.text, self.spans + moved)

    def replaced(self, old: str, new: str) -> "Piece":
        """The first `old` exchanged for `new`; ValueError where it is absent or inside a span."""
        at = self.text.index(old)
        if any(span.start < at + len(old) and at < span.end for span in self.spans):
            raise ValueError(f"'{old}' touches personal data in '{self.text[:60]}'.")
        grown = len(new) - len(old)
        spans = tuple(span if span.end <= at else span.moved(grown) for span in self.spans)
        return Piece(self.text[:at] + new + self.text[at + len(old) :], spans)


def filled(template: str, values: Mapping[str, tuple[str, str]]) -> Piece:
    """The template with each {SLOT} filled; `values` gives (entity type, value) for each slot."""
    piece = Piece("")
    for literal, slot, _, _ in Formatter().parse(template):
        piece += Piece(literal)
        if slot:
            entity, value = values[slot]
            piece += Piece(value, (Span(0, len(value), entity, value),))
    return piece


def joined(pieces: Iterable[Piece], separator: str = " ") -> Piece:
    """The pieces one after another with the separator between them; empty ones are left out."""
    whole = Piece("")
    for piece in pieces:
        if not piece.text:
            continue
        whole = whole + Piece(separator) + piece if whole.text else piece
    return whole
