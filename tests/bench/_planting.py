"""Grounded samples made of plain ones, some with a planted fault: wrong amounts, sentences from elsewhere. Seeded."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.domain.samples import Conversation, Message, Role
from curation.quality.sentences import sentences

KINDS = ("wrong_dose", "wrong_number", "wrong_unit", "swapped", "foreign_sentence", "sibling_sentence")
_LEAST, _MOST = 400, 6_000
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,4}(?:\.\d)?(?![\w.,/-]*\d)")
_DOSE = re.compile(
    r"(?<![\w.,/-])(\d{1,4}(?:\.\d)?)( ?-?)(mg|mL|ml|mcg|g|kg|percent|%|days?|weeks?|months?|years?|hours?|minutes?)\b"
)
_OTHER_UNIT = {
    "mg": "g", "mL": "L", "ml": "l", "mcg": "mg", "g": "mg", "kg": "mg", "day": "week", "days": "weeks", "week": "day",
    "weeks": "days", "month": "week", "months": "years", "year": "month", "years": "months", "hour": "minute",
    "hours": "days", "minute": "hour", "minutes": "hours",
}  # fmt: skip
_REWORDED = (
    (r"\busually\b", "in most cases"), (r"\boften\b", "frequently"), (r"\bphysicians?\b", "doctors"),
    (r"\bbegins?\b", "starts"), (r"\bhelps? to\b", "can"), (r"\bmay\b", "might"), (r"\bpeople\b", "persons"),
    (r"\bvery\b", "quite"), (r"\bneeds?\b", "requires"), (r"\bcommon\b", "frequent"), (r"\bdiagnosed\b", "found"),
    (r"\bhealth care provider\b", "doctor"), (r"\bpatients?\b", "sick people"), (r"\bcauses\b", "leads to"),
    (r"\bchildren\b", "kids"), (r"\badults\b", "grown-ups"), (r"\bsuch as\b", "for example"), (r"\bhowever,? ", ""),
    (r"\bin addition,? ", "also "), (r"\bfor example,? ", ""), (r" \([^)]{1,80}\)", ""), (r"\bpercent\b", "%"),
    (r"\bapproximately\b", "about"), (r"\boccurs?\b", "happens"), (r"\brequired\b", "needed"), (r"\bsigns and ", ""),
)  # fmt: skip
_PATTERNS = {"wrong_dose": _DOSE, "wrong_number": _NUMBER, "wrong_unit": _DOSE, "swapped": _DOSE}
_WORDS = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "10": "ten"}


@dataclass(frozen=True)
class Planted:
    """A grounded sample; where `kind` is set, the fault stands at `start` to `end` of the answer."""

    conversation: Conversation
    kind: str | None = None
    start: int = 0
    end: int = 0


def planted(rows: list[tuple[str, str]], seed: int) -> Iterator[Planted]:
    """Yield a sample for each row long enough: every other one as it is, the others with one fault."""
    draw = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    several = [row for row in rows if _LEAST <= len(row[1]) <= _MOST and len(_said(row[1])) >= 4]
    for number, (question, passage) in enumerate(several):
        kind = KINDS[number // 2 % len(KINDS)] if number % 2 else None
        answer = [_reworded(one, draw) for one in _chosen(kind, _said(passage), draw)]
        done = _fault(kind, (question, passage), answer, several, draw) if kind else None
        if done is None:
            yield _made(question, passage, answer)
        else:
            at, sentence, (left, right) = done
            answer[at] = sentence
            start = sum(len(one) + 1 for one in answer[:at])
            whole = kind in {"foreign_sentence", "sibling_sentence"}
            span = (start, start + len(sentence)) if whole else (start + left, start + right)
            yield _made(question, passage, answer, kind, span)


def _chosen(kind, said: list[str], draw: random.Random) -> list[str]:
    """Draw two to four sentences; for a wrong amount one of them has an amount, where there is one."""
    chosen = draw.sample(said, k=min(draw.randint(2, 4), len(said) - 1))
    pattern = _PATTERNS.get(kind)
    amounts = [one for one in said if pattern and pattern.search(one)]
    if amounts and not any(pattern.search(one) for one in chosen):
        chosen[0] = draw.choice(amounts)
    return chosen


def _made(question, passage, answer, kind=None, span=(0, 0)) -> Planted:
    turns = (Message(Role.USER, question), Message(Role.ASSISTANT, " ".join(answer)))
    return Planted(Conversation(turns, (passage,)), kind, *span)


def _said(content: str) -> list[str]:
    found = (" ".join(content[start:end].split()) for start, end in sentences(content))
    return [one for one in found if one.endswith(".") and 8 <= len(one.split()) <= 45]


def _reworded(sentence: str, draw: random.Random) -> str:
    for pattern, other in _REWORDED:
        if draw.random() < 0.6:
            sentence = re.sub(pattern, other, sentence, flags=re.IGNORECASE)
    if draw.random() < 0.3:
        sentence = re.sub(r"(?<![\d.,])\b(2|3|4|5|6|7|8|10) (?=[a-z])", lambda m: _WORDS[m.group(1)] + " ", sentence)
    parts = sentence.rstrip(".").split(", ", 1)
    if len(parts) == 2 and draw.random() < 0.3 and parts[0].split()[0].lower() in {"in", "if", "when", "for", "after"}:
        sentence = f"{parts[1][:1].upper()}{parts[1][1:]} {parts[0][:1].lower()}{parts[0][1:]}."
    return sentence


def _fault(kind, row, answer, rows, draw):
    """Return (which sentence, its new text, the span of the fault in it), None where the kind has no place."""
    passage = row[1]
    if kind in {"foreign_sentence", "sibling_sentence"}:
        other = _elsewhere(kind, row, rows, draw)
        at = draw.randrange(len(answer))
        return (at, other, (0, len(other))) if other else None
    pattern = _PATTERNS[kind]
    places = [(at, match) for at, one in enumerate(answer) for match in pattern.finditer(one)]
    if not places:
        return None
    at, match = draw.choice(places)
    new = _wrong(kind, match, passage, draw)
    if new is None:
        return None
    sentence = answer[at]
    return at, sentence[: match.start()] + new + sentence[match.end() :], (match.start(), match.start() + len(new))


def _wrong(kind, match, passage, draw):
    if kind == "wrong_unit":
        other = _OTHER_UNIT.get(match.group(3))
        return None if other is None else f"{match.group(1)}{match.group(2)}{other}"
    if kind == "swapped":
        others = {one.group() for one in _DOSE.finditer(passage) if one.group(3)[:3] == match.group(3)[:3]}
        others = sorted(one for one in others if float(_DOSE.match(one).group(1)) != float(match.group(1)))
        return draw.choice(others) if others else None
    number = match.group(1) if kind == "wrong_dose" else match.group()
    value = float(number)
    options = [value * 10, value * 2, value / 10 if value % 10 == 0 else value * 5, value + 5, value * 3, value + 1]
    fresh = [f"{one:g}" for one in options if not re.search(rf"(?<![\d.]){re.escape(f'{one:g}')}(?![\d.]*\d)", passage)]
    if not fresh:
        return None
    new = draw.choice(fresh)
    return new + match.group()[len(number) :]


def _elsewhere(kind, row, rows, draw):
    """Draw a sentence of another answer; a sibling answers the same kind of question about something else."""
    start = row[0].split()[:4]
    for _ in range(60):
        question, answer = draw.choice(rows)
        alike = question.split()[:4] == start
        sentence = draw.choice(_said(answer))
        if question != row[0] and alike == (kind == "sibling_sentence") and not _is_said(sentence, row[1]):
            return sentence
    return None


def _is_said(sentence: str, passage: str) -> bool:
    """Tell what the passage says too, but for a word or two: that is no fault."""
    words = set(sentence.lower().split())
    others = (set(passage[start:end].lower().split()) for start, end in sentences(passage))
    return any(len(words & other) >= 0.8 * len(words) for other in others)
