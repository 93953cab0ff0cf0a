"""Sentences with labels for the names model: templates with invented people, and real text as it was given."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from curation.pii.gazetteer import MODEL_FOLDER
from curation.pii.surrogates import Inventor, towns_and_countries
from curation.pii.tokens import Token, sentences_of

_SLOT = re.compile(r"\{([PFLCNAODET#])\}")
_KINDS = {"P": "PER", "F": "PER", "L": "PER", "C": "LOC", "N": "LOC", "A": "ADR", "O": "ORG"}
_PLAIN = {"ß": "ss", "ø": "o", "ł": "l"}
_INSTITUTES = ("{} University", "University of {}", "{} General Hospital", "{} Clinic", "Bank of {}", "{} City Council")
_FIRMS = ("{} Inc", "{} & Sons", "{} and Partners", "{} Holdings", "{} Group", "{} Insurance", "{} Ltd", "{}")


_DATES = ("%d %B %Y", "%B %d, %Y", "%d/%m/%Y", "%Y-%m-%d", "%B %Y", "%d.%m.%Y")
_UNITS = ("Apt.", "Suite", "Flat", "Unit")
_DOORS = ("Apt.", "Suite", "No.", "#")
_PAIRS = [a + b for a in "ABCDEFGH" for b in "ABCDEFGH"]


@dataclass(frozen=True)
class Span:
    """A labelled span of a training text."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Labelled:
    """Words of one sentence with their labels (O, B-PER, I-PER, ...)."""

    words: list[str]
    labels: list[str]


class Invented:
    """Draws template sentences; the same seed gives the same sentences."""

    def __init__(self, seed: int) -> None:
        self._inventor = Inventor(seed)
        self._random = self._inventor.random
        lines = (MODEL_FOLDER / "templates.txt").read_text(encoding="utf-8").split("\n")
        self._templates = [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]
        self._famous = (MODEL_FOLDER / "towns.txt").read_text(encoding="utf-8").split()
        self._towns, self._lands = towns_and_countries()

    def sentence(self) -> tuple[str, list[Span]]:
        """Draw a template, sometimes two in a row, and fill it."""
        template = self._random.choice(self._templates)
        if self._random.random() < 0.25:  # noqa: PLR2004 - a share
            template += self._random.choice((" ", "\n")) + self._random.choice(self._templates)
        return self._cased(*self._filled(template))

    def _filled(self, template: str) -> tuple[str, list[Span]]:
        pieces: list[str] = []
        spans: list[Span] = []
        length = at = 0
        for match in _SLOT.finditer(template):
            before, value = template[at : match.start()], self._value(match[1])
            start = length + len(before)
            length = start + len(value)
            if match[1] in _KINDS:
                spans.append(Span(start, length, _KINDS[match[1]]))
            pieces += [before, value]
            at = match.end()
        return "".join([*pieces, template[at:]]), spans

    def _cased(self, text: str, spans: list[Span]) -> tuple[str, list[Span]]:
        drawn = self._random.random()
        if drawn < 0.05 and len(text.lower()) == len(text):  # noqa: PLR2004 - a share
            return text.lower(), spans
        if drawn < 0.08 and len(text.upper()) == len(text):  # noqa: PLR2004 - a share
            return text.upper(), spans
        return text, spans

    def _value(self, slot: str) -> str:
        one, draw = self._inventor.faker(), self._random
        rows: dict[str, Callable[[], str]] = {
            "P": lambda: self._person(one.first_name(), one.last_name()),
            "F": lambda: self._spelt(one.first_name()),
            "L": lambda: self._spelt(one.last_name()),
            "C": lambda: draw.choice((one.city(), draw.choice(self._famous), draw.choice(self._towns))),
            "N": lambda: draw.choice(self._lands),
            "A": lambda: self._address(one.street_address(), one.city(), one.postcode()),
            "O": lambda: self._firm(one.company(), one.last_name(), one.city()),
            "T": one.phone_number,
            "E": one.safe_email,
            "D": lambda: one.date(draw.choice(_DATES)),
            "#": lambda: str(draw.choice((draw.randint(2, 99), draw.randint(1900, 2030), draw.randint(1000, 999999)))),
        }
        return rows[slot]()

    def _person(self, first: str, last: str) -> str:
        drawn = self._random.random()
        initial = self._random.choice("ABCDEFGHJKLMNPRSTVW")
        if drawn < 0.12:  # noqa: PLR2004 - a share
            return self._spelt(f"{first} {initial}{self._random.choice(('.', ''))} {last}")
        if drawn < 0.17:  # noqa: PLR2004 - a share
            return self._spelt(f"{initial}. {last}")
        if drawn < 0.2:  # noqa: PLR2004 - a share
            return self._spelt(f"{first} {last}-{self._inventor.faker().last_name()}")
        return self._spelt(f"{first} {last}")

    def _spelt(self, name: str) -> str:
        if self._random.random() < 0.5:  # noqa: PLR2004 - a share
            return name
        return "".join(_PLAIN.get(c, c) for c in name)

    def _address(self, street: str, town: str, code: str) -> str:
        draw = self._random
        glue = draw.choice((", ", "\n", ", ", " ", ",\n", "\n "))
        if draw.random() < 0.2:  # noqa: PLR2004 - a share
            town = town.upper()
        if draw.random() < 0.2:  # noqa: PLR2004 - a share
            street = f"{draw.randint(1, 99999)} {street}"
        land = draw.choice(self._lands)
        forms = (
            f"{street}{glue}{town}",
            f"{street}{glue}{town}, {code}",
            f"{street}{glue}{code} {town}",
            f"{street}{glue}{town} {code}{glue}{land}",
            f"{street}{glue}{draw.choice(_UNITS)} {draw.randint(1, 999)}{glue}{town}{glue}{land} {code}",
            f"{draw.randint(1, 9999)} {street}{glue}{town}\n {land} {code}",
            f"{street} {draw.choice(_DOORS)} {draw.randint(1, 999)} {town} {draw.choice(_PAIRS)}",
            street,
        )
        return draw.choice(forms)

    def _firm(self, company: str, last: str, town: str) -> str:
        draw = self._random
        forms = (company, draw.choice(_FIRMS).format(last), draw.choice(_INSTITUTES).format(town))
        return draw.choice(forms)


def labelled(text: str, spans: list[Span]) -> Iterator[Labelled]:
    """Cut a text with spans into labelled sentences."""
    for tokens in sentences_of(text):
        yield Labelled([token.text for token in tokens], _labels(tokens, spans))


def _labels(tokens: list[Token], spans: list[Span]) -> list[str]:
    labels: list[str] = []
    for token in tokens:
        one = next((span for span in spans if span.start < token.end and token.start < span.end), None)
        if one is None:
            labels.append("O")
        else:
            begins = token.start <= one.start
            labels.append(("B-" if begins else "I-") + one.kind)
    return labels
