"""Where a misspelt word may be changed on a key: never in a dose, never in what might be the name of a medicine."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"(?<!\S)[^\sA-Z]{5,40}(?!\S)")
_WORD = re.compile(r"(?:[(\[\"'\u201c\u201e\u00ab]*)([^\W\d_]{5,24})(?:[)\]\"'\u201d\u201c\u00bb.,;:!?]*)")
_BEFORE, _BEHIND = 4, 3
_REACH = 200
_PLACEHOLDER = re.compile(r"<[A-Z_]+\d*>")
_NUMBER = re.compile(r"\d|%|^(?:one|two|three|four|five|six|half|once|twice|ein|eine|zwei|drei|halbe)$")
# How units and forms of medicines are written, in the languages that have a list of words.
_DOSED = re.compile(
    r"^(?:mgs?|mcg|\u00b5g|\u03bcg|kgs?|ml|dl|mmol|iu|ie|units?|einheiten|grams?|gramm?|milli\w*|micro\w*|mikro\w*|"
    r"dos(?:e[ns]?|age|is|ierung|ing|ed)|daily|t\u00e4glich|tablet\w*|comprim\w*|compress[ae]|capsul\w*|kapsel\w*|pills?|"
    r"pille\w*|drops|tropfen|syrup|saft|cream|creme|ointment|salbe|gel|patch\w*|inject\w*|inje[ck]\w*|infus\w*|"
    r"drugs?|medic\w*|medik\w*|arznei\w*|wirkstoff\w*|farmac\w*|f\u00e1rmac\w*|m\u00e9dic\w*|geneesmiddel\w*|"
    r"brand\w*|generic\w*|called|named|namens|genannt|tests?|take|takes|taking|given|prescrib\w*|verordne\w*|"
    r"administ\w*|therapie\s?mit|inhibitors?|agonists?|antagonists?|blockers?|agents?|vaccines?|impfstoff\w*)$"
)
# Beginnings and ends of international names of substances (WHO's stems).
_SUBSTANCE = re.compile(
    r"^(?:cef|ceph|sulf|predni|vitamin)|"
    r"(?:mab|nib|pril|prilat|sartan|statin|cillin|mycin|micin|cyclin|azol|azole|oxacin|vir|pam|lam|cain|caine|dipin|"
    r"dipine|olol|alol|tidin|tidine|prazol|gliptin|gliflozin|glutid|glutide|parin|xaban|gatran|barbital|setron|triptan|"
    r"terol|tropium|phyllin|phylline|profen|fenac|coxib|olon|olone|ason|asone|onid|onide|estradiol|mycine|micine|fibrat|"
    r"fibrate|thiazid|thiazide|semid|semide|platin|rubicin|taxel|trexat|trexate|mustin|mustine|poetin|amid|amide|idin|"
    r"idine|amin|amine|azin|azine|epin|epine|oxin|lukast|dronat|dronate|dronsäure|curium|fungin|bactam|penem|zepin|"
    r"zepine|xetin|xetine|amol|dopa|insulin|heparin|morphin|morphine|codein|codeine)s?$"
)


def words_of(content: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words that stand alone between blanks and marks, with their spans."""
    for token in _TOKEN.finditer(content):
        match = _WORD.fullmatch(token.group())
        if match is not None:
            yield match.group(1), token.start() + match.start(1), token.start() + match.end(1)


def may_be_changed(content: str, span: tuple[int, int], meant: str) -> bool:
    """Tell whether a word at this place may be changed into the one that was meant, on a key.

    Not beside a number, a unit or the form of a medicine, nor where either word reads as a substance does.
    """
    word = content[span[0] : span[1]]
    if _SUBSTANCE.search(word) or _SUBSTANCE.search(meant):
        return False
    before = content[max(span[0] - _REACH, 0) : span[0]].split()[-_BEFORE:]
    behind = content[span[1] : span[1] + _REACH].split()[:_BEHIND]
    return not any(_NUMBER.search(one) or _DOSED.match(one) for one in map(_bare, (*before, *behind)))


def respelled(content: str, word: str, meant: str) -> str:
    """Put the word that was meant wherever the misspelt one stands and may be changed."""
    places = [(start, end) for said, start, end in words_of(content) if said == word]
    for start, end in reversed(places):
        if may_be_changed(content, (start, end), meant):
            content = content[:start] + meant + content[end:]
    return content


def _bare(token: str) -> str:
    return _PLACEHOLDER.sub("", token).strip(".,;:!?()[]\"'\u201c\u201d\u201e\u00ab\u00bb").lower()
