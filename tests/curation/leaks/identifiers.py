"""A thousand invented identifiers, made from a seed, each in a sentence as people write it."""

import random
from collections.abc import Callable
from dataclasses import dataclass

FIRST = (
    *("Annika", "Bertram", "Celeste", "Dorian", "Elspeth", "Florian", "Greta", "Harald", "Ingrid", "Jasper", "Katrin"),
    *("Leopold", "Marlene", "Nestor", "Odette", "Percival", "Quentin", "Rosalind", "Sigmund", "Theodora"),
)
LAST = (
    *("Abernathy", "Brandstetter", "Castellano", "Delacroix", "Engelhardt", "Fitzwilliam", "Grunwald", "Hollingsworth"),
    *("Ivanov", "Jankowski", "Kowalczyk", "Lindqvist", "Montgomery", "Nakamura", "Oppenheimer", "Pemberton", "Quigley"),
    *("Rasmussen", "Schwarzkopf", "Thistlewood"),
)


@dataclass(frozen=True)
class Planted:
    """A value that must not stand anywhere in clear, and a sentence that holds it."""

    kind: str
    value: str
    sentence: str


def identifiers(count: int, seed: int = 20260101) -> list[Planted]:
    """Return so many different identifiers of all kinds, mixed."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    kinds: tuple[Callable[[random.Random], Planted], ...] = (
        _name, _mail, _phone, _iban, _card, _ssn, _address_of_a_machine, _record, _street, _born,
    )  # fmt: skip
    found: dict[str, Planted] = {}
    while len(found) < count:
        one = kinds[len(found) % len(kinds)](chance)
        found.setdefault(one.value, one)
    return list(found.values())


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def _name(chance: random.Random) -> Planted:
    value = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    title = chance.choice(("Dr.", "Mr.", "Mrs.", "Ms."))
    return Planted("name", value, f"Please ask {title} {value} about it.")


def _mail(chance: random.Random) -> Planted:
    value = f"{chance.choice(FIRST).lower()}.{chance.choice(LAST).lower()}{_digits(chance, 3)}@example.org"
    return Planted("mail", value, f"Write to {value} for the form.")


def _phone(chance: random.Random) -> Planted:
    value = f"({chance.choice((212, 312, 415, 617))}) 555-0{_digits(chance, 3)}"
    return Planted("phone", value, f"Call me at {value} in the evening.")


def _iban(chance: random.Random) -> Planted:
    account = _digits(chance, 18)
    check = 98 - int(f"{account}131400") % 97
    value = f"DE{check:02}{account}"
    return Planted("iban", value, f"The refund goes to IBAN {value} this week.")


def _card(chance: random.Random) -> Planted:
    body = "4" + _digits(chance, 14)
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(body))
    total = sum(d - 9 if d > 9 else d for d in doubled)
    value = f"{body}{-total % 10}"
    return Planted("card", value, f"My credit card is {value} for the fee.")


def _ssn(chance: random.Random) -> Planted:
    value = f"{chance.randrange(101, 600)}-{chance.randrange(11, 99)}-{chance.randrange(1001, 9999)}"
    return Planted("ssn", value, f"My social security number is {value} by the way.")


def _address_of_a_machine(chance: random.Random) -> Planted:
    value = f"198.51.{chance.randrange(100, 254)}.{chance.randrange(100, 254)}"
    return Planted("ip", value, f"The portal logged the IP address {value} for me.")


def _record(chance: random.Random) -> Planted:
    value = _digits(chance, 8)
    return Planted("record", value, f"My medical record number is MRN {value} there.")


def _street(chance: random.Random) -> Planted:
    value = f"{chance.randrange(100, 9999)} {chance.choice(LAST)} Street"
    return Planted("street", value, f"I live at {value}, Springfield.")


def _born(chance: random.Random) -> Planted:
    value = f"{chance.randrange(1, 13):02}/{chance.randrange(10, 29)}/{chance.randrange(1931, 1999)}"
    return Planted("born", value, f"My date of birth is {value} as you know.")
