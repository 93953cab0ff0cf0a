"""The shape of a person's name, and the capitalised words that are not one."""

from pathlib import Path

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
WORD = rf"[{UPPER}][^\W\d_]*(?:['\u2019-][^\W\d_]+)*"
INITIAL = rf"[{UPPER}]\."
_PARTICLE = r"(?:van|von|der|den|de|la|le|du|di|da|del|dos|bin|ibn|al|el|ten|ter|zu)"
_GAP = r"[ \u00a0]"
_NEXT = rf"{_GAP}(?:{_PARTICLE}{_GAP}){{0,2}}(?:{WORD}|{INITIAL})"
NAME = rf"(?:{INITIAL}{_GAP}?){{0,2}}{WORD}(?:{_NEXT}){{0,3}}"
FULL_NAME = rf"(?:{INITIAL}{_GAP}?){{0,2}}{WORD}(?:{_NEXT}){{1,3}}"

# Words that stand capitalised after a title or a role without being a name: heads of compounds,
# sentence openers, the calendar, eponyms of diseases, organisations.
NOT_NAMES = frozenset(Path(__file__).with_name("not_names.txt").read_text(encoding="utf-8").split())


def name_within(value: str, least: int = 1, *, skipping: bool = False) -> tuple[int, str] | None:
    """Cut a capitalised run down to a name: (offset, name), or None where there is none.

    Possessive endings and everything from the first word that is not a name on are cut; with
    `skipping`, words in front that are none ("Client Anna Weber") are passed over. A name of fewer
    than `least` words is none.
    """
    words = value.replace("\u00a0", " ").split(" ")
    first = 0
    while skipping and first < len(words) and _bare(words[first]) in NOT_NAMES:
        first += 1
    kept = _front(words[first:])
    if len(kept) < least or not any(len(_bare(word)) > 1 for word in kept):
        return None
    return sum(len(word) + 1 for word in words[:first]), _unowned(" ".join(kept))


def _front(words: list[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        if _bare(word) in NOT_NAMES:
            break
        kept.append(word)
        if _unowned(word) != word:
            break
    while kept and kept[-1][0].islower():
        kept.pop()
    return kept


def _unowned(word: str) -> str:
    return word.removesuffix("'s").removesuffix("\u2019s")


def _bare(word: str) -> str:
    return _unowned(word).rstrip(".").lower()
