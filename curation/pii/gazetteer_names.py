"""Names that the lists know, whatever stands around them: a first name alone, or with capitalised words behind."""

import re
from pathlib import Path

from curation.pii.detections import Detection
from curation.pii.gazetteer import MODEL_FOLDER, Gazetteer, gazetteer_in
from curation.pii.names import NOT_NAMES, UPPER
from curation.pii.not_people import is_no_person

_RUN = re.compile(rf"[{UPPER}](?<![^\W_].)[^\W\d_]+(?:[ -](?:[{UPPER}]\.?[ ])?[{UPPER}][^\W\d_]+){{0,3}}(?![^\W_])")
_CAPITAL = re.compile(rf"[{UPPER}](?<![^\W_].)[^\W\d_]+")
_ARTICLE = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Ee]ach|[Ee]very)\s\Z")
_WORD = re.compile(r"[^\W\d_]+")
FULL, ALONE = 0.45, 0.22


class GazetteerNames:
    """Finds runs of capitalised words that begin with a known first name and read as no ordinary words."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self._gazetteer = gazetteer_in(folder)
        self._firsts = self._gazetteer.first - self._gazetteer.common - self._gazetteer.country

    @property
    def name(self) -> str:
        """The detector's name and version."""
        return "name lists 1"

    def detect(self, text: str) -> list[Detection]:
        """Return full names with a middling score, first names alone with a low one."""
        found: list[Detection] = []
        if self._firsts.isdisjoint({word.lower() for word in _CAPITAL.findall(text)}):
            return found
        for match in _RUN.finditer(text):
            words = _WORD.findall(match.group())
            score = _score([word.lower() for word in words if len(word) > 1], self._gazetteer)
            if _ARTICLE.search(text, max(0, match.start() - 8), match.start()):
                continue
            if score and not match.group().isupper() and not is_no_person(text, *match.span()):
                found.append(Detection(*match.span(), "PERSON", score, "name list"))
        return found


def _score(words: list[str], known: Gazetteer) -> float:
    if not words or words[0] not in known.first or words[0] in known.common or words[0] in known.country:
        return 0.0
    if any(word in NOT_NAMES for word in words):
        return 0.0
    if len(words) == 1:
        return 0.0 if words[0] in known.town else ALONE
    behind = words[-1]
    return FULL if behind in known.last or behind not in known.common else 0.0
