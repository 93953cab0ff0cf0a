"""The one table of fixes: what a check can offer to do about its note. A fix is one pure function and one row.

A fix takes the text of a turn, and what is noted of it, and returns the turn as it would read; the same
text back where it has nothing to offer. It leans on no offsets, so fixes of one turn are made one after the other.
"""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from curation.domain.findings import Finding
from curation.domain.places import message_at
from curation.domain.samples import Conversation
from curation.quality.respelling import respelled
from curation.quality.sentences import sentences
from curation.texts import text

LONGEST = 20_000
_BREAKS = re.compile(r"<br\s*/?>|</?(?:p|div|tr|table|ul|ol|h[1-6])(?=[\s/>])[^<>]{0,300}>", re.IGNORECASE)
_ENTRY = re.compile(r"<li(?=[\s/>])[^<>]{0,300}>", re.IGNORECASE)
_TAGS = re.compile(
    r"<!--.{0,2000}?-->|<(script|style)\b[^<>]{0,300}>.{0,5000}?</\1>|"
    r"</?(?:span|a|b|i|u|em|strong|li|td|th|img|sup|sub|font|body|html)(?=[\s/>])[^<>]{0,300}>|"
    r"\{\{[^{}\n]{0,40}(?:cit|cite|ref|web|quote|main|see also|infobox)[^{}\n]{0,80}\}\}|"
    r"\[(?:edit|citation needed|bearbeiten)\]|!\[[^\]\n]{0,100}\]\([^)\n]{0,300}\)|"
    r"\[/?(?:quote|url|b|i|img|code)(?:=[^\]\n]*)?\]",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\u00a0]+")
_BLANK_LINES = re.compile(r" *\n(?: *\n)+")
_LINE_EDGES = re.compile(r"(?<=\S)[ \t]+$|^ (?=\S)", re.MULTILINE)
_OPENING = re.compile(
    r"^\s*(?:(?:sure|certainly|of course|absolutely)[,!] (?:here|i can|i'd|i will|let me)\b[^.:!\n]{0,200}[.:!]\s+|"
    r"great question[.!]\s+)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[ \t]*[^.!?\n]{0,200}\b(?:I hope this helps|let me know if you (?:have|need)|feel free to (?:ask|reach out))\b"
    r"[^.!?\n]{0,200}[.!?]?",
    re.IGNORECASE,
)
_FENCE = "```"
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*\s*|[.!?\n]+\s*")
_FEWEST_WORDS, _TWO = 4, 2


@dataclass(frozen=True)
class Noted:
    """The words that a note means, and the one word that it offers instead, empty where it names none."""

    words: str
    offer: str = ""


Change = Callable[[str, Noted], str]


@dataclass(frozen=True)
class Fix:
    """One row: the function, and what it does in words."""

    change: Change
    says: Callable[[], str]


def repaired(content: str, noted: Noted) -> str:
    """Turn letters back that a wrong encoding had made into others (ftfy), and nothing else."""
    del noted
    from ftfy import TextFixerConfig, fix_text  # noqa: PLC0415 - only texts with such a note pay for it

    nothing_else = TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        normalization=None,
    )
    return fix_text(content, nothing_else)


def without_markup(content: str, noted: Noted) -> str:
    """Take tags, entities and wiki marks out, and the blanks that they leave; breaks and lists stay as lines."""
    del noted
    plain = _TAGS.sub("", _ENTRY.sub("\n- ", _BREAKS.sub("\n", content)))
    plain = _ENTITY.sub(lambda found: html.unescape(found[0]), plain)
    plain = _LINE_EDGES.sub("", _BLANKS.sub(" ", plain))
    return _BLANK_LINES.sub("\n\n", plain).strip()


def without_phrases(content: str, noted: Noted) -> str:
    """Cut a chat assistant's opening, and sentences that only offer more."""
    del noted
    opened = _OPENING.sub("", content)
    begun = opened[:1].upper() + opened[1:] if opened != content else content
    return _CLOSING.sub("", begun).strip()


def ended(content: str, noted: Noted) -> str:
    """Cut an answer that breaks off after its last whole sentence."""
    del noted
    spans = list(sentences(content))
    return content if len(spans) < _TWO or content.count(_FENCE) % 2 else content[: spans[-2][1]]


def without_question(content: str, noted: Noted) -> str:
    """Cut the question that an answer begins with."""
    head = content.lstrip()
    if not noted.words or not head.startswith(noted.words):
        return content
    return head[len(noted.words) :].lstrip(" \t\n?.!:-") or content


def said_once(content: str, noted: Noted) -> str:
    """Leave a sentence of four words or more out where it was said before."""
    del noted
    seen: set[str] = set()
    kept: list[str] = []
    for match in _SENTENCE.finditer(content):
        said = " ".join(match[0].strip(" .!?\n").lower().split())
        if said not in seen or len(said.split()) < _FEWEST_WORDS:
            kept.append(match[0])
        seen.add(said)
    return "".join(kept).strip()


def well_spelled(content: str, noted: Noted) -> str:
    """Put the one word that was surely meant; never in a dose or the name of a medicine (see `respelling`)."""
    return respelled(content, noted.words, noted.offer) if noted.offer else content


FIXES: dict[str, Fix] = {
    "encoding_damage": Fix(repaired, lambda: text("Damaged letters are read in the right encoding.")),
    "markup": Fix(without_markup, lambda: text("Markup of a web page is taken out.")),
    "boilerplate": Fix(without_phrases, lambda: text("A chat assistant's set phrases are cut.")),
    "question_in_answer": Fix(without_question, lambda: text("The question is cut from the answer.")),
    "repeated_text": Fix(said_once, lambda: text("Sentences that were said before are left out.")),
    "spelling": Fix(well_spelled, lambda: text("Misspelt words are written as the dictionary has them.")),
    "truncated": Fix(ended, lambda: text("The sentence that breaks off is cut.")),
}


@dataclass(frozen=True)
class Fixed:
    """A conversation as fixes would make it, and what they did in words."""

    conversation: Conversation
    says: tuple[str, ...]


def fixed(conversation: Conversation, findings: Iterable[Finding]) -> Fixed:
    """Return a conversation with what these notes offer, in the order of the table; dismissed notes offer nothing."""
    order = list(FIXES)
    offering = [one for one in findings if one.check in FIXES and one.dismissed_by is None]
    says: list[str] = []
    now = conversation
    for finding in sorted(offering, key=lambda one: order.index(one.check)):
        changed = _after(conversation, now, finding)
        if changed != now:
            says.append(FIXES[finding.check].says())
        now = changed
    return Fixed(now, tuple(dict.fromkeys(says)))


def offers(conversation: Conversation, finding: Finding) -> bool:
    """Tell whether a note has something to offer on this text."""
    return fixed(conversation, [finding]).conversation != conversation


def _after(conversation: Conversation, now: Conversation, finding: Finding) -> Conversation:
    place = finding.place
    index = None if place is None else message_at(conversation, place)
    if place is None or index is None or len(now.messages[index].content) > LONGEST:
        return now
    noted = Noted(conversation.messages[index].content[place.start : place.end], finding.offer)
    after = FIXES[finding.check].change(now.messages[index].content, noted)
    return now if not after.strip() else _with(now, index, after)


def _with(conversation: Conversation, index: int, content: str) -> Conversation:
    turns = list(conversation.messages)
    turns[index] = replace(turns[index], content=content)
    return replace(conversation, messages=tuple(turns))


def keyed(findings: Iterable[Finding], keys: Sequence[str]) -> list[Finding]:
    """Return the notes of these keys, all where none is named."""
    return [one for one in findings if not keys or one.key in keys]
