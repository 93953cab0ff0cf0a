"""Groups, countries and organisations by shipped words and endings; they are only suggested by default."""

import re

from curation.pii.detections import Detection
from curation.pii.names import UPPER
from curation.pii.words_in import words_in

_GROUPS = words_in("groups")
_LANDS = words_in("lands")
_LONG = (
    "United States(?: of America)?|United Kingdom|Great Britain|New Zealand|South Africa|South Korea|North Korea|"
    "Saudi Arabia|Sri Lanka|Costa Rica|Puerto Rico|El Salvador|Czech Republic|Hong Kong|New York|New Jersey|New Mexico|"
    "New Hampshire|North Carolina|South Carolina|North Dakota|South Dakota|West Virginia|Rhode Island|Ivory Coast"
)
_WORD = rf"[{UPPER}][\w&'\u2019.-]*"
_ORGANISATION = re.compile(
    rf"\b(?:{_WORD}[ ](?:and[ ]|&[ ]|of[ ])?){{1,4}}(?:Inc|LLC|Ltd|GmbH|AG|PLC|plc|Corp|Corporation|Company|Group|"
    r"Holdings|University|Hospital|Clinic|Institute|Foundation|Partners|Associates|Bank|Insurance|Association|Council|College|"
    r"S\.A\.|Sons|Orchestra|Ministry)\b\.?"
)
_ENDINGS = frozenset(
    [
        "Inc",
        "LLC",
        "Ltd",
        "GmbH",
        "AG",
        "PLC",
        "Corp",
        "Corporation",
        "Company",
        "Group",
        "Holdings",
        "University",
        "Hospital",
        "Clinic",
        "Institute",
        "Foundation",
        "Partners",
        "Associates",
        "Bank",
        "Insurance",
        "Association",
        "Council",
        "College",
        "Sons",
        "Orchestra",
        "Ministry",
    ]
)
_CAPITAL = re.compile(rf"[{UPPER}](?<!\w.)[^\W\d_]+")
_WORDS = re.compile(r"[a-z]{4,}")
_LONG_STARTS = frozenset(land.split()[0] for land in _LONG.replace("(?: of America)?", "").split("|"))
_LONG_LAND = re.compile(rf"\b(?:{_LONG})\b")
_AS_WRITTEN = dict.fromkeys(_GROUPS, "NRP") | {f"{group}s": "NRP" for group in _GROUPS} | dict.fromkeys(_LANDS, "PLACE")
_KINDS = _AS_WRITTEN | {word.lower(): kind for word, kind in _AS_WRITTEN.items() if len(word) > len("USA")}


class ListedDetector:
    """Finds nationalities, creeds, countries and organisations that a word gives away."""

    @property
    def name(self) -> str:
        """The detector's name and version."""
        return "word lists 1"

    def detect(self, text: str) -> list[Detection]:
        """Return what the lists know."""
        capitals = set(_CAPITAL.findall(text))
        found: list[Detection] = []
        if not capitals or not _KINDS.keys().isdisjoint(capitals):
            found += [
                Detection(match.start(), match.end(), _KINDS[match.group()], 0.3, "word list")
                for match in (_CAPITAL if capitals else _WORDS).finditer(text)
                if match.group() in _KINDS
            ]
        if not _LONG_STARTS.isdisjoint(capitals):
            found += [Detection(*match.span(), "PLACE", 0.3, "word list") for match in _LONG_LAND.finditer(text)]
        if not _ENDINGS.isdisjoint(capitals) or "S.A." in text or "plc" in text:
            found += [
                Detection(*match.span(), "ORGANIZATION", 0.3, "word list") for match in _ORGANISATION.finditer(text)
            ]
        return found
