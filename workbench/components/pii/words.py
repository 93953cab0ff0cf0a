"""Types of personal data, what happens to them, and countries, in plain words."""

from curation.pii.policy_choices import Choice
from curation.pii.policy_parts import Operator
from curation.texts import text

# Words of types that are initials, and stay in capitals.
_INITIALS = frozenset(
    [
        "ABN", "ACN", "BRN", "BSNR", "FRN", "GSTIN", "ITIN", "KFZ", "LANR", "MBI", "NIE", "NIF", "NIN", "NPI", "NRIC",
        "PAN", "PESEL", "PLZ", "RRN", "SIN", "TFN", "TIN", "TNIN", "UEN", "UMID", "VAT",
    ]
)  # fmt: skip


def type_words(entity: str) -> str:
    """Name a type of personal data; one without words of its own by its code: IT_FISCAL_CODE is IT fiscal code."""
    known = _types().get(entity)
    if known is not None:
        return known
    first, *rest = entity.split("_")
    return " ".join([first, *(word if word in _INITIALS else word.lower() for word in rest)])


def type_order(entity: str) -> tuple[int, str]:
    """Return where a type stands in a list: what is about people first, the identifiers of countries last."""
    known = list(_types())
    return (known.index(entity) if entity in known else len(known), entity)


def choice_words(choice: Choice) -> str:
    """Say what happens to a type."""
    return {
        Choice.HIDDEN: text("Hidden"),
        Choice.TAG: text("Hidden: <PERSON_1>"),
        Choice.SURROGATE: text("Hidden: an invented value"),
        Choice.HASH: text("Hidden: a code"),
        Choice.MASK: text("Hidden: stars"),
        Choice.REMOVE: text("Hidden: cut out"),
        Choice.SUGGEST: text("Offered to a person"),
        Choice.LEFT: text("Left in the text"),
    }[choice]


def operator_words(operator: Operator) -> str:
    """Say what stands for a hidden value."""
    return {
        Operator.TAG: text("A numbered tag: <PERSON_1>"),
        Operator.SURROGATE: text("An invented value, the same in the whole project"),
        Operator.HASH: text("A code that equal values share: <PERSON:3f2a…>"),
        Operator.MASK: text("Stars: ********"),
        Operator.REMOVE: text("Nothing but a mark: <REMOVED>"),
        Operator.KEEP: text("The value itself"),
        Operator.SUGGEST: text("The value itself, offered to a person"),
    }[operator]


def country_words(code: str) -> str:
    """Name a country of a policy."""
    return {
        "au": text("Australia"),
        "ca": text("Canada"),
        "de": text("Germany"),
        "es": text("Spain"),
        "fi": text("Finland"),
        "in": text("India"),
        "it": text("Italy"),
        "kr": text("South Korea"),
        "ng": text("Nigeria"),
        "ph": text("Philippines"),
        "pl": text("Poland"),
        "se": text("Sweden"),
        "sg": text("Singapore"),
        "th": text("Thailand"),
        "tr": text("Türkiye"),
        "uk": text("United Kingdom"),
        "us": text("United States"),
        "za": text("South Africa"),
    }.get(code, code.upper())


def _types() -> dict[str, str]:
    return _about_people() | _numbers()


def _about_people() -> dict[str, str]:
    return {
        "PERSON": text("Names of people"),
        "LOCATION": text("Addresses"),
        "PLACE": text("Towns and countries"),
        "ORGANIZATION": text("Organisations"),
        "NRP": text("Nationality, religion, politics"),
        "AGE": text("Ages up to 89"),
        "AGE_OVER_89": text("Ages over 89"),
        "DATE_TIME": text("Dates"),
        "DATE_OF_BIRTH": text("Dates of birth"),
        "EMAIL_ADDRESS": text("Mail addresses"),
        "PHONE_NUMBER": text("Phone numbers"),
        "URL": text("Links"),
        "IP_ADDRESS": text("Network addresses (IP)"),
        "MAC_ADDRESS": text("Device addresses (MAC)"),
    }


def _numbers() -> dict[str, str]:
    return {
        "ACCOUNT_NUMBER": text("Account and policy numbers"),
        "ABA_ROUTING_NUMBER": text("Bank routing numbers"),
        "CASE_NUMBER": text("Case and docket numbers"),
        "CREDIT_CARD": text("Card numbers"),
        "CRYPTO": text("Crypto wallets"),
        "DRIVER_LICENSE": text("Driving licences"),
        "IBAN_CODE": text("Bank accounts (IBAN)"),
        "MEDICAL_LICENSE": text("Medical licences"),
        "MEDICAL_RECORD_NUMBER": text("Medical record numbers"),
        "PASSPORT_NUMBER": text("Passport numbers"),
        "UUID": text("Technical ids (UUID)"),
        "US_SSN": text("US social security numbers"),
        "UK_NHS": text("UK health numbers (NHS)"),
        "UK_NINO": text("UK national insurance numbers"),
    }
