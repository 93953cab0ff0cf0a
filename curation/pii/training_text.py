"""Sentences for the names model: templates with invented people, products and places."""

import re
from collections.abc import Callable
from datetime import date

from curation.pii.features import FIRMS
from curation.pii.gazetteer import MODEL_FOLDER
from curation.pii.labelled_text import Span
from curation.pii.surrogates import PLAIN, Inventor, listed_words, plain_words, towns_and_countries
from curation.pii.things import Things

_SLOT = re.compile(r"\{([PFLCNAODETMS#])\}")
_ROW = re.compile(r"\[(\w+)\]")
_COUNTED = re.compile(r"(\d+)\| (.*)")
_KINDS = {"P": "PER", "F": "PER", "L": "PER", "C": "LOC", "N": "LOC", "A": "ADR", "O": "ORG"}
# Which share of names is drawn from all lists alike, and grafted from two; how often a text is no English.
_FROM_LISTS, _GRAFTED, _FOREIGN = 0.2, 0.15, 0.05
_SHORT = 4
_PLAIN = {"ß": "ss", "ø": "o", "ł": "l"}
_INSTITUTES = ("{} University", "University of {}", "{} General Hospital", "{} Clinic", "Bank of {}", "{} City Council")
_FIRMS = ("{} Inc", "{} & Sons", "{} and Partners", "{} Holdings", "{} Group", "{} Insurance", "{} Ltd")
_SUFFIXES = (
    "Inc", "Ltd", "LLC", "Group", "GmbH", "Bank", "Insurance", "& Co", "Partners", "Hospital", "Holdings", "AG",
)  # fmt: skip
_DATES = ("%d %B %Y", "%B %d, %Y", "%d/%m/%Y", "%Y-%m-%d", "%B %Y", "%d.%m.%Y")
# Left to itself Faker draws a date up to now, so that what is invented changes by the hour.
_LATEST = date(2026, 1, 1)
_UNITS = ("Apt.", "Suite", "Flat", "Unit")
_DOORS = ("Apt.", "Suite", "No.", "#")
_PAIRS = [a + b for a in "ABCDEFGH" for b in "ABCDEFGH"]


def templates() -> tuple[list[str], dict[str, list[str]]]:
    """Return the shipped templates, each as often as it counts, and the rows of words that stand in them."""
    found: list[str] = []
    words: dict[str, list[str]] = {}
    for line in (MODEL_FOLDER / "templates.txt").read_text(encoding="utf-8").splitlines():
        row, counted = _ROW.match(line), _COUNTED.match(line)
        if row and "|" in line:
            words[row[1]] = line[row.end() :].strip().split(" | ")
        elif counted:
            found += [counted[2].replace("\\n", "\n")] * int(counted[1])
        elif line and not line.startswith("#"):
            found.append(line.replace("\\n", "\n"))
    return found, words


class Invented:
    """Draws template sentences; the same seed gives the same sentences."""

    def __init__(self, seed: int) -> None:
        self._inventor = Inventor(seed)
        self._random = self._inventor.random
        self._templates, self._words = templates()
        self._famous = (MODEL_FOLDER / "towns.txt").read_text(encoding="utf-8").split()
        self._towns, self._lands = towns_and_countries()
        self._listed = {kind: sorted(words) for kind, words in listed_words().items()}
        self._things = Things(self._random)
        self._plain = {locale: sorted(plain_words(locale)) for locale in PLAIN}
        self._nouns = [word for word in self._plain["de_DE"] if word[0].isupper()]

    def sentence(self) -> tuple[str, list[Span]]:
        """Draw a template, sometimes two in a row, and fill it."""
        if self._random.random() < _FOREIGN:
            return self._foreign(), []
        template = self._template()
        if self._random.random() < 0.25:  # noqa: PLR2004 - a share
            template += self._random.choice((" ", "\n")) + self._template()
        return self._cased(*self._filled(template))

    def _foreign(self) -> str:
        """Draw plain words of another language; of two capitalised ones German makes one at times."""
        draw = self._random
        known = self._plain[draw.choice(PLAIN)]
        words = [draw.choice(known) for _ in range(draw.randint(5, 14))]
        for i, word in enumerate(words):
            if word[0].isupper() and draw.random() < 0.6:  # noqa: PLR2004 - a share
                words[i] = word + draw.choice(("s", "", "n")) + draw.choice(self._nouns).lower()
        text = " ".join(words)
        return text[:1].upper() + text[1:] + draw.choice(".?")

    def _template(self) -> str:
        """Draw a template and the words of its rows."""
        drawn = _ROW.sub(self._word, self._random.choice(self._templates))
        return drawn[:1].upper() + drawn[1:] if self._random.random() < 0.9 else drawn  # noqa: PLR2004 - a share

    def _word(self, match: re.Match[str]) -> str:
        return self._random.choice(self._words[match[1]])

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
            "P": lambda: self._person(self._name("first", one.first_name()), self._name("last", one.last_name())),
            "F": lambda: self._spelt(self._name("first", one.first_name())),
            "L": lambda: self._spelt(self._name("last", one.last_name())),
            "C": lambda: draw.choice((one.city(), draw.choice(self._famous), draw.choice(self._towns))),
            "M": self._things.name,
            "S": self._things.subject,
            "N": lambda: draw.choice(self._lands),
            "A": lambda: self._address(one.street_address(), one.city(), one.postcode()),
            "O": lambda: self._firm(one.company(), one.last_name(), one.city()),
            "T": one.phone_number,
            "E": one.safe_email,
            "D": lambda: one.date(draw.choice(_DATES), end_datetime=_LATEST),
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

    def _name(self, kind: str, name: str) -> str:
        """Take another name of the lists at times, or graft its end on the beginning of this one."""
        drawn = self._random.random()
        if drawn >= _FROM_LISTS + _GRAFTED:
            return name
        other = self._random.choice(self._listed[kind])
        if drawn < _FROM_LISTS:
            return other.capitalize()
        if len(name) < _SHORT or not name.isalpha():
            return name
        return name[: len(name) // 2 + 1] + other[len(other) // 2 :]

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
        firm = draw.choice(forms)
        # Names alone are people more often than firms.
        named = any(word.lower().strip(".,") in FIRMS for word in firm.split())
        return firm if named or draw.random() < 0.1 else f"{firm} {draw.choice(_SUFFIXES)}"  # noqa: PLR2004 - a share
