"""Invented people and their identifiers: from reserved ranges, or valid in form only."""

from data_samples.build.texts import text_of

Values = dict[str, tuple[str, str]]

# The card networks' public test numbers: valid by Luhn, never issued.
_CARDS = (
    "4111 1111 1111 1111",
    "5555 5555 5555 4444",
    "378282246310005",
    "6011 1111 1111 1117",
    "4012 8888 8888 1881",
    "5105-1051-0510-5100",
    "4222222222222",
    "3530 1113 3330 0000",
)
_STREETS = ("Alder Row", "Millstone Lane", "Harbour View Road", "Chapel Street", "Quarry Hill", "Linden Avenue")
_TOWNS = ("Brackwater, OR 97009", "Ellersby, VT 05003", "Norwick NR99 4ZZ", "Tamsin Falls, MN 55099")
_MONTHS = ("January", "March", "April", "June", "August", "October", "December")
_DOMAINS = ("example.org", "example.com", "mail.example.net")


def names() -> list[str]:
    """The invented people, one name each."""
    return text_of("people.txt").split("\n")[:-1]


def profile(number: int) -> Values:
    """The (entity type, value) of each slot for person `number`; the same number, the same person."""
    everybody = names()
    name = everybody[number % len(everybody)]
    made = {
        "PERSON": name,
        "EMAIL_ADDRESS": _email(name, number),
        "PHONE_NUMBER": _phone(number),
        "IBAN_CODE": iban(number),
        "CREDIT_CARD": _CARDS[number % len(_CARDS)],
        # Area numbers from 900 on and groups below 50 are neither social security nor tax numbers.
        "US_SSN": f"{900 + number % 99}-{11 + number % 38:02d}-{1207 + 37 * number % 8000:04d}",
        "IP_ADDRESS": _ip(number),
        "MEDICAL_RECORD_NUMBER": _record(number),
        "DATE_OF_BIRTH": _birthday(number),
    }
    values = {slot: (slot, value) for slot, value in made.items()}
    address = f"{3 + 7 * number % 180} {_STREETS[number % len(_STREETS)]}, {_TOWNS[number % len(_TOWNS)]}"
    values["ADDRESS"] = ("LOCATION", address)
    for offset, slot in ((13, "PERSON2"), (22, "PERSON3"), (31, "PERSON4")):
        values[slot] = ("PERSON", everybody[(number + offset) % len(everybody)])
    return values


def iban(number: int) -> str:
    """An IBAN with valid check digits for an account that does not exist."""
    country, bank = (("DE", "00000000"), ("GB", "XXXX000000"), ("FR", "0000000000"))[number % 3]
    account = {"DE": f"{31415926 + 2718 * number:010d}", "GB": f"{10200000 + 917 * number:08d}"}
    body = bank + account.get(country, f"{4040404 + 811 * number:011d}00")
    digits = "".join(str(int(sign, 36)) for sign in f"{body}{country}00")
    whole = f"{country}{98 - int(digits) % 97:02d}{body}"
    return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4)) if number % 2 else whole


def _email(name: str, number: int) -> str:
    plain = name.lower().translate(str.maketrans("øáé", "oae", "'")).replace(" ", ".")
    return f"{plain}{number % 7 or ''}@{_DOMAINS[number % len(_DOMAINS)]}"


def _phone(number: int) -> str:
    last = 100 + 17 * number % 100
    forms = (
        f"(212) 555-0{last}",
        f"+1 415 555 0{last}",
        f"+44 20 7946 0{last}",
        f"503-555-0{last}",
        f"+49 30 23125 {last}",
    )
    return forms[number % len(forms)]


def _record(number: int) -> str:
    form = ("{:08d}", "MR-{:07d}", "{:06d}-B")[number % 3]
    return form.format(482913 + 7919 * number % 500000)


def _ip(number: int) -> str:
    last = 11 + 5 * number % 240
    forms = (f"203.0.113.{last}", f"198.51.100.{last}", f"192.0.2.{last}", f"2001:db8:{number:x}::{last:x}")
    return forms[number % len(forms)]


def _birthday(number: int) -> str:
    day, year = 1 + 5 * number % 28, 1938 + 11 * number % 65
    month = number % len(_MONTHS)
    return (f"{day} {_MONTHS[month]} {year}", f"{month + 3:02d}/{day:02d}/{year}", f"{year}-{month + 4:02d}-{day:02d}")[
        number % 3
    ]
