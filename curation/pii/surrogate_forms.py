"""Invented values that keep the form of the real one: digits for digits, letters for letters, right check digits."""

import re
from collections.abc import Callable
from random import Random

_RUN = re.compile(r"\d+")
_NANP = 10


def same_form(value: str, draw: Random) -> str:
    """Replace each letter by a letter and each digit by a digit; signs stay."""
    return "".join(_sign(c, draw) for c in value)


def phone(value: str, draw: Random) -> str:
    """Keep a country code and the form; a number of North America gets the exchange 555, which is nobody's."""
    digits = [i for i, c in enumerate(value) if c.isdigit()]
    kept = 2 if value.lstrip().startswith("+") else 0
    out = list(value)
    for i in digits[kept:]:
        out[i] = str(draw.randint(1, 9))
    if len(digits) in (_NANP, _NANP + 1) and kept == 0:
        for i in digits[-7:-4]:
            out[i] = "5"
    return "".join(out)


def card(value: str, draw: Random) -> str:
    """Keep the first digit and the form; the last digit is right by Luhn's rule."""
    places = [i for i, c in enumerate(value) if c.isdigit()]
    digits = [int(value[places[0]]), *(draw.randint(0, 9) for _ in places[1:-1])]
    doubled = [sum(divmod(2 * d, 10)) if i % 2 == 0 else d for i, d in enumerate(reversed(digits))]
    digits.append(-sum(doubled) % 10)
    out = list(value)
    for i, digit in zip(places, digits, strict=True):
        out[i] = str(digit)
    return "".join(out)


def iban(value: str, draw: Random) -> str:
    """Keep country, length and form; the check digits are right."""
    plain = "".join(c for c in value.upper() if c.isalnum())
    body = "".join(_sign(c, draw) for c in plain[4:])
    number = "".join(str(int(c, 36)) for c in body + plain[:2] + "00")
    made = iter(plain[:2] + f"{98 - int(number) % 97:02}" + body)
    return "".join(next(made) if c.isalnum() else c for c in value)


def address(value: str, draw: Random) -> str:
    """An IP address of the ranges for tests and documentation."""
    if ":" in value:
        return "2001:db8:" + ":".join(f"{draw.randrange(1, 1 << 16):x}" for _ in range(4)) + "::1"
    return f"198.{draw.choice((18, 19))}.{draw.randrange(256)}.{draw.randrange(1, 255)}"


def security(value: str, draw: Random) -> str:
    """A US number of the areas that are never given out (9..)."""
    made = iter(f"9{draw.randrange(100):02}{draw.randrange(1, 50):02}{draw.randrange(1, 10_000):04}")
    return "".join(next(made, "0") if c.isdigit() else c for c in value)


def date(value: str, draw: Random) -> str:
    """Another date in the same form: the year moves by up to three, day and month stay at most twelve."""

    def moved(match: re.Match[str]) -> str:
        digits = match.group()
        if len(digits) == 4:  # noqa: PLR2004 - a year
            return str(int(digits) + draw.choice((-3, -2, -1, 1, 2, 3)))
        return f"{draw.randint(1, 12):0{len(digits)}}"

    return _RUN.sub(moved, value)


FORMS: dict[str, Callable[[str, Random], str]] = {
    "PHONE_NUMBER": phone,
    "CREDIT_CARD": card,
    "IBAN_CODE": iban,
    "IP_ADDRESS": address,
    "US_SSN": security,
    "DATE_OF_BIRTH": date,
    "DATE_TIME": date,
}


def _sign(sign: str, draw: Random) -> str:
    if sign.isdigit():
        return str(draw.randint(0, 9))
    if not sign.isalpha():
        return sign
    letter = draw.choice("abcdefghjkmnpqrstuvwxyz")
    return letter.upper() if sign.isupper() else letter
