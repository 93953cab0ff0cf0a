"""Checks of words that come again: loops, Gopher's ratios, the question repeated or passed by. Pure functions.

The ratios of repetition are those of Rae et al. 2021 (Gopher, table A1), on texts long enough for them.
"""

import re
from itertools import islice
from operator import eq

from curation.domain.findings import Finding, Severity
from curation.domain.samples import Role
from curation.quality.lengths import words_with_places
from curation.quality.passages import Case, Findings, Turn
from curation.texts import text

SAME_SENTENCES = 3
SAME_TRIPLES = 4
LOOP_WORDS = 6
COPIED_WORDS = 6
FEWEST_FOR_RATIOS = 60
LONG_NGRAM = 10
MOST_REPEATED = 0.3
FEWEST_REPEATED = 0.15
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def repeated_text(case: Case) -> Findings:
    """A sentence said three times, words that go round in a loop, or a text that is a third repetition."""
    for turn in case.spoken:
        again = _same_triples(turn.words)
        if again < SAME_TRIPLES:
            continue
        span = _loop(turn.content, turn.words)
        if span is None and again > FEWEST_REPEATED * len(turn.words):
            span = _mostly_repeated(turn.content)
        if span:
            sentence = text("The same words come again and again in the {field}.", field=turn.field)
            yield turn.finding("repeated_text", Severity.WARNING, sentence, span)


def question_in_answer(case: Case) -> Findings:
    """An answer that begins with its question, or is nothing else."""
    asked: list[str] = []
    for turn in case.spoken:
        if turn.role is Role.USER:
            asked = _WORD.findall(turn.content.lower())
        elif asked:
            yield from _copied(turn, asked)


def _copied(turn: Turn, asked: list[str]) -> Findings:
    if _WORD.findall(turn.content[: len(asked[0]) + len(asked) * 2].lower())[:1] != asked[:1]:
        return
    head = list(islice(words_with_places(turn.content), len(asked) + 1))
    if [word for word, _, _ in head[: len(asked)]] != asked:
        return
    span = (head[0][1], head[len(asked) - 1][2])
    if len(head) == len(asked):
        yield turn.finding("question_in_answer", Severity.WARNING, text("The answer is the question again."), span)
    elif len(asked) >= COPIED_WORDS:
        yield _begins(turn, span)


def _begins(turn: Turn, span: tuple[int, int]) -> Finding:
    sentence = text("The answer begins with the whole question.")
    return turn.finding("question_in_answer", Severity.NOTE, sentence, span)


def _same_triples(words: list[str]) -> int:
    """Count the word triples that came before: quick, and without them there is neither a loop nor repetition."""
    return max(len(words) - 2, 0) - len(set(zip(words, words[1:], words[2:], strict=False)))


def _mostly_repeated(content: str) -> tuple[int, int] | None:
    """Find a sentence said three times where repeated sentences are a third of the text, or runs of ten words."""
    spans = _same_sentences(content)
    again = sum(end - start for one in spans.values() for start, end in one[1:])
    said = max(spans.values(), key=len, default=list[tuple[int, int]]())
    if len(said) >= SAME_SENTENCES and again > MOST_REPEATED * len(content):
        return said[1][0], said[-1][1]
    return _same_runs(content)


def _same_sentences(content: str) -> dict[str, list[tuple[int, int]]]:
    seen: dict[str, list[tuple[int, int]]] = {}
    for match in _SENTENCE.finditer(content):
        said = match.group().strip(" .!?").lower()
        if len(said.split()) > SAME_SENTENCES:
            seen.setdefault(said, []).append(match.span())
    return seen


def _same_runs(content: str) -> tuple[int, int] | None:
    words = content.lower().split()
    if len(words) < FEWEST_FOR_RATIOS:
        return None
    inside: set[int] = set()
    seen: set[tuple[str, ...]] = set()
    for at, run in enumerate(zip(*(words[at:] for at in range(LONG_NGRAM)), strict=False)):
        if run in seen:
            inside.update(range(at, at + LONG_NGRAM))
        seen.add(run)
    if len(inside) <= MOST_REPEATED * len(words):
        return None
    return _span(content, min(inside), max(inside))


def _loop(content: str, words: list[str]) -> tuple[int, int] | None:
    """Find up to six words that come three times or more in a row, of eight words in all or more."""
    for length in range(1, LOOP_WORDS + 1):
        needed = max(2 * length, 8 - length)
        if sum(map(eq, words, islice(words, length, None))) < needed:
            continue
        run = 0
        for at in range(length, len(words)):
            run = run + 1 if words[at] == words[at - length] else 0
            if run >= needed and not _numbers(words[at - length : at]):
                return _span(content, at - run, at)
    return None


def _span(content: str, first: int, last: int) -> tuple[int, int]:
    """Return the characters from one word to another, counted as `str.split` parts them."""
    spans = [match.span() for match in islice(_TOKEN.finditer(content), last + 1)]
    return spans[first][0], spans[last][1]


def _numbers(words: list[str]) -> bool:
    return all(word.strip(".,;:()").isdigit() or "_" in word or not word.strip(".,;:-|+=") for word in words)
