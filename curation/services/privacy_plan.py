"""What a stored text must show by the decisions that stand on its personal data, and the edits that get it there.

A plan looks at nothing but the text and the decisions that stand, so that running it again changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from curation.domain.findings import PiiSpan, Place
from curation.domain.privacy import PrivacyAction, PrivacyDecision, SpanKind, SpanState, ValueKey
from curation.pii.denied import whole_words
from curation.pii.placeholders import PLACEHOLDER, written_in
from curation.pii.sealed import Seal
from curation.services.privacy_standing import Seek, Standing, Words, words_of
from curation.services.privacy_texts import Edit, Slot, edited, original_at, place_at, slot_of, texts_of, uncovered
from curation.store.privacy_texts import StoredSpan, StoredText

Keep = Callable[[str, str], tuple[ValueKey, str, bytes]]
Put = Callable[[str, str, str], str]
MARKED_BY_HAND = "marked by a person"
_CHANGED_VALUE = (PrivacyAction.RETYPE, PrivacyAction.EXTEND)


def numbered(entity: str, value: str, tag: str) -> str:
    """Put a numbered tag for every value."""
    del entity, value
    return tag


@dataclass
class Planner:
    """Plans one sample's texts; `all_texts` are its open revisions, `keep` seals a value and names its row.

    `put` says what stands for a value (entity type, value, numbered tag) that is hidden only now; of the values that
    are `named` it is asked again, for a surrogate may have been given to them since.
    """

    stand: Standing
    seal: Seal
    keep: Keep
    all_texts: Sequence[StoredText]
    put: Put = numbered
    named: frozenset[ValueKey] = frozenset()
    given: dict[ValueKey, str] = field(default_factory=dict[ValueKey, str])

    def head(self, held: StoredText, sought: Iterable[Seek]) -> StoredText:
        """Return the newest text as it must read."""
        edits = [edit for span in held.spans if (edit := self._edit(held, span)) is not None]
        return self._done(held, [*edits, *self._sought(held, sought)])

    def earlier(self, held: StoredText, sought: Iterable[Seek]) -> StoredText:
        """Return an earlier text as it must read: what is hidden now is hidden there too, nothing more is shown."""
        edits = [
            edit
            for span in held.spans
            if (edit := self._edit(held, span)) is not None and not _only_shows_or_renames(span, edit)
        ]
        return self._done(held, [*edits, *self._sought(held, sought)])

    def _done(self, held: StoredText, edits: Sequence[Edit]) -> StoredText:
        return uncovered(edited(held, edits), self.seal.open)

    def _edit(self, held: StoredText, span: StoredSpan) -> Edit | None:
        if span.key is None or span.state.covered:
            return None
        origin = self._origin(span, span.key)
        said = self.stand.said.get(origin)
        if span.state.kind is SpanKind.MARKED and origin not in self.stand.hidden:
            return self._dropped(held, span)
        action = _action(span.state.kind, said)
        wanted = SpanState(span.state.kind, action, was=origin.entity_type if action in _CHANGED_VALUE else "")
        if wanted in (span.state, replace(span.state, was=wanted.was)) and (
            said is None or said.result == span.key or wanted.action not in _CHANGED_VALUE
        ):
            return self._renamed(held, span)
        if not wanted.hidden:
            return self._shown(held, span, wanted)
        return self._hidden(held, span, wanted, origin, said)

    def _origin(self, span: StoredSpan, key: ValueKey) -> ValueKey:
        made = self.stand.maker(key, span.state.was)
        return key if made is None or span.state.action not in _CHANGED_VALUE else made.target

    def _value(self, held: StoredText, span: StoredSpan) -> Words | None:
        """Return the value that stood here before anybody widened it, with what widening took in."""
        if not span.state.hidden:
            place = span.span.place
            return Words(texts_of(held.conversation)[slot_of(place)][place.start : place.end])
        if span.sealed is None:
            return None
        whole = self.seal.open(span.sealed)
        made = None if span.key is None else self.stand.maker(span.key, span.state.was)
        if span.state.action is not PrivacyAction.EXTEND or made is None:
            return Words(whole)
        around = words_of(self.seal, made)
        if around is None or whole.casefold() != around.whole.casefold() or len(whole) != len(around.whole):
            return None
        first, last = len(around.left), len(whole) - len(around.right)
        return Words(whole[first:last], whole[:first], whole[last:])

    def _dropped(self, held: StoredText, span: StoredSpan) -> Edit | None:
        """Show what only decisions had hidden as it stood."""
        place = span.span.place
        shown = texts_of(held.conversation)[slot_of(place)][place.start : place.end]
        if span.state.hidden:
            if span.sealed is None:
                return None
            shown = self.seal.open(span.sealed)
        return Edit(slot_of(place), place.start, place.end, shown, span, None)

    def _shown(self, held: StoredText, span: StoredSpan, state: SpanState) -> Edit | None:
        words = self._value(held, span)
        if words is None or span.key is None:
            return None
        key, value_id, sealed = self.keep(self._origin(span, span.key).entity_type, words.value)
        becomes = StoredSpan(_narrowed(span, words, key, ""), state, key, value_id, sealed)
        return _edit_of(span, words, words.value, becomes)

    def _hidden(
        self, held: StoredText, span: StoredSpan, state: SpanState, origin: ValueKey, said: PrivacyDecision | None
    ) -> Edit | None:
        words = self._value(held, span)
        if words is None:
            return None
        if state.action is PrivacyAction.EXTEND and said is not None:
            wider = self._widened(held, span, words, said)
            if wider is not None or not (words.left or words.right):
                return wider
            state = SpanState(state.kind)
        entity = origin.entity_type
        if said is not None and state.action is PrivacyAction.RETYPE:
            entity = said.result.entity_type
        key, value_id, sealed = self.keep(entity, words.value)
        tag = self._tag(held, key, words.value)
        becomes = StoredSpan(_narrowed(span, words, key, tag), state, key, value_id, sealed)
        return _edit_of(span, words, tag, becomes)

    def _widened(self, held: StoredText, span: StoredSpan, words: Words, said: PrivacyDecision) -> Edit | None:
        """Hide a value with what stands around it; `words` holds what an earlier widening had hidden already."""
        wide, place, slot = words_of(self.seal, said), span.span.place, slot_of(span.span.place)
        text = texts_of(held.conversation)[slot]
        before, behind = text[: place.start] + words.left, words.right + text[place.end :]
        if wide is None or not (before.endswith(wide.left) and behind.startswith(wide.right)):
            return None
        more = (len(wide.left) - len(words.left), len(wide.right) - len(words.right))
        shown = (words.left[: max(-more[0], 0)], words.right[len(words.right) - max(-more[1], 0) :])
        whole = wide.left + words.value + wide.right
        key, value_id, sealed = self.keep(said.result.entity_type, whole)
        tag = self._tag(held, key, whole)
        becomes = replace(
            span.span,
            original_start=span.span.original_start - more[0],
            original_end=span.span.original_end + more[1],
            entity_type=key.entity_type,
            placeholder=tag,
        )
        state = SpanState(span.state.kind, PrivacyAction.EXTEND, was=said.target.entity_type)
        stored = StoredSpan(becomes, state, key, value_id, sealed)
        start, end = place.start - max(more[0], 0), place.end + max(more[1], 0)
        inside = (len(shown[0]), len(shown[0]) + len(tag))
        return Edit(slot, start, end, shown[0] + tag + shown[1], span, stored, inside)

    def _sought(self, held: StoredText, sought: Iterable[Seek]) -> Iterable[Edit]:
        for seek in sought:
            pattern = whole_words([seek.value])
            for slot, text in texts_of(held.conversation).items():
                walls = [*_walls(held, slot), *written_in(text)]
                public = [s.span.place for s in held.spans if _is_public(s, slot)]
                for match in pattern.finditer(text):
                    at = match.span()
                    if not _within(at, public) and not any(at[0] < end and start < at[1] for start, end in walls):
                        yield self._found(held, slot, at, seek)

    def _found(self, held: StoredText, slot: Slot, at: tuple[int, int], seek: Seek) -> Edit:
        value = texts_of(held.conversation)[slot][at[0] : at[1]]
        key, value_id, sealed = self.keep(seek.entity_type, value)
        tag = self._tag(held, key, value)
        first = original_at(held, slot, at[0])
        place = place_at(held.conversation, slot, *at)
        span = PiiSpan(place, first, first + len(value), seek.entity_type, MARKED_BY_HAND, 1.0, tag)
        return Edit(slot, *at, tag, None, StoredSpan(span, seek.state, key, value_id, sealed))

    def _renamed(self, held: StoredText, span: StoredSpan) -> Edit | None:
        """Put a surrogate where a value was hidden late by a tag, because it had none."""
        place, said = span.span.place, span.span.placeholder
        if not _is_late(span) or span.key is None or span.key not in self.named or PLACEHOLDER.fullmatch(said) is None:
            return None
        tag = said if span.sealed is None else self._tag(held, span.key, self.seal.open(span.sealed))
        if tag == said:
            return None
        becomes = replace(span, span=replace(span.span, placeholder=tag))
        return Edit(slot_of(place), place.start, place.end, tag, span, becomes)

    def _tag(self, held: StoredText, key: ValueKey, value: str) -> str:
        if key not in self.given:
            same = [s for text in (held, *self.all_texts) for s in text.spans if s.key == key and s.state.hidden]
            said = next((s.span.placeholder for s in same), "")
            if all(map(_is_late, same)):
                said = self.put(key.entity_type, value, said or self._next(key.entity_type))
            self.given[key] = said
        return self.given[key]

    def _next(self, entity: str) -> str:
        texts = [text for held in self.all_texts for text in texts_of(held.conversation).values()]
        tags = [match for text in [*texts, *self.given.values()] for match in PLACEHOLDER.finditer(text)]
        highest = max((int(match[2]) for match in tags if match[1] == entity), default=0)
        return f"<{entity}_{highest + 1}>"


def _action(kind: SpanKind, said: PrivacyDecision | None) -> PrivacyAction | None:
    """Return what the text shows of a decision: accepting what is hidden already shows nothing."""
    if said is None or (said.action is PrivacyAction.ACCEPT and kind is not SpanKind.SUGGESTED):
        return None
    return said.action


def _is_late(span: StoredSpan) -> bool:
    """Tell what a decision hid from what was hidden when it came in."""
    return span.state.hidden and (span.state.kind is SpanKind.MARKED or span.state.action is not None)


def _walls(held: StoredText, slot: Slot) -> list[tuple[int, int]]:
    """Return what is hidden already."""
    return [(s.span.place.start, s.span.place.end) for s in held.spans if s.state.hidden and _is_in(s, slot)]


def _is_public(span: StoredSpan, slot: Slot) -> bool:
    """Tell what somebody called public: a part of it is not hidden for standing there."""
    shown = span.state.action is PrivacyAction.NOT_PERSONAL and not span.state.covered
    return shown and _is_in(span, slot)


def _within(at: tuple[int, int], places: Iterable[Place]) -> bool:
    return any(p.start <= at[0] and at[1] <= p.end and at != (p.start, p.end) for p in places)


def _is_in(span: StoredSpan, slot: Slot) -> bool:
    return slot_of(span.span.place) == slot


def _narrowed(span: StoredSpan, words: Words, key: ValueKey, tag: str) -> PiiSpan:
    return replace(
        span.span,
        original_start=span.span.original_start + len(words.left),
        original_end=span.span.original_end - len(words.right),
        entity_type=key.entity_type,
        placeholder=tag,
    )


def _edit_of(span: StoredSpan, words: Words, shown: str, becomes: StoredSpan | None) -> Edit:
    place = span.span.place
    inside = (len(words.left), len(words.left) + len(shown))
    return Edit(slot_of(place), place.start, place.end, words.left + shown + words.right, span, becomes, inside)


def _only_shows_or_renames(span: StoredSpan, edit: Edit) -> bool:
    """Tell edits that an earlier text does without: a value called public, and another name for what is hidden."""
    after = edit.becomes
    if after is None or not span.state.hidden:
        return False
    if after.state.action is PrivacyAction.NOT_PERSONAL:
        return True
    renamed = PrivacyAction.RETYPE in (span.state.action, after.state.action)
    return after.state.hidden and renamed
