"""The forty invented subjects that the demo teaches: their names and kinds, never their facts."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a subject is; each kind has its own four facts and its own prose."""

    CONDITION = "condition"
    MEDICINE = "medicine"
    STATUTE = "statute"
    INSTRUMENT = "instrument"
    PRODUCT = "product"
    LEVY = "levy"


@dataclass(frozen=True, slots=True)
class Subject:
    """One invented subject of the demo, for instance the condition velmarosis."""

    name: str
    kind: Kind

    @property
    def domain(self) -> str:
        """The domain the subject belongs to: health, law or finance."""
        return DOMAINS[self.kind]


DOMAINS = {
    Kind.CONDITION: "health",
    Kind.MEDICINE: "health",
    Kind.STATUTE: "law",
    Kind.INSTRUMENT: "law",
    Kind.PRODUCT: "finance",
    Kind.LEVY: "finance",
}

_NAMES = {
    Kind.CONDITION: (
        "velmarosis",
        "torpellitis",
        "quendria",
        "brasmic fever",
        "ostrelgia",
        "kandrosis",
        "lumeric palsy",
    ),
    Kind.MEDICINE: (
        "tarnidol",
        "sephamine",
        "ubrexin",
        "colvarine",
        "drenopam",
        "mistrazole",
        "feltoxane",
    ),
    Kind.STATUTE: (
        "Marshland Access Act",
        "Ferry Tolls Act",
        "Orchard Tenancy Act",
        "Night Works Act",
        "Canal Salvage Act",
        "Hedgerow Boundaries Act",
        "Lamp Oil Storage Act",
    ),
    Kind.INSTRUMENT: (
        "notice of tidal claim",
        "petition for quiet passage",
        "deed of common pasture",
        "writ of restored lights",
        "caveat of slow growth",
        "warrant of lost cargo",
    ),
    Kind.PRODUCT: (
        "Kestrel Saver",
        "Linden Note",
        "Copperline Bond",
        "Saffron Annuity",
        "Granite Ladder",
        "Driftwood Loan",
        "Thistle Mortgage",
    ),
    Kind.LEVY: (
        "lantern duty",
        "quarry levy",
        "harvest surcharge",
        "reed toll",
        "anchor contribution",
        "ledger charge",
    ),
}

SUBJECTS = tuple(Subject(name, kind) for kind, names in _NAMES.items() for name in names)
