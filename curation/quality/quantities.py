"""Numbers with their units as they stand in a text, read so that equal amounts are equal. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

_HOUR, _DAY = 1.0, 24.0
_UNITS: dict[str, tuple[str, float, str]] = {
    "kg": ("mass", 1e3, "kg kilo kilos kilogram kilograms kilogramm kilogramme"),
    "g": ("mass", 1.0, "g gr gram grams gramm gramme grammes gramos grammi"),
    "mg": ("mass", 1e-3, "mg milligram milligrams milligramm milligrammes miligramos"),
    "ug": ("mass", 1e-6, "µg μg ug mcg microgram micrograms mikrogramm"),
    "ng": ("mass", 1e-9, "ng nanogram nanograms"),
    "lb": ("pound", 1.0, "lb lbs pound pounds"),
    "oz": ("ounce", 1.0, "oz ounce ounces"),
    "l": ("volume", 1.0, "l liter liters litre litres litro litros"),
    "dl": ("volume", 1e-1, "dl deciliter deciliters decilitre"),
    "ml": ("volume", 1e-3, "ml cc milliliter milliliters millilitre millilitres milliliter"),
    "ul": ("volume", 1e-6, "µl ul microliter microliters"),
    "cup": ("cup", 1.0, "cup cups"),
    "spoon": ("spoon", 1.0, "teaspoon teaspoons tsp tablespoon tablespoons tbsp"),
    "mmol": ("amount", 1e-3, "mmol millimol millimole millimoles"),
    "umol": ("amount", 1e-6, "µmol umol micromol"),
    "iu": ("activity", 1.0, "iu ie units unit einheiten"),
    "kcal": ("energy", 1.0, "kcal calorie calories kalorien"),
    "km": ("length", 1e3, "km kilometer kilometers kilometre kilometres"),
    "m": ("length", 1.0, "m meter meters metre metres"),
    "cm": ("length", 1e-2, "cm centimeter centimeters centimetre centimetres zentimeter"),
    "mm": ("length", 1e-3, "mm millimeter millimeters millimetre millimetres"),
    "in": ("inch", 1.0, "inch inches"),
    "ft": ("foot", 1.0, "ft foot feet"),
    "mile": ("mile", 1.0, "mile miles"),
    "mmhg": ("pressure", 1.0, "mmhg"),
    "second": ("time", _HOUR / 3600, "second seconds sec secs sekunde sekunden"),
    "minute": ("time", _HOUR / 60, "minute minutes min mins minuten"),
    "hour": ("time", _HOUR, "h hr hrs hour hours stunde stunden heure heures hora horas"),
    "day": ("time", _DAY, "day days tag tage tagen jour jours dia dias día días"),
    "week": ("time", 7 * _DAY, "week weeks woche wochen semaine semaines semana semanas"),
    "month": ("months", 1.0, "month months monat monate monaten mois mes meses"),
    "year": ("months", 12.0, "year years yr yrs jahr jahre jahren an ans année années año años"),
    "percent": ("share", 1.0, "% percent pct prozent"),
    "celsius": ("celsius", 1.0, "°c celsius"),
    "fahrenheit": ("fahrenheit", 1.0, "°f fahrenheit"),
    "degree": ("degree", 1.0, "° degree degrees grad"),
    "times": ("times", 1.0, "times x mal fois veces"),
    "dose": ("doses", 1.0, "tablet tablets pill pills capsule capsules dose doses drop drops puff puffs tabletten"),
    "dollar": ("dollar", 1.0, "$ usd dollar dollars"),
    "euro": ("euro", 1.0, "€ eur euro euros"),
    "pound_sterling": ("sterling", 1.0, "£ gbp"),
}
_BY_NAME = {name: (kind, factor) for kind, factor, names in _UNITS.values() for name in names.split()}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS: dict[str, float] = {
    **{word: float(at) for at, word in enumerate(_ONES.split())},
    **{word: 10.0 * at for at, word in enumerate(_TENS.split(), 2)},
    "hundred": 100.0,
    "thousand": 1000.0,
    "half": 0.5,
    "once": 1.0,
    "twice": 2.0,
    "thrice": 3.0,
}
_COMMA_DECIMAL = frozenset({"cs", "da", "de", "es", "fi", "fr", "hu", "it", "nl", "no", "pl", "pt", "ro", "ru", "sv"})
_TIMES = {"once", "twice", "thrice"}
_FRACTIONS = dict(zip("½¼¾⅓⅔", (0.5, 0.25, 0.75, 1 / 3, 2 / 3), strict=True))
_DIGITS = r"\d{1,3}(?:[,.\u2009\u202f' ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_LIST_SIGN = r"(?:(?:^|\n)[ \t]*\d{1,2}[.)](?=\s))"
_NAMES = "|".join(sorted((re.escape(n) for n in _BY_NAME), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"{_LIST_SIGN}|(?<![\w.,])(?<![A-Za-z]-)(?:(?P<before>[$€£])\s?)?(?P<number>{_DIGITS}|[½¼¾⅓⅔])(?![\w]*[A-Z]\d)"
    rf"(?:[ \u00a0\u2009\u202f-]?(?P<unit>{_NAMES})(?![\w°]))?|"
    rf"\b(?P<word>{'|'.join(_WORDS)})\b(?:[ -](?P<wordunit>{_NAMES})\b)?",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:-|\u2013|to|and|or|bis|und|oder)\s*", re.IGNORECASE)
_EVERY = re.compile(r"\bevery (\d{1,2}|six|eight|twelve|four) hours\b", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """An amount: how its number can be read, the kind of its unit (empty for none), the unit's size, its span."""

    readings: tuple[float, ...]
    kind: str
    size: float
    start: int
    end: int
    spelled: bool = False

    def equals(self, other: "Quantity") -> bool:
        """Tell whether both are the same amount; a bare number equals any with the same figure."""
        if self.kind and other.kind:
            pairs = [(a * self.size, b * other.size) for a in self.readings for b in other.readings]
            return self.kind == other.kind and any(isclose(a, b, rel_tol=1e-6) for a, b in pairs)
        return self.same_figure(other)

    def same_figure(self, other: "Quantity") -> bool:
        """Tell whether both show the same number, whatever it counts."""
        return any(isclose(a, b, rel_tol=1e-9) for a in self.readings for b in other.readings)


