"""Redaction of texts and conversations: detections in, tags and exact offsets out. Pure.

What stands after a redaction is looked at again until nothing more is found, so redacting twice
changes nothing; a value that was found once is replaced wherever it stands in the sample.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from curation.domain.findings import Part, PiiSpan, Place
from curation.domain.identity import clean_text
from curation.domain.places import place_in
from curation.domain.samples import Conversation, Message
from curation.pii.denied import DENIED
from curation.pii.detections import Detection, outside, without_overlaps
from curation.pii.operators import Operators
from curation.pii.placeholders import Tagged, occurrences, tagged, written_in
from curation.pii.policy import PiiPolicy

Detect = Callable[[str], list[Detection]]


@dataclass(frozen=True)
class RedactedText:
    """A text with tags for personal data.

    `spans` are sorted by start, `values` aligned with them hold what stood there; `suggestions` were
    left in the text (their placeholder is empty). A place counts in the redacted text, original_start
    and original_end in the text that was given; all are code points.
    """

    text: str
    spans: tuple[PiiSpan, ...]
    values: tuple[str, ...]
    suggestions: tuple[PiiSpan, ...]
    surrogates: int = 0


@dataclass(frozen=True)
class RedactedConversation:
    """A conversation with tags for personal data; the fields are those of RedactedText.

    Spans go through the messages in order, then through the context passages.
    """

    conversation: Conversation
    spans: tuple[PiiSpan, ...]
    values: tuple[str, ...]
    suggestions: tuple[PiiSpan, ...]
    surrogates: int = 0


@dataclass(frozen=True)
class _Drawn:
    """A text with its tags drawn in; `marks` are (start in the drawn text, the tagged span), `ends` where they end."""

    text: str
    marks: tuple[tuple[int, Tagged], ...]
    covered: tuple[tuple[int, int], ...]
    ends: tuple[int, ...] = ()

    def back(self, position: int) -> int:
        """Return where a position outside the tags stood in the original."""
        place = bisect_right(self.ends, position) - 1
        shift = self.marks[place][1].end - self.ends[place] if place >= 0 else 0
        return position + shift


def redact_conversation(
    conversation: Conversation, detect: Detect, policy: PiiPolicy, operators: Operators | None = None
) -> RedactedConversation:
    """Redact every message and context passage of a sample with one numbering."""
    turns = conversation.messages
    results = redact_texts([*(turn.content for turn in turns), *conversation.context], detect, policy, operators)
    messages = tuple(Message(turn.role, done.text) for turn, done in zip(turns, results, strict=False))
    redacted = Conversation(messages, tuple(done.text for done in results[len(turns) :]))
    placed = [_placed(done, redacted, i) for i, done in enumerate(results)]
    return RedactedConversation(
        redacted,
        tuple(span for done in placed for span in done.spans),
        tuple(value for done in placed for value in done.values),
        tuple(span for done in placed for span in done.suggestions),
        sum(done.surrogates for done in placed),
    )


def redact_texts(
    given: Sequence[str], detect: Detect, policy: PiiPolicy, operators: Operators | None = None
) -> list[RedactedText]:
    """Redact texts that belong together: the same value has the same tag in all of them."""
    acting = operators or Operators(policy)
    cleaned = [clean_text(text) for text in given]
    texts = [text for text, _ in cleaned]
    found: list[list[Detection]] = [[] for _ in texts]
    looked: list[str | None] = [None] * len(texts)
    seen: list[list[Detection]] = [[] for _ in texts]
    while True:
        drawn = _draw(texts, found, acting)
        for i, picture in enumerate(drawn):
            if picture.text != looked[i]:
                looked[i], seen[i] = picture.text, _wanted(picture.text, detect, policy)
        more = [_new(picture, every, policy) for picture, every in zip(drawn, seen, strict=True)]
        grown = _spread(texts, [_sorted([*old, *new]) for old, new in zip(found, more, strict=True)], policy, acting)
        if grown == found:
            break
        found = grown
    rows = zip(texts, drawn, found, seen, cleaned, strict=True)
    return [_result(text, picture, spans, every, policy, lost) for text, picture, spans, every, (_, lost) in rows]


def _wanted(text: str, detect: Detect, policy: PiiPolicy) -> list[Detection]:
    found = (one for one in detect(text) if one.detector == DENIED or policy.looks_for(one.entity_type))
    return [one for one in found if one.detector == DENIED or not policy.allows(text[one.start : one.end])]


def _new(drawn: _Drawn, every: Sequence[Detection], policy: PiiPolicy) -> list[Detection]:
    kept = without_overlaps(drawn.text, [one for one in every if _replaced(one, policy)])
    fresh = outside(kept, drawn.covered, drawn.text)
    return [replace(one, start=drawn.back(one.start), end=drawn.back(one.end - 1) + 1) for one in fresh]


def _replaced(one: Detection, policy: PiiPolicy) -> bool:
    return one.detector == DENIED or policy.redacts(one.entity_type, one.score)


def _spread(
    texts: Sequence[str], found: list[list[Detection]], policy: PiiPolicy, acting: Operators
) -> list[list[Detection]]:
    if not any(found):
        return found
    grown: list[list[Detection]] = []
    for text, spans, again in zip(texts, found, occurrences(texts, found), strict=True):
        walls = [*((one.start, one.end) for one in spans), *_left_in(text, acting)]
        free = outside([one for one in again if not policy.allows(text[one.start : one.end])], walls, text)
        grown.append(_sorted([*spans, *without_overlaps(text, free)]))
    return grown


def _draw(texts: Sequence[str], found: Sequence[Sequence[Detection]], acting: Operators) -> list[_Drawn]:
    if not any(found):
        return [_Drawn(text, (), _left_in(text, acting)) for text in texts]
    marked = tagged(texts, found, acting.replacement)
    return [_drawn(text, marks, acting) for text, marks in zip(texts, marked, strict=True)]


def _left_in(text: str, acting: Operators) -> tuple[tuple[int, int], ...]:
    return (*written_in(text), *acting.written_in(text))


def _drawn(text: str, marks: Sequence[Tagged], acting: Operators) -> _Drawn:
    pieces: list[str] = []
    placed: list[tuple[int, Tagged]] = []
    length = at = 0
    for mark in marks:
        pieces += [text[at : mark.start], mark.tag]
        placed.append((length + mark.start - at, mark))
        length += mark.start - at + len(mark.tag)
        at = mark.end
    whole = "".join([*pieces, text[at:]])
    covered = (*((start, start + len(mark.tag)) for start, mark in placed), *_left_in(whole, acting))
    return _Drawn(whole, tuple(placed), covered, tuple(start + len(mark.tag) for start, mark in placed))


def _result(
    text: str, drawn: _Drawn, found: Sequence[Detection], every: Sequence[Detection], policy: PiiPolicy, lost: int
) -> RedactedText:
    spans = tuple(
        _span(one, start, start + len(mark.tag), mark.tag)
        for one, (start, mark) in zip(found, drawn.marks, strict=True)
    )
    values = tuple(text[one.start : one.end] for one in found)
    offered = outside(
        [one for one in every if not policy.redacts(one.entity_type, one.score)], drawn.covered, drawn.text
    )
    suggestions = tuple(
        _span(replace(one, start=drawn.back(one.start), end=drawn.back(one.end - 1) + 1), one.start, one.end, "")
        for one in without_overlaps(drawn.text, offered)
    )
    return RedactedText(drawn.text, spans, values, suggestions, lost)


def _span(one: Detection, start: int, end: int, tag: str) -> PiiSpan:
    return PiiSpan(
        Place(Part.MESSAGE, 0, start, end), one.start, one.end, one.entity_type, one.detector, one.score, tag
    )


def _placed(done: RedactedText, conversation: Conversation, index: int) -> RedactedText:
    def put(span: PiiSpan) -> PiiSpan:
        start, end = span.place.start, span.place.end
        turns = len(conversation.messages)
        if index < turns:
            return replace(span, place=place_in(conversation, index, start, end))
        return replace(span, place=Place(Part.CONTEXT, index - turns, start, end))

    return replace(done, spans=tuple(map(put, done.spans)), suggestions=tuple(map(put, done.suggestions)))


def _sorted(found: Sequence[Detection]) -> list[Detection]:
    return sorted(found, key=lambda one: one.start)
