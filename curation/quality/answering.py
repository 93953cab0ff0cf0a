# pyright: basic
"""Whether an answer answers: put off, or about something else; and the format that a project demands. Pure."""

import json
import re
from functools import lru_cache
from typing import Any

from curation.domain.findings import Severity
from curation.domain.identity import Json
from curation.domain.samples import Role
from curation.quality.passages import Case, Findings, Turn
from curation.quality.sentences import stems
from curation.texts import text

FEWEST_WORDS = 3
FEWEST_ASKED, FEWEST_SAID = 4, 25
_PUT_OFF = re.compile(
    r"^\W*(?:I (?:really )?(?:do not|don['\u2019]t) know|no (?:idea|answer|comment)|not sure|I have no idea|"
    r"(?:please )?(?:see|check|refer to|visit) (?:the )?(?:attached|attachment|link|above|below|website|page|manual)|"
    r"(?:please )?(?:contact|ask|call) (?:us|me|support|your \w+|a \w+)\b[^.!?\n]{0,60}|(?:it|that) depends|"
    r"(?:no|not enough) information(?: is)?(?: available)?|not available|unknown|n/?a|none|"
    r"ich wei(?:ß|ss) (?:es )?nicht|keine ahnung|keine angabe|siehe (?:oben|unten|anhang)|"
    r"je ne sais pas|no (?:lo )?sé)\W*$",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\b[A-Z]{2,7}s?(?![A-Za-z])")
_LETTERS = re.compile(r"[^\W\d_]+")
_LITTLE = frozenset(("a", "an", "and", "are", "by", "do", "for", "how", "in", "is", "of", "on", "the", "to", "with"))
_TWO = 2
_LONGEST_PUT_OFF = 120
_FENCED = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.DOTALL)


def not_answered(case: Case) -> Findings:
    """An answer that puts the question off, asks back, or shares no word of meaning with what was asked."""
    asked = ""
    for turn in case.spoken:
        if turn.role is Role.USER:
            asked = turn.content
            continue
        content = turn.content.strip()
        if len(turn.words) < FEWEST_WORDS:
            continue
        if len(content) <= _LONGEST_PUT_OFF and (_PUT_OFF.match(content) or _asks_back(content)):
            sentence = text("This puts the question off instead of answering it.")
            yield turn.finding("not_answered", Severity.WARNING, sentence)
        elif asked and _is_elsewhere(asked, turn):
            sentence = text("The answer shares no word with the question. Does it answer it?")
            yield turn.finding("not_answered", Severity.NOTE, sentence)


def answer_format(case: Case) -> Findings:
    """An answer that is not the JSON which the project demands."""
    if not case.policy.answer_format:
        return
    for turn in case.answers[-1:]:
        fenced = _FENCED.match(turn.content)
        try:
            value = _parsed(fenced.group(1) if fenced else turn.content)
        except _TwiceError as error:
            sentence = text("The answer's JSON has the name “{name}” twice.", name=str(error))
            yield turn.finding("answer_format", Severity.WARNING, sentence)
            continue
        except ValueError:
            yield turn.finding(
                "answer_format", Severity.WARNING, text("The answer is not JSON, as the project demands.")
            )
            continue
        except RecursionError:
            yield turn.finding("answer_format", Severity.WARNING, text("The answer's JSON is nested too deeply."))
            continue
        for error in sorted(_validator(case.policy.answer_format).iter_errors(value), key=lambda e: e.json_path)[:3]:
            said = error.message if len(error.message) < 200 else error.message[:200] + "…"  # noqa: PLR2004 - a line
            sentence = text("The answer's JSON breaks the format at {path}: {error}.", path=error.json_path, error=said)
            yield turn.finding("answer_format", Severity.WARNING, sentence)


class _TwiceError(ValueError):
    """A name of an object that is there already."""


def _parsed(content: str) -> Json:
    """Read JSON as the standard has it: no NaN, each name once."""
    return json.loads(content, parse_constant=_no_constant, object_pairs_hook=_once)


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(name)
        found[name] = value
    return found


def _asks_back(content: str) -> bool:
    return content.endswith("?") and not re.search(r"[.!:]\s", content)


def _is_elsewhere(asked: str, turn: Turn) -> bool:
    wanted = {stem for stem in stems(asked) if not stem.startswith("<")}
    if len(wanted) < FEWEST_ASKED or len(turn.words) < FEWEST_SAID:
        return False
    # Most answers take a word up again as it stands; only what does not is looked at closely.
    if any(stem in turn.small for stem in wanted) or wanted & set(stems(turn.content)):
        return False
    return not any(_abbreviates(short.group(), asked) for short in _SHORT_FORM.finditer(turn.content))


def _abbreviates(short: str, asked: str) -> bool:
    """Tell whether letters such as CDA stand for words of the question: their initials, or letters of one, in order."""
    words = [word for word in _LETTERS.findall(asked.lower()) if word not in _LITTLE]
    wanted = short.rstrip("s").lower()
    if _in_order(wanted, "".join(word[0] for word in words)):
        return True
    return len(wanted) > _TWO and any(word[0] == wanted[0] and _in_order(wanted, word) for word in words)


def _in_order(wanted: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in wanted)


@lru_cache(maxsize=4)
def _validator(schema: str) -> Any:  # noqa: ANN401 - loaded where it is needed
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only where a project demands a format

    return Draft202012Validator(json.loads(schema))
