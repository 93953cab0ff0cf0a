"""Checks of what stands in a text that nobody meant to keep: refusals, set phrases, markup, gaps. Pure functions."""

import re

from curation.domain.findings import Severity
from curation.quality.passages import Case, Findings
from curation.texts import text

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
    rf"\bI (?:do not|don{_APOSTROPHE}t) have (?:personal|access to (?:real|current|the internet))|"
    r"\bals (?:KI|künstliche Intelligenz)\b(?:-(?:Modell|Assistent|Sprachmodell))?|"
    r"\b(?:en tant qu(?:'|\u2019)(?:IA|intelligence artificielle)|como (?:una? )?(?:IA|inteligencia artificial))\b",
    re.IGNORECASE,
)
_REFUSAL_SIGNS = (
    "as an ai", "artificial intelligence", "künstliche", "als ki", "sorry", "afraid", "unable to", "i can", "i won",
    "i am not able", "my knowledge", "my training", "i do not have", "i don", "qu'ia", "qu\u2019ia", "como",
)  # fmt: skip
_PLEASANT_SIGNS = (
    "sure,", "sure!", "certainly,", "certainly!", "of course,", "of course!", "absolutely,", "absolutely!",
    "great question", "hope this", "let me know", "feel free to",
)  # fmt: skip
_MARKUP_SIGNS = ("<", "&", "{{", "[")
_PLEASANTRIES = re.compile(
    r"^\s*(?:(?:sure|certainly|of course|absolutely)[,!] (?:here|i can|i'd|i will|let me)|great question[.!])|"
    r"\b(?:I hope this helps|let me know if you (?:have|need)|feel free to (?:ask|reach out))\b[^.!\n]*[.!]?",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"</?(?:p|div|span|br|hr|a|b|i|u|em|strong|li|ul|ol|table|tr|td|th|h[1-6]|img|script|style|sup|sub|font|body|html)"
    r"(?=[\s/>])[^<>]{0,300}>|<!--|&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-f]{1,6});|"
    r"\{\{[^{}\n]{0,40}(?:cit|cite|ref|web|quote|main|see also|infobox)[^{}\n]{0,80}\}\}|"
    r"\[(?:edit|citation needed|bearbeiten)\]|!\[[^\]\n]{0,100}\]\([^)\n]{0,300}\)|"
    r"\[/?(?:quote|url|b|i|img|code)(?:=[^\]\n]*)?\]",
    re.IGNORECASE,
)
_FILL = r"(?:insert|enter|add|your|fill in|replace|specify|name|date|company|address|xx+|bitte|hier)"
_GAPS = re.compile(
    rf"\[{_FILL}\b[^\]\n]{{0,60}}\]|<{_FILL}(?:[ _-][^<>\n]{{0,40}})?>|"
    r"\{\{?\s*[A-Za-z_][\w .]{0,40}\s*\}\}?|\$\{[^}\n]{1,60}\}|%\([a-z_]{1,40}\)s|"
    r"\b(?:TODO|TBD|FIXME|TBC)\b(?=[:.,;\s]|$)|(?<![\w,])(?<!\d )XXX+\b(?![ -]?\d|-)|\blorem ipsum\b|_{4,}",
    re.IGNORECASE,
)
_GAP_SIGNS = ("[", "<", "{", "%(", "____", "xxx", "todo", "tbd", "fixme", "tbc", "lorem")
_CODE = re.compile(r"```|`[^`\n]+`|\\[a-z]+\{|\bdef |\bfunction\b|=>|</")


def refusal(case: Case) -> Findings:
    """An answer in which an assistant refuses, or speaks of itself."""
    for turn in case.answers:
        match = _REFUSALS.search(turn.content) if _has(turn.small, _REFUSAL_SIGNS) else None
        if match:
            sentence = text("An assistant refuses or speaks of itself instead of answering.")
            yield turn.finding("refusal", Severity.WARNING, sentence, match.span())


def boilerplate(case: Case) -> Findings:
    """An assistant's pleasantries around the answer."""
    for turn in case.answers:
        match = _PLEASANTRIES.search(turn.content) if _has(turn.small, _PLEASANT_SIGNS) else None
        if match:
            sentence = text("This is a chat assistant's set phrase, not part of the answer.")
            yield turn.finding("boilerplate", Severity.NOTE, sentence, match.span())


def markup(case: Case) -> Findings:
    """Tags, entities or wiki marks that a web page left behind."""
    for turn in case.spoken:
        match = _MARKUP.search(turn.content) if _has(turn.content, _MARKUP_SIGNS) else None
        if match:
            sentence = text("Markup of a web page is left in the {field}.", field=turn.field)
            yield turn.finding("markup", Severity.WARNING, sentence, match.span())


def placeholder(case: Case) -> Findings:
    """A gap that somebody was to fill in: [your name], {date}, TODO, lorem ipsum."""
    for turn in case.spoken:
        content = turn.content
        if not _has(turn.small, _GAP_SIGNS) or _CODE.search(content):
            continue
        match = next((found for found in _GAPS.finditer(content) if not _is_tag(found.group())), None)
        if match and not _MARKUP.match(content, match.start()):
            sentence = text("A gap in the {field} was never filled in.", field=turn.field)
            yield turn.finding("placeholder", Severity.WARNING, sentence, match.span())


def _has(content: str, signs: tuple[str, ...]) -> bool:
    """Tell quickly what a pattern cannot be in."""
    return any(sign in content for sign in signs)


def _is_tag(found: str) -> bool:
    """Tell the tag of redacted personal data, such as <NAME_1>."""
    return found.startswith("<") and found[1:-1].isupper() and found[-2:-1].isdigit()
