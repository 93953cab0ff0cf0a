"""Redaction of texts and conversations: detections in, tags and exact offsets out. Pure.

What stands after a redaction is looked at again until nothing more is found, so redacting twice
changes nothing; a value that was found once is replaced wherever it stands in the sample.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from curation.domain.findings import Part, PiiSpan, Place
from curation.domain.identity import clean_text
from curation.domain.places import place_in
from curation.domain.samples import Conversation, Message
from curation.pii.denied import DENIED
from curation.pii.detections import Detection, outside, without_overlaps
from curation.pii.operators import Operators
from curation.pii.placeholders import Tagged, occurrences, tagged, written_in
from curation.pii.policy import PiiPolicy

# Texts in, what stands in each of them out.
Detect = Callable[[Sequence[str]], list[list[Detection]]]


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

    def original(self, one: Detection) -> Detection:
        """Return a detection outside the tags by its place in the original."""
        return one.at(self.back(one.start), self.back(one.end - 1) + 1)


class _Work:
    """Texts that belong together on their way: drawn, looked at, and drawn again until nothing more is found."""

    def __init__(self, given: Sequence[str], policy: PiiPolicy, acting: Operators) -> None:
        cleaned = [clean_text(text) for text in given]
        self._texts = [text for text, _ in cleaned]
        self._lost = [lost for _, lost in cleaned]
        self._policy = policy
        self._acting = acting
        self._found: list[list[Detection]] = [[] for _ in given]
        self._looked: list[str | None] = [None] * len(given)
        self._seen: list[list[Detection]] = [[] for _ in given]
        self._spread_out = True
        self._drawn = _draw(self._texts, self._found, acting)

    def unseen(self) -> list[str]:
        """Return the drawn texts that have not been looked at."""
        return [one.text for one, looked in zip(self._drawn, self._looked, strict=True) if one.text != looked]

    def look(self, found: Mapping[str, Sequence[Detection]]) -> bool:
        """Take in what was found in the unseen texts; tell whether there is more to look at."""
        for i, picture in enumerate(self._drawn):
            if picture.text != self._looked[i]:
                self._looked[i] = picture.text
                self._seen[i] = _wanted(picture.text, found[picture.text], self._policy)
        pairs = zip(self._drawn, self._seen, strict=True)
        more = [_new(picture, every, self._policy) for picture, every in pairs]
        if not any(more) and self._spread_out:
            return False
        joined = [_sorted([*old, *new]) for old, new in zip(self._found, more, strict=True)]
        grown = _spread(self._texts, joined, self._policy, self._acting)
        self._spread_out = grown == joined
        if grown == self._found:
            return False
        self._found = grown
        self._drawn = _draw(self._texts, grown, self._acting)
        return True

    def results(self) -> list[RedactedText]:
        """Return the texts as they stand."""
        rows = zip(self._texts, self._drawn, self._found, self._seen, self._lost, strict=True)
        return [_result(text, drawn, found, seen, self._policy, lost) for text, drawn, found, seen, lost in rows]


def redact_conversations(
    given: Sequence[Conversation], detect: Detect, policy: PiiPolicy, operators: Operators
) -> list[RedactedConversation]:
    """Redact every message and context passage of samples, each sample with one numbering."""
    groups = [[*(turn.content for turn in one.messages), *one.context] for one in given]
    done = redact_groups(groups, detect, policy, operators)
    return [_conversation(one, texts) for one, texts in zip(given, done, strict=True)]


def redact_groups(
    given: Sequence[Sequence[str]], detect: Detect, policy: PiiPolicy, operators: Operators
) -> list[list[RedactedText]]:
    """Redact groups of texts that belong together: the same value has the same tag in all texts of a group.

    `detect` is asked for many texts at once, because that is what makes it fast.
    """
    works = tuple(_Work(texts, policy, operators) for texts in given)
    going = works
    while going:
        going = _looked_at(going, detect)
    return [work.results() for work in works]


def _looked_at(works: Sequence[_Work], detect: Detect) -> tuple[_Work, ...]:
    """Look at what has not been looked at; return the works in which there is more."""
    texts = list(dict.fromkeys(chain.from_iterable(work.unseen() for work in works)))
    found = dict(zip(texts, detect(texts), strict=True))
    return tuple(work for work in works if work.look(found))


def _conversation(given: Conversation, results: Sequence[RedactedText]) -> RedactedConversation:
    turns = given.messages
    messages = tuple(Message(turn.role, done.text) for turn, done in zip(turns, results, strict=False))
    redacted = Conversation(messages, tuple(done.text for done in results[len(turns) :]))
    spans: list[PiiSpan] = []
    suggestions: list[PiiSpan] = []
    for i, done in enumerate(results):
        if done.spans or done.suggestions:
            part, index = _part(redacted, i)
            spans += [_at(part, index, span) for span in done.spans]
            suggestions += [_at(part, index, span) for span in done.suggestions]
    values = tuple(value for done in results for value in done.values)
    return RedactedConversation(
        redacted, tuple(spans), values, tuple(suggestions), sum(done.surrogates for done in results)
    )


def _wanted(text: str, every: Sequence[Detection], policy: PiiPolicy) -> list[Detection]:
    found = (one for one in every if one.detector == DENIED or policy.looks_for(one.entity_type))
    return [one for one in found if one.detector == DENIED or not policy.allows(text[one.start : one.end])]


def _new(drawn: _Drawn, every: Sequence[Detection], policy: PiiPolicy) -> list[Detection]:
    kept = [one for one in every if _replaced(one, policy)]
    if not kept:
        return kept
    kept = without_overlaps(drawn.text, kept)
    fresh = outside(kept, drawn.covered, drawn.text)
    return [drawn.original(one) for one in fresh] if drawn.ends else fresh


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
        grown.append(_sorted([*spans, *without_overlaps(text, free)]) if free else spans)
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
    if not found and not every:
        return RedactedText(drawn.text, (), (), (), lost)
    spans = tuple(
        _span(one, start, start + len(mark.tag), mark.tag)
        for one, (start, mark) in zip(found, drawn.marks, strict=True)
    )
    values = tuple(text[one.start : one.end] for one in found)
    offered = outside(
        [one for one in every if not policy.redacts(one.entity_type, one.score)], drawn.covered, drawn.text
    )
    suggestions = tuple(
        _span(drawn.original(one), one.start, one.end, "") for one in without_overlaps(drawn.text, offered)
    )
    return RedactedText(drawn.text, spans, values, suggestions, lost)


def _span(one: Detection, start: int, end: int, tag: str) -> PiiSpan:
    return PiiSpan(
        Place(Part.MESSAGE, 0, start, end), one.start, one.end, one.entity_type, one.detector, one.score, tag
    )


def _part(conversation: Conversation, number: int) -> tuple[Part, int]:
    """Name a text of a conversation: the messages come first, then the context passages."""
    turns = len(conversation.messages)
    if number < turns:
        return place_in(conversation, number, 0, 0).part, number
    return Part.CONTEXT, number - turns


def _at(part: Part, index: int, one: PiiSpan) -> PiiSpan:
    place = Place(part, index, one.place.start, one.place.end)
    return PiiSpan(
        place, one.original_start, one.original_end, one.entity_type, one.detector, one.score, one.placeholder
    )


def _sorted(found: list[Detection]) -> list[Detection]:
    return sorted(found, key=lambda one: one.start) if len(found) > 1 else found
