"""The entity types that something here can find, and the countries whose identifiers are known."""

from collections.abc import Iterable

from curation.errors import InputError
from curation.pii.words_in import words_in
from curation.texts import text

ENTITY_TYPES = frozenset(words_in("entity_types"))
COUNTRIES = tuple(words_in("countries"))


def check_types(place: str, named: Iterable[str], own: Iterable[str]) -> None:
    """Raise InputError where a field of a policy names a type that nothing finds; `own` are the project's types."""
    known = ENTITY_TYPES.union(own)
    for entity in named:
        if entity not in known:
            raise InputError(
                text(
                    "“{place}” in the PII policy names the type {entity}, which nothing finds. Known are: {known}. A "
                    "type of your own needs a row in “patterns”.",
                    place=place,
                    entity=entity,
                    known=", ".join(sorted(known)),
                )
            )


def check_countries(named: Iterable[str]) -> None:
    """Raise InputError where a policy names a country whose identifiers are not known."""
    for country in named:
        if country not in COUNTRIES:
            raise InputError(
                text(
                    "“countries” in the PII policy names “{country}”, whose identifiers are not known. "
                    "Known are: {known}.",
                    country=country,
                    known=", ".join(COUNTRIES),
                )
            )
