"""Checks of links and of personal data that stayed behind. Pure functions.

Personal data is found by `curation.pii` before a text is stored; what looks like it here slipped through, or
stands in a file that nobody has redacted. Only forms that carry their own proof are noted, with a checksum
where there is one.
"""

import re
from collections.abc import Callable, Iterator

from curation.domain.findings import Severity
from curation.quality.passages import Case, Findings, Turn
from curation.texts import text

LINK = re.compile(
    r"\bhttps?://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+|\bdoi:\s?10\.\d{4,9}/[^\s<>\"')\]]+|\bPMID:?\s?\d{4,9}\b",
    re.IGNORECASE,
)
_NOWHERE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:[\w-]+\.)*(?:example\.(?:com|org|net)|(?:your|my)-?(?:domain|site|website|company)\.\w+|"
    r"domain\.com|website\.com|localhost|[\w-]+\.(?:invalid|example|test))\b|https?://[\w-]+(?:[/:?#]|$)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}\b")
_OFFICE = re.compile(
    r"(?:info|contact|office|support|help|service|admin|webmaster|mail|kontakt|hello|press|team|inquir\w*|nih\w*|\w*info)@",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])")
_SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_RECORD = re.compile(
    r"\b(?:MRN|patient (?:id|no\.?|number)|medical record (?:no\.?|number)|policy (?:no\.?|number)|"
    r"passport (?:no\.?|number)|"
    r"social security (?:no\.?|number)|date of birth|DOB)\s?[:#]?\s?(?:is )?(?=[\w/-]*\d)[A-Z0-9][A-Z0-9/.-]{4,}",
    re.IGNORECASE,
)
_RECORD_SIGNS = ("mrn", "dob", "number", "birth", "no.", " id", " no ")
_LONG_NUMBER = re.compile(r"\d[\d -]{7,}\d")
_LEAST_CARD, _MOST_CARD = 13, 19
_END = ".,;:!?"


def invented_link(case: Case) -> Findings:
    """A link or reference number in the answer that is in no passage, or that leads nowhere by its name."""
    for turn in case.answers:
        if not any(sign in turn.small for sign in ("http", "www.", "doi:", "pmid")):
            continue
        for match in LINK.finditer(turn.content):
            link = match.group().rstrip(_END)
            span = (match.start(), match.start() + len(link))
            if _NOWHERE.match(link):
                yield turn.finding("invented_link", Severity.WARNING, text("The link leads nowhere."), span)
            elif case.conversation.context and not _is_given(link, case):
                sentence = text("The passage has no such link or reference.")
                yield turn.finding("invented_link", Severity.WARNING, sentence, span)


def personal_data(case: Case) -> Findings:
    """Personal data that was left in the text: addresses of mail, account, card and record numbers."""
    for turn in case.spoken:
        kinds = _possible(turn)
        for kind, find in kinds.items():
            span = next(find(turn.content), None)
            if span:
                sentence = text("Personal data may be left in the {field}: {kind}.", field=turn.field, kind=kind)
                yield turn.finding("personal_data", Severity.WARNING, sentence, span)


def _possible(turn: Turn) -> "dict[str, Callable[[str], Iterator[tuple[int, int]]]]":
    """Tell quickly which kinds cannot be there: most texts have no long number, no @ and no name of a record."""
    found = _NUMBERS if _LONG_NUMBER.search(turn.content) else {}
    if "@" in turn.content:
        found = {"e-mail": _emails, **found}
    if any(sign in turn.small for sign in _RECORD_SIGNS):
        found = {**found, "record": _plain(_RECORD)}
    return found


def _is_given(link: str, case: Case) -> bool:
    plain = re.sub(r"^https?://(?:www\.)?|^www\.|^doi:\s?|^pmid:?\s?", "", link.lower()).rstrip("/")
    return plain in case.passage.lower() or plain in case.asked.lower()


def _emails(content: str) -> Iterator[tuple[int, int]]:
    yield from (m.span() for m in _EMAIL.finditer(content) if not _OFFICE.match(m.group()))


def _ibans(content: str) -> Iterator[tuple[int, int]]:
    yield from (m.span() for m in _IBAN.finditer(content) if _is_iban(m.group().replace(" ", "")))


def _is_iban(plain: str) -> bool:
    turned = plain[4:] + plain[:4]
    return len(plain) >= 15 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1  # noqa: PLR2004 - ISO 13616


def _cards(content: str) -> Iterator[tuple[int, int]]:
    for match in _CARD.finditer(content):
        digits = [int(sign) for sign in match.group() if sign.isdigit()]
        if _LEAST_CARD <= len(digits) <= _MOST_CARD and len(set(digits)) > 1 and _is_luhn(digits):
            yield match.span()


def _is_luhn(digits: list[int]) -> bool:
    doubled = [2 * d - 9 * (2 * d > 9) for d in digits[-2::-2]]  # noqa: PLR2004 - the checksum of ISO 7812
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _plain(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda content: (match.span() for match in pattern.finditer(content))


_NUMBERS: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = {"IBAN": _ibans, "card": _cards, "SSN": _plain(_SSN)}
