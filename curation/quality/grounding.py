"""Whether an answer rests on its passage: each sentence's nearest passage sentence, each amount's source. Pure.

Lexical: stems of words that carry meaning, in the window of three passage sentences that shares most of them.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from curation.domain.findings import Finding, Part, Place
from curation.quality.passages import Case, Findings, Turn
from curation.quality.quantities import Quantity, frequencies, quantities
from curation.quality.sentences import sentences, stems
from curation.quality.traces import LINK
from curation.texts import text

FEWEST_STEMS = 4
SUPPORTED = 0.55
SHOWN = 160
NEARLY = 0.6
LONGEST = 50_000
_RARE = 2
_CANDIDATES = 3
_NAME = re.compile(r"(?<=[\w,;)] )(?:[A-Z][a-z]{3,}|(?!PMID|DOI)[A-Z]{3,}\d?)(?![\w'\u2019])")


@dataclass(frozen=True)
class Support:
    """A sentence of an answer, the passage sentence nearest to it, and how much of it the passage carries (0 to 1).

    `words` counts those that carry meaning: of a sentence with few of them nothing can be said.
    """

    start: int
    end: int
    share: float
    words: int
    nearest: Place | None


@dataclass(frozen=True)
class _Line:
    place: Place
    stems: frozenset[str]


def supports(case: Case, turn: Turn) -> tuple[Support, ...]:
    """Link each sentence of an answer to its nearest passage sentence."""
    return _supports(turn.content, case.conversation.context, case.asked)


def unsupported(case: Case) -> Findings:
    """A sentence of the answer that nothing in the context passage carries."""
    for turn in _grounded(case):
        for one in supports(case, turn):
            if one.words < FEWEST_STEMS:
                continue
            if one.share < SUPPORTED:
                yield turn.beside("unsupported", _sentence(case, one), (one.start, one.end), one.nearest)
            else:
                yield from _strange_name(case, turn, one)


def numbers(case: Case) -> Findings:
    """A number, dose or unit in the answer that does not occur in the context passage, or not where it is said."""
    turns = _grounded(case)
    if not turns:
        return
    known = [*quantities(case.passage), *frequencies(case.passage)]
    asked = quantities(case.asked)
    for turn in turns:
        noted = _noted_sentences(case, turn)
        for amount in _said_amounts(turn.content):
            if any(start <= amount.start < end for start, end in noted):
                continue
            if _is_plain_word(amount) or any(amount.equals(other) for other in asked):
                continue
            if not any(amount.equals(other) for other in known):
                yield _absent(case, turn, amount, known)
            else:
                yield from _elsewhere(case, turn, amount)


def _noted_sentences(case: Case, turn: Turn) -> list[tuple[int, int]]:
    """Return the sentences that are noted as a whole: their amounts need no note of their own."""
    if not case.policy.is_on("unsupported"):
        return []
    return [(s.start, s.end) for s in supports(case, turn) if s.words >= FEWEST_STEMS and s.share < SUPPORTED]


def _grounded(case: Case) -> list[Turn]:
    """Return the answers that rest on a passage; a pasted book is compared with nothing."""
    if not case.conversation.context or len(case.passage) > 10 * LONGEST:
        return []
    return [turn for turn in case.answers if len(turn.content) <= LONGEST]


def _said_amounts(content: str) -> list[Quantity]:
    """Return the amounts of a text without the figures of its links and references, which another check reads."""
    links = [match.span() for match in LINK.finditer(content)]
    return [one for one in quantities(content) if not any(start <= one.start < end for start, end in links)]


def _strange_name(case: Case, turn: Turn, one: Support) -> Findings:
    """Note the first name inside a sentence that neither the passage nor the question has."""
    for match in _NAME.finditer(turn.content, one.start, one.end):
        known = _all_stems(case.conversation.context) | set(stems(case.asked))
        if (
            not any(stem in known for stem in stems(match.group()))
            and match.group().lower() not in case.passage.lower()
        ):
            sentence = text("“{name}” occurs neither in the passage nor in the question.", name=match.group())
            yield turn.beside("unsupported", sentence, match.span(), one.nearest)
            return


def _is_plain_word(amount: Quantity) -> bool:
    return amount.spelled and (not amount.kind or (amount.kind == "times" and 1.0 in amount.readings))


def _absent(case: Case, turn: Turn, amount: Quantity, known: list[Quantity]) -> Finding:
    said = turn.content[amount.start : amount.end]
    same = next((k for k in known if amount.same_figure(k) and k.kind), None)
    span = (amount.start, amount.end)
    if same is None or not amount.kind:
        sentence = text("“{amount}” does not occur in the passage.", amount=said)
        return turn.beside("numbers", sentence, span, _comparable(case, turn, amount))
    other = case.passage[same.start : same.end]
    sentence = text("“{amount}” has another unit in the passage: “{other}”.", amount=said, other=other)
    return turn.beside("numbers", sentence, span, case.place_in_passage(same.start, same.end))


def _comparable(case: Case, turn: Turn, amount: Quantity) -> Place | None:
    """Return the passage sentence that says most of what the amount's sentence says, one with such an amount first."""
    support = next((s for s in supports(case, turn) if s.start <= amount.start < s.end), None)
    if support is None:
        return None
    said = set(stems(turn.content[support.start : support.end]))
    such = [q for q in quantities(case.passage) if amount.kind and q.kind == amount.kind]
    places = [case.place_in_passage(q.start, q.end) for q in such]
    lines = [line for line in _lines(case.conversation.context) if any(_holds(line.place, one) for one in places)]
    best = max(lines, key=lambda line: len(said & line.stems), default=None)
    return support.nearest if best is None or not said & best.stems else best.place


