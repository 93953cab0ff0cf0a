"""The filter behind the names model: eponyms of medicine and law, organisations, and ordinary words."""

import re

from curation.pii.gazetteer import gazetteer_in
from curation.pii.names import NOT_NAMES
from curation.pii.words_in import words_in

_HEADS = (
    "disease|diseases|syndrome|syndromes|disorder|sign|signs|test|tests|palsy|lymphoma|sarcoma|tumou?rs?|cancer|"
    "carcinoma|anemia|anaemia|dystrophy|ataxia|chorea|fracture|contracture|procedure|operation|method|scale|score|"
    "index|criteria|classification|phenomenon|reflex|nodes?|cells?|bodies|body|law|act|rule|doctrine|amendment|trust|"
    "disease-like|esophagus|oesophagus|thyroiditis|encephalopathy|neuropathy|nephropathy|dementia|epilepsy|"
    "deficiency|malformation|anomaly|complex|virus|bacteri\\w+|fever|spots?|rings?|lesions?|ulcers?|aneurysm|atrophy|"
    "maneuver|manoeuvre|catheter|tube|stain|factor|protein|gene|mutation|type|stage|equation|theorem|model|"
    "hospital|clinic|university|institute|institution|foundation|center|centre|association|society|college|school|"
    "ratio|curve|effect|principle|paradox|bias|distribution|formula|inequality|algorithm|coefficient|constant|rate|"
    "county|river|lake|street|avenue|road|court|prize|award|scan|therapy|treatment|study|trial"
)
# What somebody may have, be given or await: of these an apostrophe makes an eponym of known ones alone.
_OWN = frozenset(words_in("own_heads"))
_EPONYMIC = "|".join(head for head in _HEADS.split("|") if head not in _OWN)
_BEHIND = re.compile(
    rf"[ -](?:[A-Z][\w-]*[ -]){{0,2}}?(?i:{_HEADS})\b|(?:['\u2019]s?)[ -](?:[A-Z][\w-]*[ -])?(?i:{_EPONYMIC})\b"
)
_LITTLE_WORDS = frozenset(words_in("little"))
_LITTLE = "|".join(sorted(_LITTLE_WORDS))
_FAR_BEHIND = re.compile(
    rf"(?:['\u2019]s?)?(?:[ -](?:(?!(?:{_LITTLE})\b)\w+[ -]){{0,2}}?)(?:{_HEADS})\b", re.IGNORECASE
)
_SPECIES = re.compile(r"[A-Z](?:\.\s?|\s)[a-z]{4,}|[IVX]{1,3} [A-Z][a-z]+")
_ACRONYM = 5
_LETTER = 2
# A dose, a size, a mark of trade, or the broken apostrophe of a word such as It's.
_OF_A_THING = re.compile(
    r"\s?(?:[\u00ae\u2122\u00a9]|\u20ac\u2122)|"
    r"[ -]\d+(?:[.,]\d+)?[ -]?"
    r"(?:mg|mcg|\u00b5g|g|ml|mL|IU|units?|%|GB|TB|MB|MHz|GHz|kW|hp|inch(?:es)?|tablets?|capsules?)\b"
)
# The names of decided cases are public.
_VERSUS = re.compile(r"\svs?\.?\s")
_VERSUS_BEFORE = re.compile(r"\bvs?\.?\s\Z")
_VERSUS_BEHIND = re.compile(r"\svs?\.?\s[A-Z]")
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLE = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|Herr|Frau)\.?\s$")
_MEDICAL = re.compile(r"disease|syndrome|patient|diagnos|symptom|disorder|treat|cancer|tumou?r|gene")
_EPONYMS = frozenset(words_in("eponyms"))


def is_no_person(text: str, start: int, end: int) -> bool:
    """Tell whether a supposed name reads as an eponym, an organisation or an ordinary word."""
    words = [word.lower() for word in _LETTERS.findall(text, start, end)]
    if any(map(str.isdigit, text[start:end])) or not words or max(map(len, words)) == 1:
        return True
    if (
        _VERSUS.search(text, start, end)
        or _VERSUS_BEFORE.search(text, max(0, start - 6), start)
        or _VERSUS_BEHIND.match(text, end)
    ):
        return True
    if all(word in NOT_NAMES or word in _LITTLE_WORDS for word in words) or _reads_as_word(text, start, end):
        return True
    if _OF_A_THING.match(text, end):
        return _no_title(text, start)
    known = all(word in _EPONYMS for word in words)
    if (_FAR_BEHIND if known else _BEHIND).match(text, end):
        return _no_title(text, start)
    return known and _no_title(text, start) and len(words) == 1 and _medical(text, start, end)


def _reads_as_word(text: str, start: int, end: int) -> bool:
    """Tell acronyms (LAM), species (P. westermani) and a number's letter (V Leiden) from names."""
    value = text[start:end]
    if len(value) > _LETTER and value[-1] == "s" and value[:-1].isupper():  # NSAIDs, MRIs
        return True
    if value.isupper() and value.lower() in gazetteer_in().common and not text.isupper():
        return True
    if _SPECIES.fullmatch(value) or (value.isupper() and len(value) <= _ACRONYM and not text.isupper()):
        return value.lower() not in gazetteer_in().first
    return False


def _no_title(text: str, start: int) -> bool:
    return _TITLE.search(text[max(0, start - 8) : start]) is None


def _medical(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 60) : end + 60].lower()
    return _MEDICAL.search(around) is not None
