"""Changing a stored text at several places at once, with every span and finding moved along. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from curation.domain.findings import Finding, Part, PiiSpan, Place
from curation.domain.places import place_in
from curation.domain.samples import Conversation, Message
from curation.store.privacy_texts import StoredSpan, StoredText

Slot = tuple[bool, int]


@dataclass(frozen=True)
class Edit:
    """Words that take the place of [start, end) in a slot.

    The span `was` goes; `becomes` (None for none) covers the words, or the stretch `inside` of them.
    """

    slot: Slot
    start: int
    end: int
    words: str
    was: StoredSpan | None
    becomes: StoredSpan | None
    inside: tuple[int, int] | None = None


@dataclass(frozen=True)
class _Shifts:
    edits: tuple[Edit, ...]

    def at(self, position: int) -> int:
        """Return where a position outside the edits stands afterwards; one inside goes to the edit's end."""
        shift = 0
        for edit in self.edits:
            if edit.start >= position:
                break
            shift += len(edit.words) - (edit.end - edit.start)
            if position < edit.end:
                return edit.end + shift
        return position + shift


def slot_of(place: Place) -> Slot:
    """Return which text of a conversation a place is in: (is a passage, its index)."""
    return place.part is Part.CONTEXT, place.index


def texts_of(conversation: Conversation) -> dict[Slot, str]:
    """Return every text of a conversation by its slot, in reading order."""
    messages = {(False, i): turn.content for i, turn in enumerate(conversation.messages)}
    return messages | {(True, i): passage for i, passage in enumerate(conversation.context)}


def place_at(conversation: Conversation, slot: Slot, start: int, end: int) -> Place:
    """Name a stretch of one of a conversation's texts."""
    return Place(Part.CONTEXT, slot[1], start, end) if slot[0] else place_in(conversation, slot[1], start, end)


def edited(held: StoredText, wanted: Iterable[Edit]) -> StoredText:
    """Apply edits to a text; of two that overlap the earlier one counts.

    A span that an edit cuts is dropped where it was hidden, and covered where it stood in the text.
    """
    by_slot: dict[Slot, list[Edit]] = {}
    for edit in sorted(wanted, key=lambda e: (e.slot, e.start, -e.end)):
        mine = by_slot.setdefault(edit.slot, [])
        if not mine or mine[-1].end <= edit.start:
            mine.append(edit)
    texts = texts_of(held.conversation)
    shifts = {slot: _Shifts(tuple(edits)) for slot, edits in by_slot.items()}
    changed = {slot: _applied(text, by_slot.get(slot, ())) for slot, text in texts.items()}
    conversation = _rebuilt(held.conversation, changed)
    gone = [edit.was for edits in by_slot.values() for edit in edits if edit.was is not None]
    stay = [
        kept
        for span in held.spans
        if span not in gone and (kept := _kept(span, by_slot.get(slot_of(span.span.place), ()))) is not None
    ]
    fresh = [_becomes(edit, shifts[edit.slot]) for edits in by_slot.values() for edit in edits]
    spans = [_moved(span, shifts) for span in stay] + [span for span in fresh if span is not None]
    spans.sort(key=lambda s: (slot_of(s.span.place), s.span.place.start))
    findings = tuple((_finding_moved(finding, shifts), by) for finding, by in held.findings)
    return replace(held, conversation=conversation, spans=tuple(spans), findings=findings)


def uncovered(held: StoredText, opened: Callable[[bytes], str]) -> StoredText:
    """Bring spans back whose values stand in the text again, now that what was hidden over them is not."""
    if not any(span.state.covered for span in held.spans):
        return held
    spans = [_back(held, span, opened) if span.state.covered else span for span in held.spans]
    spans.sort(key=lambda s: (slot_of(s.span.place), s.span.place.start))
    return replace(held, spans=tuple(spans))


def original_at(held: StoredText, slot: Slot, position: int) -> int:
    """Return where a position of a text stood before the text was redacted."""
    before = [
        s.span for s in held.spans if slot_of(s.span.place) == slot and s.state.hidden and s.span.place.end <= position
    ]
    return position + sum(map(_gone, before))


def _applied(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.words]
        at = edit.end
    return "".join([*pieces, text[at:]])


def _rebuilt(conversation: Conversation, texts: Mapping[Slot, str]) -> Conversation:
    turns = tuple(Message(turn.role, texts[False, i]) for i, turn in enumerate(conversation.messages))
    return Conversation(turns, tuple(texts[True, i] for i in range(len(conversation.context))))


def _kept(span: StoredSpan, edits: Sequence[Edit]) -> StoredSpan | None:
    place = span.span.place
    over = next((edit for edit in edits if edit.start < place.end and place.start < edit.end), None)
    if over is None or span.state.covered:
        return span
    if span.state.hidden:
        return None
    under = replace(span.span, place=replace(place, start=over.start, end=over.start))
    return replace(span, span=under, state=replace(span.state, covered=True))


def _back(held: StoredText, span: StoredSpan, opened: Callable[[bytes], str]) -> StoredSpan:
    """Return a covered span where its value stands again, the same span where it does not."""
    slot, one = slot_of(span.span.place), span.span
    hidden = [s.span for s in held.spans if s.state.hidden and slot_of(s.span.place) == slot]
    if span.sealed is None or any(_overlap(one, other) for other in hidden):
        return span
    before = [other for other in hidden if other.original_end <= one.original_start]
    start = one.original_start - sum(_gone(other) for other in before)
    end = start + one.original_end - one.original_start
    if texts_of(held.conversation)[slot][start:end] != opened(span.sealed):
        return span
    return replace(_put(span, start, end), state=replace(span.state, covered=False))


def _overlap(one: PiiSpan, other: PiiSpan) -> bool:
    return other.original_start < one.original_end and one.original_start < other.original_end


def _gone(span: PiiSpan) -> int:
    return (span.original_end - span.original_start) - (span.place.end - span.place.start)


def _becomes(edit: Edit, shifts: _Shifts) -> StoredSpan | None:
    if edit.becomes is None:
        return None
    start = shifts.at(edit.start)
    first, last = edit.inside or (0, len(edit.words))
    return _put(edit.becomes, start + first, start + last)


def _moved(span: StoredSpan, shifts: Mapping[Slot, _Shifts]) -> StoredSpan:
    if slot_of(span.span.place) not in shifts:
        return span
    start = shifts[slot_of(span.span.place)].at(span.span.place.start)
    return _put(span, start, start + span.span.place.end - span.span.place.start)


def _put(span: StoredSpan, start: int, end: int) -> StoredSpan:
    return replace(span, span=replace(span.span, place=replace(span.span.place, start=start, end=end)))


def _finding_moved(finding: Finding, shifts: Mapping[Slot, _Shifts]) -> Finding:
    return replace(finding, place=_place_moved(finding.place, shifts), nearest=_place_moved(finding.nearest, shifts))


def _place_moved(place: Place | None, shifts: Mapping[Slot, _Shifts]) -> Place | None:
    if place is None or slot_of(place) not in shifts:
        return place
    at = shifts[slot_of(place)].at
    return replace(place, start=at(place.start), end=at(place.end))