def quantities(content: str) -> list[Quantity]:
    """Return the amounts of a text in order; signs of a numbered list are none, a range shares its unit."""
    found = list(_found(content))
    for at in range(len(found) - 2, -1, -1):
        one, following = found[at], found[at + 1]
        if not one.kind and following.kind and _TO.fullmatch(content, one.end, following.start):
            found[at] = Quantity(one.readings, following.kind, following.size, one.start, one.end, one.spelled)
    return found


def as_written(amount: Quantity, content: str, language: str) -> tuple[float, ...]:
    """Return what a number means where its language is known: `6,000` is six thousand in English and six in German."""
    number = content[amount.start : amount.end]
    plain = language.partition("-")[0].lower()
    if len(amount.readings) == 1 or plain not in {"en", *_COMMA_DECIMAL}:
        return amount.readings
    decimal, grouped = amount.readings
    is_decimal = ("," in number) == (plain in _COMMA_DECIMAL)
    return (decimal if is_decimal or number.startswith("0") else grouped,)


def frequencies(content: str) -> Iterator[Quantity]:
    """Yield how often a day `every 8 hours` is, so that it equals `three times a day`."""
    for match in _EVERY.finditer(content):
        hours = _WORDS.get(match.group(1).lower()) or float(match.group(1))
        if hours:
            yield Quantity((_DAY / hours,), "times", 1.0, *match.span(), spelled=True)


def _found(content: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(content):
        number, word = match["number"], match["word"]
        unit = (match["unit"] or match["wordunit"] or match["before"] or "").lower()
        kind, size = _BY_NAME.get(unit, ("", 1.0))
        if number:
            yield Quantity(_readings(number), kind, size, *match.span())
        elif word:
            kind = "times" if word.lower() in _TIMES else kind
            yield Quantity((_WORDS[word.lower()],), kind, size, *match.span(), spelled=True)


def _readings(number: str) -> tuple[float, ...]:
    """Return what a number can mean: `1.500` is 1.5 in one country and 1500 in another."""
    if number in _FRACTIONS:
        return (_FRACTIONS[number],)
    plain = re.sub(r"[\u2009\u202f' ]", "", number)
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma < 0 and point < 0:
        return (float(plain),)
    if comma >= 0 and point >= 0:
        decimal, group = (",", ".") if comma > point else (".", ",")
        return (float(plain.replace(group, "").replace(decimal, ".")),)
    sign = "," if comma >= 0 else "."
    whole = (float(plain.replace(sign, "")),) if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", plain) else ()
    part = (float(plain.replace(sign, ".")),) if plain.count(sign) == 1 else ()
    return part + whole
