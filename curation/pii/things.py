"""Names of products, made up: what the names model has to tell from people."""

import random

from curation.pii.gazetteer import MODEL_FOLDER

THINGS_FILE = "things.txt"


def things_words() -> dict[str, list[str]]:
    """Return the shipped parts of product names: heads, fronts, and starts, middles and ends of made-up words."""
    lines = (MODEL_FOLDER / THINGS_FILE).read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1:] for row in rows}


_ONSETS = (
    *"bcdfghjklmnprstvwxyzzxvkq",
    "br",
    "cl",
    "cr",
    "dr",
    "fl",
    "fr",
    "gl",
    "pr",
    "qu",
    "st",
    "tr",
    "tw",
    "sp",
    "",
)
_VOWELS = (*"aaeeiioouuy", "ea", "ei", "io", "oo", "ia")
_CODAS = (*"xxnnrlstmqbd", "", "", "ta", "ra", "va", "nt", "rn", "ss", "do", "go", "ly", "sta", "ck")


class Things:
    """Draws names of products: made-up words, ordinary words in capitals, with a number or letters behind some."""

    def __init__(self, draw: random.Random) -> None:
        self._random = draw
        self._words = things_words()

    def name(self) -> str:
        """Draw one name."""
        draw = self._random
        drawn = draw.random()
        front, brand = draw.choice(self._words["fronts"]), self._brand()
        if drawn < 0.35:  # noqa: PLR2004 - a share
            made = brand
        elif drawn < 0.5:  # noqa: PLR2004 - a share
            made = f"{brand} {self._head()}"
        elif drawn < 0.7:  # noqa: PLR2004 - a share
            made = f"{front} {self._head()}"
        elif drawn < 0.78:  # noqa: PLR2004 - a share
            made = f"{brand} {self._brand()}"
        elif drawn < 0.84:  # noqa: PLR2004 - a share
            made = f"{front} {self._head()} {self._head()}"
        elif drawn < 0.9:  # noqa: PLR2004 - a share
            made = front
        else:
            made = f"{brand} {draw.choice('ABCDEGLMQRSTXZ')}{draw.randint(1, 900)}"
        return made + (f" {draw.randint(2, 20)}" if draw.random() < 0.08 else "")  # noqa: PLR2004 - a share

    def subject(self) -> str:
        """Draw what a law or an office is about: one to three capitalised words."""
        draw = self._random
        words = [draw.choice((draw.choice(self._words["fronts"]), self._head())) for _ in range(draw.randint(1, 3))]
        return " ".join(words)

    def _head(self) -> str:
        return self._random.choice(self._words["heads"])

    def _brand(self) -> str:
        draw, words = self._random, self._words
        if draw.random() < 0.4:  # noqa: PLR2004 - a share
            return self._spoken()
        middle = draw.choice(words["middles"]) if draw.random() < 0.5 else ""  # noqa: PLR2004 - a share
        start, end = draw.choice(words["starts"]), draw.choice(words["ends"])
        if draw.random() < 0.12:  # noqa: PLR2004 - a share
            return start + middle + end.capitalize()
        return start + middle + end

    def _spoken(self) -> str:
        """Draw two or three syllables, as makers of brands like them."""
        draw = self._random
        made = "".join(draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(draw.choice((1, 2, 2, 3))))
        return (made + draw.choice(_CODAS)).capitalize()