def _holds(line: Place, one: Place) -> bool:
    return line.index == one.index and line.start <= one.start < line.end


def _elsewhere(case: Case, turn: Turn, amount: Quantity) -> Findings:
    """Note an amount that the passage has in another place, where the nearest sentence has another such amount."""
    support = next((s for s in supports(case, turn) if s.start <= amount.start < s.end), None)
    if support is None or support.nearest is None or support.share < SUPPORTED or not amount.kind:
        return
    place = support.nearest
    nearest = case.conversation.context[place.index][place.start : place.end]
    there = [q for q in quantities(nearest) if q.kind == amount.kind]
    if not there or any(amount.equals(q) for q in [*quantities(nearest), *frequencies(nearest)]):
        return
    if not _is_said_as_well(case, turn, support, amount):
        said, other = turn.content[amount.start : amount.end], nearest[there[0].start : there[0].end]
        sentence = text("The passage says “{other}” here, not “{amount}”.", amount=said, other=other)
        yield turn.beside("numbers", sentence, (amount.start, amount.end), place)


def _is_said_as_well(case: Case, turn: Turn, support: Support, amount: Quantity) -> bool:
    """Tell whether a passage sentence with this amount is nearly as near as the nearest one."""
    said = set(stems(turn.content[support.start : support.end]))
    lines = _lines(case.conversation.context)
    best = max(len(said & line.stems) for line in lines)
    near = (line.place for line in lines if len(said & line.stems) >= NEARLY * best)
    return any(
        amount.equals(q)
        for place in near
        for q in quantities(case.conversation.context[place.index][place.start : place.end])
    )


def _sentence(case: Case, one: Support) -> str:
    if one.nearest is None:
        return text("Nothing in the passage supports this sentence.")
    place = one.nearest
    said = " ".join(case.conversation.context[place.index][place.start : place.end].split())
    shown = said if len(said) <= SHOWN else said[:SHOWN].rsplit(" ", 1)[0] + "…"
    return text("The passage does not support this sentence. Nearest to it: “{said}”", said=shown)


@lru_cache(maxsize=32)
def _supports(answer: str, context: tuple[str, ...], asked: str) -> tuple[Support, ...]:
    lines = _lines(context)
    where: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for stem in line.stems:
            where[stem].append(number)
    given = set(stems(asked))
    found: list[Support] = []
    for start, end in sentences(answer):
        said = set(stems(answer[start:end]))
        if said:
            found.append(_support((start, end), (said - given) or said, lines, where))
    return tuple(found)


@lru_cache(maxsize=32)
def _all_stems(context: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(line.stems for line in _lines(context)))


@lru_cache(maxsize=32)
def _lines(context: tuple[str, ...]) -> tuple[_Line, ...]:
    return tuple(
        _Line(Place(Part.CONTEXT, index, start, end), frozenset(stems(passage[start:end])))
        for index, passage in enumerate(context)
        for start, end in sentences(passage)
    )


def _support(span: tuple[int, int], said: set[str], lines: tuple[_Line, ...], where: dict[str, list[int]]) -> Support:
    weights = {stem: 0.5 if len(where.get(stem, ())) > _RARE else 1.0 for stem in said}
    scores: Counter[int] = Counter()
    for stem in said:
        for number in where.get(stem, ()):
            scores[number] += 1
    whole = sum(weights.values())
    best, share = None, 0.0
    for number, _ in scores.most_common(_CANDIDATES):
        window = frozenset[str]().union(*(line.stems for line in lines[max(number - 1, 0) : number + 2]))
        carried = sum(weight for stem, weight in weights.items() if stem in window) / whole
        if carried > share:
            best, share = number, carried
    return Support(*span, round(share, 3), len(said), None if best is None else lines[best].place)
