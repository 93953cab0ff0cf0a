"""Placeholders that somebody kept while correcting a text: they still stand for the values that they stood for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from curation.pii.placeholders import standing_alone
from curation.pii.redaction import RedactedConversation
from curation.services.privacy_texts import place_at, slot_of, texts_of
from curation.store.privacy_texts import StoredSpan, StoredText


def carried(earlier: Sequence[StoredText], corrected: RedactedConversation) -> list[StoredSpan]:
    """Return the spans of earlier placeholders in a corrected text (`earlier` are the open texts, oldest first).

    One that stood for several values, such as a mask, carries its type alone. Original offsets are those of
    the text as it was typed.
    """
    known = _known(earlier)
    if not known:
        return []
    return list(_found(standing_alone(known), known, corrected))


def _found(
    pattern: re.Pattern[str], known: dict[str, StoredSpan], corrected: RedactedConversation
) -> Iterator[StoredSpan]:
    for slot, said in texts_of(corrected.conversation).items():
        fresh = [span for span in corrected.spans if slot_of(span.place) == slot]
        for match in pattern.finditer(said):
            start, end = match.span()
            if any(span.place.start < end and start < span.place.end for span in fresh):
                continue
            before = [one for one in fresh if one.place.end <= start]
            moved = sum((s.original_end - s.original_start) - (s.place.end - s.place.start) for s in before)
            was = known[match[0]]
            place = place_at(corrected.conversation, slot, start, end)
            span = replace(was.span, place=place, original_start=start + moved, original_end=end + moved)
            yield replace(was, span=span)


def _known(earlier: Sequence[StoredText]) -> dict[str, StoredSpan]:
    known: dict[str, StoredSpan] = {}
    for text in earlier:
        for span in text.spans:
            said = span.span.placeholder
            if not said or not span.state.hidden:
                continue
            before = known.get(said)
            same = before is None or before.key == span.key
            known[said] = span if same else replace(span, key=None, value_id=None, sealed=None)
    return known
