"""What counts as personal data in a project: a versioned file, parsed at the edge."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fnmatch import translate
from functools import cached_property

from curation.domain.identity import Json, canonical_json, content_hash
from curation.errors import InputError
from curation.pii.entity_types import check_countries, check_types
from curation.pii.policy_parts import Operator, UserPattern, engine_in, lines_in, operators_in, patterns_in
from curation.texts import text

REDACTED = (
    "PERSON",
    "LOCATION",
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "CREDIT_CARD",
    "IBAN_CODE",
    "IP_ADDRESS",
    "MAC_ADDRESS",
    "CRYPTO",
    "DATE_OF_BIRTH",
    "MEDICAL_RECORD_NUMBER",
    "MEDICAL_LICENSE",
    "CASE_NUMBER",
    "ACCOUNT_NUMBER",
    "PASSPORT_NUMBER",
    "ABA_ROUTING_NUMBER",
    "AGE_OVER_89",
    "DRIVER_LICENSE",
)
SUGGESTED = ("ORGANIZATION", "PLACE", "NRP", "AGE", "DATE_TIME", "URL")
# At or above its profile's line a detection is replaced; what is found below it is offered to a person.
LINES = {"recall": 0.07, "precise": 0.5}
# Postcodes, plates and company registers flag ordinary codes far more often than a person.
SILENT = (
    "US_NPI",
    "US_PROVIDER_TAX_ID",
    "UK_POSTCODE",
    "UK_VEHICLE_REGISTRATION",
    "DE_PLZ",
    "DE_KFZ",
    "DE_HANDELSREGISTER",
    "DE_VAT_ID",
    "CA_POSTAL_CODE",
    "IT_VAT_CODE",
    "ZA_COMPANY_REGISTRATION",
    "ZA_VAT_NUMBER",
)
PUBLIC = (
    "*.gov",
    "*.gov.uk",
    "*.nhs.uk",
    "*.mil",
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104 - an allowed text, not an address that anything listens on
    "::",
    "::1",
)
# A type before a denied text (see `curation.pii.denied`) is known from then on.
_TYPED = re.compile(r"^([A-Z][A-Z_]*[A-Z]): ", re.MULTILINE)


@dataclass(frozen=True)
class PiiPolicy:
    """Which entity types are replaced, which are only suggested, and what is public.

    `countries` are ISO 3166 codes in lower case (uk for GB) whose national identifiers are looked for
    and replaced (their types start with the code); `regions` are the phone regions; `allow` holds
    texts that are never personal, compared without case, `*` standing for anything; `deny` holds texts that
    always are, written `ENTITY_TYPE: text` (see `curation.pii.denied`). A pattern's finding under `threshold`
    (0 to 1) is left out; what scores under the profile's line is a suggestion. `operators` pairs an entity type
    with what takes its place (tag where nothing is said), `lines` with a score of its own from which it is replaced;
    `locale` is that of surrogates;
    `names_model` is the folder of a retrained model (empty: the shipped one); `engine` names the statistical model that
    looks beside it (see `curation.pii.engines`).
    """

    entities: tuple[str, ...] = REDACTED
    suggest_only: tuple[str, ...] = SUGGESTED
    off: tuple[str, ...] = SILENT
    allow: tuple[str, ...] = PUBLIC
    deny: tuple[str, ...] = ()
    countries: tuple[str, ...] = ("us", "uk")
    regions: tuple[str, ...] = ("US", "GB")
    threshold: float = 0.4
    profile: str = "recall"
    operators: tuple[tuple[str, str], ...] = ()
    patterns: tuple[UserPattern, ...] = ()
    locale: str = "en_US"
    names_model: str = ""
    engine: str = "auto"
    lines: tuple[tuple[str, float], ...] = ()

    def replaces(self, entity: str) -> bool:
        """Tell whether a detection of this type is replaced in the text."""
        if entity not in self._replaced:
            self._replaced[entity] = self._replaces(entity)
        return self._replaced[entity]

    @cached_property
    def _replaced(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _public(self) -> tuple[frozenset[str], re.Pattern[str]]:
        plain = [entry.casefold() for entry in self.allow]
        stars = "|".join(translate(entry) for entry in plain if "*" in entry)
        return frozenset(plain), re.compile(stars or r"(?!)")

    def _replaces(self, entity: str) -> bool:
        if entity in self.off or entity in self.suggest_only:
            return False
        if self.operator(entity) in (Operator.KEEP, Operator.SUGGEST):
            return False
        return (
            entity in self.entities
            or entity.partition("_")[0].lower() in self.countries
            or any(entity == one.entity_type for one in self.patterns)
        )

    def redacts(self, entity: str, score: float) -> bool:
        """Tell whether a detection is replaced, and not only offered to a person."""
        return score >= self.line_of(entity) and self.replaces(entity)

    @property
    def line(self) -> float:
        """The score from which a detection is replaced, where its type has no line of its own."""
        return LINES[self.profile]

    def line_of(self, entity: str) -> float:
        """Return the score from which a detection of this type is replaced."""
        return self._own_lines.get(entity, self.line)

    @cached_property
    def _own_lines(self) -> dict[str, float]:
        return dict(self.lines)

    def operator(self, entity: str) -> Operator:
        """Return what takes the place of a value of this type."""
        return self._chosen.get(entity, self._chosen["*"])

    @cached_property
    def _chosen(self) -> dict[str, Operator]:
        return {"*": Operator.TAG} | {kind: Operator(name) for kind, name in self.operators}

    def looks_for(self, entity: str) -> bool:
        """Tell whether a detection of this type is wanted at all, replaced or suggested."""
        if entity not in self._wanted:
            asked = self.operator(entity) is Operator.SUGGEST and entity not in self.off
            self._wanted[entity] = asked or entity in self.suggest_only or self.replaces(entity)
        return self._wanted[entity]

    @cached_property
    def _wanted(self) -> dict[str, bool]:
        return {}

    def allows(self, value: str) -> bool:
        """Tell whether a text is public by the allow list."""
        plain = value.strip().casefold()
        same, stars = self._public
        return plain in same or stars.match(plain) is not None

    def to_json(self) -> dict[str, Json]:
        """Return the policy as plain JSON, as it stands in a policy file."""
        lists: dict[str, Json] = {name: list(value) for name, value in self.lists().items()}
        # Named only where there are some: a policy without them keeps the hash that scans are remembered by.
        own: dict[str, Json] = {"lines": dict(self.lines)} if self.lines else {}
        return (
            lists
            | own
            | {
                "threshold": self.threshold,
                "profile": self.profile,
                "operators": dict(self.operators),
                "patterns": [one.to_json() for one in self.patterns],
                "locale": self.locale,
                "names_model": self.names_model,
                "engine": self.engine,
            }
        )

    @classmethod
    def from_json(cls, value: Json) -> "PiiPolicy":
        """Parse a policy; what is not named keeps its default, None is the default policy.

        Raises InputError that names the field.
        """
        if value is None:
            return cls()
        if not isinstance(value, Mapping):
            raise InputError(text("A PII policy is an object with fields such as “entities”; this is something else."))
        known = [field.name for field in fields(cls)]
        for name in value:
            if name not in known:
                raise InputError(
                    text("The PII policy has a field “{name}”. Known are: {known}.", name=name, known=", ".join(known))
                )
        lists = {name: _names_in(value, name, default) for name, default in cls().lists().items()}
        operators, patterns = operators_in(value.get("operators")), patterns_in(value.get("patterns"))
        own = {"*", *(one.entity_type for one in patterns), *(_TYPED.findall("\n".join(lists["deny"])))}
        for name in ("entities", "suggest_only", "off"):
            check_types(name, lists[name], own - {"*"})
        check_types("operators", (entity for entity, _ in operators), own)
        lines = lines_in(value.get("lines"))
        check_types("lines", (entity for entity, _ in lines), own - {"*"})
        check_countries(lists["countries"])
        return cls(
            **lists,
            threshold=_threshold_in(value),
            profile=_word_in(value, "profile", cls.profile, tuple(LINES)),
            operators=operators,
            patterns=patterns,
            locale=_word_in(value, "locale", cls.locale),
            names_model=_word_in(value, "names_model", cls.names_model),
            engine=engine_in(value.get("engine", cls.engine)),
            lines=lines,
        )

    @property
    def hash(self) -> str:
        """SHA-256 over the policy's canonical JSON."""
        return content_hash(canonical_json(self.to_json()))

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the fields that are lists, by name."""
        return {
            "entities": self.entities,
            "suggest_only": self.suggest_only,
            "off": self.off,
            "allow": self.allow,
            "deny": self.deny,
            "countries": self.countries,
            "regions": self.regions,
        }


def _names_in(value: Mapping[str, Json], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    given = value.get(name, list(default))
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise InputError(text("“{name}” in the PII policy is a list of texts. Write it in [ ].", name=name))
    found = tuple(item for item in given if isinstance(item, str))
    if len(found) != len(given):
        raise InputError(text("“{name}” in the PII policy holds something that is not a text. Quote it.", name=name))
    return found


def _word_in(value: Mapping[str, Json], name: str, default: str, known: Sequence[str] = ()) -> str:
    given = value.get(name, default)
    if not isinstance(given, str) or (known and given not in known):
        raise InputError(
            text(
                "“{name}” in the PII policy is {given}. It is one of: {known}.",
                name=name,
                given=given,
                known=", ".join(known) or text("a text in quotes"),
            )
        )
    return given


def _threshold_in(value: Mapping[str, Json]) -> float:
    given = value.get("threshold", PiiPolicy.threshold)
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        raise InputError(text("“threshold” in the PII policy is a number from 0 to 1; 0.4 is usual."))
    return float(given)
