"""Sentences and the stems of their words, for comparing an answer with a passage. Pure."""

import re
from collections.abc import Iterator

_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Abs|Art|vs|approx|ca|etc|e\.g|i\.e|z\.B|d\.h|bzw|Fig|Tab|vol|pp?|cf|al|Jr|Sr|Inc|Co)|(?<![\w°])[A-Z])\.$"
)
_END = re.compile(r"[.!?…。！？][\"'”’)\]]*(?=\s|$)|\n+|(?<=[。！？])")  # noqa: RUF001 - ends of sentences
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_STEM = 6
_COMMON_WORDS = """
a about above after again all also although am an and any are as at be because been before being below
between  both but by can cannot could did do does doing down during each either every few for from
further had has have  having he her here hers him his how however i if in include includes including into
is it its itself just like  may me might more most much must my nor not of off often on once one only or
other our out over own per same  shall she should since so some such than that the their them then there
therefore these they this those through  thus to too under until up upon usually very was we were what
when where whether which while who whom whose why  will with within without would you your yours
according passage means used use using many several well  der die das den dem des ein eine einer eines
einem einen und oder aber nicht auch ist sind war waren wird werden  wurde wurden kann können muss müssen
soll sollen darf dürfen von zu im in am an auf aus bei mit nach für um durch  als wie wenn dass weil sich
sie er es wir ihr man hat haben noch nur schon sehr  le la les un une des du de et ou mais ne pas est
sont sur dans par pour avec que qui ce cette ces il elle on  el los las una y o pero no es son en por
para con que se su sus lo del al
"""
_AMOUNTS = """
one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand half once
twice times second seconds minute minutes hour hours day days week weeks month months year years percent milligram
milligrams gram grams kilogram kilograms milliliter milliliters millilitre millilitres liter liters litre litres mg ml
kg mcg tag tage tagen stunde stunden woche wochen monat monate monaten jahr jahre jahren prozent
"""
_COMMON = frozenset(_COMMON_WORDS.split()) | frozenset(_AMOUNTS.split())


def sentences(content: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a text's sentences (code points), lines counting as ends; none of blanks alone."""
    start = 0
    for match in _END.finditer(content):
        if match.group()[:1] == "." and _ABBREVIATION.search(content, max(start, match.start() - 8), match.start() + 1):
            continue
        yield from _trimmed(content, start, match.end())
        start = match.end()
    yield from _trimmed(content, start, len(content))


def _trimmed(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = content[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def stems(content: str) -> list[str]:
    """Return the first letters of each word that carries meaning, numbers left out."""
    words = _WORD.findall(content.lower())
    return [_stem(word) for word in words if word not in _COMMON and not word.isdigit() and len(word) > 1]


def _stem(word: str) -> str:
    plain = word.partition("'")[0].partition("\u2019")[0]
    if len(plain) <= _STEM:
        return plain.removesuffix("es") if len(plain) > 4 and plain.endswith("es") else plain.removesuffix("s")  # noqa: PLR2004 - shorter ones are no plurals
    return plain[:_STEM]
