"""Planted duplicates: exact ones, near ones, and pairs that become equal only after redaction."""

import re
from collections.abc import Iterator
from dataclasses import replace

from data_samples.build.drafts import Draft, Relation, turns_of
from data_samples.build.people import profile
from data_samples.build.pieces import Piece, filled, joined

NEAR_AT = 0.8
_WORDS = 3
_CLOSINGS = ("Please ask us if anything is unclear.", "This applies in the usual case.", "")
_OPENINGS = ("Hello, a short question.", "", "One more question:")
_FORM = "Sent through the contact form by {EMAIL_ADDRESS}."
_FOOT = "The reply went to {EMAIL_ADDRESS}."


def jaccard(one: Draft, other: Draft) -> float:
    """Exact Jaccard over the sets of word 3-grams of question, newline and answer."""
    left, right = (shingles(f"{draft.question.text}\n{draft.answer.text}") for draft in (one, other))
    return len(left & right) / len(left | right)


def shingles(text: str) -> set[tuple[str, ...]]:
    """The word 3-grams of a text, words being runs of letters, digits and underscores in lower case."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))}


def doubles(drafts: list[Draft]) -> Iterator[Draft]:
    """Exact, same-words and near duplicates of some of the drafts, each related to its original."""
    first, second, third, fourth, *others = drafts
    for draft in (first, second, third):
        yield _double(draft, draft, "exact_duplicate")
    yield _double(fourth, _same_words(fourth), "exact_duplicate")
    for number, draft in enumerate(others):
        yield _double(draft, _nearly(draft, number), "near_duplicate")


def form_letters(domain: str, draft: Draft) -> tuple[Draft, Draft]:
    """The draft as sent by two people through one form: equal as soon as both addresses are redacted."""
    first, second = (_through_form(draft, len(domain) + number) for number in (5, 18))
    return first, _double(first, second, "duplicate_after_redaction")


def _double(original: Draft, double: Draft, kind: str) -> Draft:
    if kind == "near_duplicate" and not NEAR_AT <= jaccard(original, double) < 1:
        raise ValueError(f"The near duplicate of {original.key} has Jaccard {jaccard(original, double):.2f}.")
    return replace(double, key=f"{original.key}-{kind}", relation=Relation(kind, original.key))


def _same_words(draft: Draft) -> Draft:
    question = Piece(draft.question.text.upper(), draft.question.spans)
    if draft.question.spans or draft.answer.spans:
        raise ValueError(f"Upper case would change the personal data planted in {draft.key}.")
    return draft.said(question, Piece(draft.answer.text.replace(", ", " , ").replace(". ", ".  ")))


def _nearly(draft: Draft, number: int) -> Draft:
    question, answer = draft.question, draft.answer
    answer = joined((answer, Piece(_CLOSINGS[number % len(_CLOSINGS)])))
    question = joined((Piece(_OPENINGS[number % len(_OPENINGS)]), question))
    return draft.said(question, answer.replaced(" the ", " this "))


def _through_form(draft: Draft, number: int) -> Draft:
    person = profile(number)
    question = joined((filled(_FORM, person), draft.question))
    return replace(draft, turns=turns_of(question, joined((draft.answer, filled(_FOOT, person)))))
