"""Checks of what is said: refusals, markup left over, loops, the question repeated. Pure functions."""

import re
from collections.abc import Iterable
from itertools import islice

from curation.domain.findings import Finding, Severity
from curation.domain.samples import Conversation, Role
from curation.quality.lengths import words_with_places
from curation.quality.passages import Turn, answers, spoken
from curation.texts import text

SAME_SENTENCES = 3
SAME_TRIPLES = 4
LOOP_WORDS = 6
COPIED_WORDS = 6
_APOSTROPHE = "['\\u2019]"
_CANNOT = rf"(?:can(?:not|{_APOSTROPHE}t)|am (?:not able|unable) to|won{_APOSTROPHE}t)"
_REFUSALS = re.compile(
    rf"\bas an? (?:AI|artificial intelligence)\b(?: (?:language )?(?:model|assistant))?|"
    rf"\b(?:I{_APOSTROPHE}m|I am) (?:sorry|afraid),? (?:but )?I {_CANNOT}|"
    rf"\b(?:I{_APOSTROPHE}m|I am) unable to (?:answer|help|assist|provide)|"
    rf"\b(?:sorry|afraid),? (?:but )?I am unable|"
    rf"\bI {_CANNOT} (?:assist|help|answer|fulfil|comply|"
    r"provide (?:any )?(?:medical|legal|financial|professional) advice)|"
    rf"\bmy (?:knowledge cut-?off|training data)\b|"
    rf"\bI (?:do not|don{_APOSTROPHE}t) have (?:personal|access to (?:real|current|the internet))",
    re.IGNORECASE,
)
_PLEASANTRIES = re.compile(
    r"^\s*(?:(?:sure|certainly|of course|absolutely)[,!] (?:here|i can|i'd|i will|let me)|great question[.!])|"
    r"\b(?:I hope this helps|let me know if you (?:have|need)|feel free to (?:ask|reach out))\b[^.!\n]*[.!]?",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"</?(?:p|div|span|br|hr|a|b|i|u|em|strong|li|ul|ol|table|tr|td|th|h[1-6]|img|script|style|sup|sub|font|body|html)"
    r"(?=[\s/>])[^<>]{0,300}>|<!--|&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-f]{1,6});|\{\{[^{}\n]{1,80}\}\}|"
    r"\[(?:edit|citation needed|bearbeiten)\]|!\[[^\]\n]{0,100}\]\([^)\n]{0,300}\)|"
    r"\[/?(?:quote|url|b|i|img|code)(?:=[^\]\n]*)?\]",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def refusal(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """An answer in which an assistant refuses, or speaks of itself."""
    for turn in answers(conversation):
        match = _REFUSALS.search(turn.content)
        if match:
            sentence = text("An assistant refuses or speaks of itself instead of answering.")
            yield turn.finding("refusal", Severity.WARNING, sentence, match.span())


def boilerplate(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """An assistant's pleasantries around the answer."""
    for turn in answers(conversation):
        match = _PLEASANTRIES.search(turn.content)
        if match:
            sentence = text("This is a chat assistant's set phrase, not part of the answer.")
            yield turn.finding("boilerplate", Severity.NOTE, sentence, match.span())


def markup(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """Tags, entities or wiki marks that a web page left behind."""
    for turn in spoken(conversation):
        match = _MARKUP.search(turn.content)
        if match:
            yield turn.finding(
                "markup", Severity.WARNING, text("Markup of a web page is left in the text."), match.span()
            )


def repeated_text(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """A sentence said three times, or words that go round in a loop."""
    for turn in spoken(conversation):
        if not _may_repeat(turn.content):
            continue
        span = _repeated_sentence(turn.content) or _loop(turn.content)
        if span:
            yield turn.finding("repeated_text", Severity.WARNING, text("The same words come again and again."), span)


def question_in_answer(conversation: Conversation, _language: str) -> Iterable[Finding]:
    """An answer that begins with its question, or is nothing else."""
    asked: list[str] = []
    for turn in spoken(conversation):
        if conversation.messages[turn.index].role is Role.USER:
            asked = [word for word, _, _ in words_with_places(turn.content)]
        elif asked:
            yield from _copied(turn, asked)


def _copied(turn: Turn, asked: list[str]) -> Iterable[Finding]:
    head = list(islice(words_with_places(turn.content), len(asked) + 1))
    if [word for word, _, _ in head[: len(asked)]] != asked:
        return
    span = (head[0][1], head[len(asked) - 1][2])
    if len(head) == len(asked):
        yield turn.finding("question_in_answer", Severity.WARNING, text("The answer is the question again."), span)
    elif len(asked) >= COPIED_WORDS:
        yield turn.finding(
            "question_in_answer", Severity.NOTE, text("The answer begins with the whole question."), span
        )


def _may_repeat(content: str) -> bool:
    """Tell quickly what neither a loop nor a sentence said three times can be in: too few word triples twice."""
    words = _WORD.findall(content.lower())
    triples = list(zip(words, words[1:], words[2:], strict=False))
    return len(triples) - len(set(triples)) >= SAME_TRIPLES


def _repeated_sentence(content: str) -> tuple[int, int] | None:
    seen: dict[str, list[tuple[int, int]]] = {}
    for match in _SENTENCE.finditer(content):
        said = match.group().strip(" .!?").lower()
        if len(_WORD.findall(said)) > SAME_SENTENCES:
            seen.setdefault(said, []).append(match.span())
    spans = next((spans for spans in seen.values() if len(spans) >= SAME_SENTENCES), None)
    return (spans[1][0], spans[-1][1]) if spans else None


def _loop(content: str) -> tuple[int, int] | None:
    """Find up to six words that come three times or more in a row, of eight words in all or more."""
    found = list(words_with_places(content))
    words = [word for word, _, _ in found]
    for length in range(1, LOOP_WORDS + 1):
        run = 0
        for at in range(length, len(words)):
            run = run + 1 if words[at] == words[at - length] else 0
            if run >= max(2 * length, 8 - length) and not _numbers(words[at - length : at]):
                return found[at - run][1], found[at][2]
    return None


def _numbers(words: list[str]) -> bool:
    return all(word.isdigit() or "_" in word for word in words)
