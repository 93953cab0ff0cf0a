"""How hard a text is to read and a sample to learn, by plain measures, against a project's targets. Pure functions.

Reading: LIX (Björnsson 1968), words a sentence plus the share of words longer than six letters: 30 is easy, 40 a
newspaper, 50 a textbook, 60 a law; the same for every script with words and sentences.
Difficulty: one point each for a long answer, hard reading, several numbers, conditions, several steps, a question
of several parts; 0 and 1 are easy, 2 and 3 medium, more is hard.
"""

import re
from enum import StrEnum

from curation.domain.findings import Severity
from curation.domain.samples import Conversation
from curation.quality.passages import Case, Findings
from curation.quality.sentences import sentences
from curation.texts import text

FEWEST_WORDS = 30
LONG_WORD = 6
LONG_ANSWER = 120
HARD_READING = 55.0
_MEDIUM, _HARD = 2, 4
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*")
_CONDITION = re.compile(
    r"\b(?:if|unless|except|provided|however|although|whereas|depending|wenn|falls|sofern|außer|jedoch|obwohl|si|sauf|sinon|salvo|aunque)\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"(?:^|\n)\s*(?:\d+[.)]|[-*•])\s|\b(?:first|second|third|then|finally|zuerst|dann|schließlich)\b", re.IGNORECASE
)
_PARTS = re.compile(
    r"\?.*\?|\b(?:and (?:what|how|why|when|which)|compare|difference|explain why|und (?:was|wie|warum|wann))\b",
    re.IGNORECASE | re.DOTALL,
)


class Difficulty(StrEnum):
    """How much a sample asks of whoever learns from it."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


def lix(content: str) -> float | None:
    """Return the reading level of a text, None where it is too short to have one."""
    words = _WORD.findall(content)
    if len(words) < FEWEST_WORDS:
        return None
    count = sum(1 for _ in sentences(content)) or 1
    return len(words) / count + 100.0 * sum(len(word) > LONG_WORD for word in words) / len(words)


def difficulty(conversation: Conversation) -> Difficulty:
    """Weigh a sample by its last question and answer."""
    answer, question = conversation.answer, conversation.question
    level = lix(answer)
    points = sum(
        (
            len(_WORD.findall(answer)) > LONG_ANSWER,
            level is not None and level > HARD_READING,
            len(_NUMBER.findall(answer)) > 2,  # noqa: PLR2004 - several
            len(_CONDITION.findall(answer)) > 1,
            len(_STEP.findall(answer)) > 2,  # noqa: PLR2004 - several
            bool(_PARTS.search(question)),
        )
    )
    if points >= _HARD:
        return Difficulty.HARD
    return Difficulty.MEDIUM if points >= _MEDIUM else Difficulty.EASY


def reading_level(case: Case) -> Findings:
    """An answer that is harder or easier to read than the project's targets allow (LIX)."""
    targets = case.policy.targets
    if targets.least_reading is None and targets.most_reading is None:
        return
    for turn in case.answers:
        level = lix(turn.content)
        if level is None:
            continue
        shown = round(level)
        if targets.most_reading is not None and level > targets.most_reading:
            most = round(targets.most_reading)
            sentence = text(
                "The answer is hard to read: level {level}, at most {most} is wanted.", level=shown, most=most
            )
            yield turn.finding("reading_level", Severity.NOTE, sentence)
        elif targets.least_reading is not None and level < targets.least_reading:
            least = round(targets.least_reading)
            sentence = text(
                "The answer is plainer than wanted: level {level}, at least {least}.", level=shown, least=least
            )
            yield turn.finding("reading_level", Severity.NOTE, sentence)


def difficulty_level(case: Case) -> Findings:
    """A sample that is easier or harder than the project collects."""
    allowed = case.policy.targets.difficulties_allowed
    found = difficulty(case.conversation) if allowed else None
    if found is not None and found.value not in allowed:
        words = {Difficulty.EASY: text("easy"), Difficulty.MEDIUM: text("medium"), Difficulty.HARD: text("hard")}
        for turn in case.answers[-1:]:
            sentence = text("The sample is {level}, which this project does not collect.", level=words[found])
            yield turn.finding("difficulty", Severity.NOTE, sentence)
