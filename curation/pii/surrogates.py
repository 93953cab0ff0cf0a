# pyright: basic
"""Invented people, places and identifiers; Faker lives in this room alone."""

import importlib
import pkgutil
import random
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import faker.providers.address as address_package
import faker.providers.person as person_package
from faker import Faker
from faker.providers.address import it_IT

from curation.errors import InputError
from curation.pii.surrogate_forms import same_form
from curation.texts import text

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f' .-]+")
SHORTEST_TOWN, LONGEST_LAND = 4, 28
# Locales whose names are written in Latin letters and whose Faker has full names and addresses.
WRITTEN = (
    "en_US", "en_US", "en_US", "en_GB", "en_IN", "en_IE", "en_NZ", "de_DE", "fr_FR", "es_ES", "es_MX", "it_IT",
    "nl_NL", "pl_PL", "pt_BR", "pt_PT", "sv_SE", "da_DK", "no_NO", "fi_FI", "cs_CZ", "hu_HU", "tr_TR", "ro_RO",
    "hr_HR", "sl_SI", "sk_SK", "id_ID", "vi_VN", "et_EE", "lv_LV", "lt_LT", "fr_CA", "de_CH", "nl_BE", "en_NG", "is_IS",
)  # fmt: skip
PLAIN = ("en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL")


class _SortedTowns(it_IT.Provider):
    """Faker keeps the towns of Italy in the order of a set, which is another one in each process."""

    cities = sorted(it_IT.Provider.cities)


def listed_words() -> dict[str, frozenset[str]]:
    """Return Faker's Latin-script lists as single words in lower case: first, last, town, country."""
    found: dict[str, set[str]] = {"first": set(), "last": set(), "town": set(), "country": set()}
    for name, lists in _lists(person_package):
        if name.startswith(("first_name", "middle_name")) or name == "first_romanized_names":
            found["first"].update(lists)
        elif name.startswith("last_name") or name == "last_romanized_names":
            found["last"].update(lists)
    for name, lists in _lists(address_package):
        if name in ("cities", "city_names", "real_city_names", "localities", "municipalities", "communes", "places"):
            found["town"].update(lists)
        elif name in ("countries", "states", "provinces", "regions", "counties"):
            found["country"].update(lists)
    return {kind: frozenset(_words(values)) for kind, values in found.items()}


def plain_words(locale: str) -> set[str]:
    """Return the ordinary words of Faker's plain texts of a language, as they are written."""
    listed = importlib.import_module(f"faker.providers.lorem.{locale}").Provider.word_list
    return {word for word in listed if len(word) > 1 and _LATIN.fullmatch(word) and " " not in word}


def jobs() -> set[str]:
    """Return the words of Faker's jobs, in lower case."""
    listed = importlib.import_module("faker.providers.job").Provider.jobs
    return {word.lower() for job in listed for word in re.split(r"[^A-Za-z]+", job) if len(word) > 1}


def towns_and_countries() -> tuple[list[str], list[str]]:
    """Return Faker's towns and English names of countries and states, sorted, for training sentences."""
    towns: set[str] = set()
    for name, lists in _lists(address_package):
        if name in ("cities", "real_city_names"):
            towns.update(value for value in lists if _LATIN.fullmatch(value) and len(value) >= SHORTEST_TOWN)
    english = importlib.import_module("faker.providers.address.en_US").Provider
    lands = {land for land in english.countries if len(land) < LONGEST_LAND} | set(english.states)
    return sorted(towns), sorted(lands)


def inventing(locale: str) -> Callable[[str, str, random.Random], str]:
    """Return what invents a value of an entity type as a locale writes it; raises InputError for an unknown one."""
    try:
        made = _faker(locale)
    except AttributeError as error:
        raise InputError(
            text("Faker has no locale “{locale}”. Write one such as en_US or de_DE.", locale=locale)
        ) from error

    def invent(entity: str, value: str, draw: random.Random) -> str:
        made.seed_instance(draw.getrandbits(64))
        return _of_kind(made, entity, value, draw)

    return invent


def _of_kind(made: Faker, entity: str, value: str, draw: random.Random) -> str:  # noqa: PLR0911 - one row a kind
    match entity:
        case "PERSON":
            return _name(made, value)
        case "LOCATION":
            return f"{made.street_address()}, {made.city()}".replace("\n", ", ")
        case "PLACE":
            return made.city()
        case "ORGANIZATION":
            return made.company()
        case "EMAIL_ADDRESS":
            return f"{made.user_name()}{draw.randint(10, 99)}@{made.safe_domain_name()}"
        case "URL":
            return f"https://{made.safe_domain_name()}/{made.slug()}"
        case _:
            return same_form(value, draw)


def _name(made: Faker, value: str) -> str:
    """A name with as many words, a woman's for a woman's where the first name tells."""
    words = value.split()
    first = words[0].lower()
    women, men = _first_names()
    if first in women and first not in men:
        given = made.first_name_female()
    elif first in men and first not in women:
        given = made.first_name_male()
    else:
        given = made.first_name()
    return given if len(words) == 1 else f"{given} {made.last_name()}"


@lru_cache(maxsize=1)
def _first_names() -> tuple[frozenset[str], frozenset[str]]:
    women: set[str] = set()
    men: set[str] = set()
    for name, lists in _lists(person_package):
        if name == "first_names_female":
            women.update(one.lower() for one in lists)
        elif name == "first_names_male":
            men.update(one.lower() for one in lists)
    return frozenset(women), frozenset(men)


class Inventor:
    """Draws people and places of many locales; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - reproducible text, no secret
        self._fakers = {locale: _faker(locale) for locale in sorted(set(WRITTEN))}
        for number, (_, one) in enumerate(sorted(self._fakers.items())):
            one.seed_instance(seed * 1009 + number)

    def faker(self) -> Faker:
        """Return the Faker of a drawn locale."""
        return self._fakers[self.random.choice(WRITTEN)]


def _faker(locale: str) -> Faker:
    """Return a Faker that draws the same from the same seed in every process."""
    made = Faker(locale)
    if locale == "it_IT":
        made.add_provider(_SortedTowns)
    return made


def _lists(package) -> list[tuple[str, list[str]]]:  # noqa: ANN001 - a package of Faker
    found: list[tuple[str, list[str]]] = []
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
        provider = importlib.import_module(f"{package.__name__}.{module.name}").Provider
        for name in sorted(dir(provider)):
            value = getattr(provider, name)
            if not name.startswith("_") and isinstance(value, tuple | list | dict):
                found.append((name, [item for item in value if isinstance(item, str)]))
    return found


def _words(values: set[str]) -> set[str]:
    kept: set[str] = set()
    for value in values:
        if not _LATIN.fullmatch(value):
            continue
        for word in re.split(r"[^A-Za-z\u00c0-\u024f]+", value):
            if len(word) > 1 and word[0].isupper():
                kept.add(word.lower())
                kept.add(_plain(word.lower()))
    return kept


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
