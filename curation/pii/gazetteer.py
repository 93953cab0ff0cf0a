"""Which words are known as names, towns and countries, and which are ordinary words. Read from shipped lists."""

import lzma
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from curation.pii.names import NOT_NAMES

MODEL_FOLDER = Path(__file__).with_name("model")
GAZETTEER_FILE = "gazetteer.txt.xz"
KINDS = ("first", "last", "town", "country", "common")


@dataclass(frozen=True)
class Gazetteer:
    """Lists of single words in lower case; `common` holds words that real text writes in lower case."""

    first: frozenset[str]
    last: frozenset[str]
    town: frozenset[str]
    country: frozenset[str]
    common: frozenset[str]

    def flags(self, word: str) -> str:
        """Return the letters of the lists that hold a word: f, l, t, c, w (common) and x (known as no name)."""
        lower = word.lower()
        return (
            ("f" if lower in self.first else "")
            + ("l" if lower in self.last else "")
            + ("t" if lower in self.town else "")
            + ("c" if lower in self.country else "")
            + ("w" if lower in self.common else "")
            + ("x" if lower in NOT_NAMES else "")
        )

    def to_bytes(self) -> bytes:
        """Return the lists as the shipped file holds them; the same lists, the same bytes."""
        lines = [f"{kind} " + " ".join(sorted(self.words(kind))) for kind in KINDS]
        return lzma.compress("\n".join(lines).encode("utf-8"), preset=6)

    def words(self, kind: str) -> frozenset[str]:
        """Return one list by its name."""
        return {
            "first": self.first,
            "last": self.last,
            "town": self.town,
            "country": self.country,
            "common": self.common,
        }[kind]

    @classmethod
    def from_bytes(cls, data: bytes) -> "Gazetteer":
        """Read what to_bytes wrote."""
        lines = lzma.decompress(data).decode("utf-8").split("\n")
        lists = [frozenset(line.split(" ")[1:]) for line in lines]
        return cls(*lists)


@lru_cache(maxsize=4)
def gazetteer_in(folder: Path = MODEL_FOLDER) -> Gazetteer:
    """Read the lists of a model folder."""
    return Gazetteer.from_bytes((folder / GAZETTEER_FILE).read_bytes())
