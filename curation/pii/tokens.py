"""Words and sentences of a text, with their places (code points). Pure and fast."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 160
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\n|[^\w\s]|_")
_ENDS = frozenset(".!?")
_ABBREVIATED = frozenset(
    "dr mr mrs ms mx prof st rev hon jr sr no nr vs v inc ltd co corp dept approx e g i etc al apt ave rd blvd ste "
    "tel ext fig art sec ph".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters, a run of digits, a sign or a line break."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the token ends, exclusive."""
        return self.start + len(self.text)


def tokens_of(text: str) -> list[Token]:
    """Split a text; blanks are left out, line breaks stay."""
    return [Token(match.group(), match.start()) for match in _TOKEN.finditer(text)]


def sentences_of(text: str) -> Iterator[list[Token]]:
    """Cut a text into sentences of at most LONGEST tokens; an empty line ends one, a single line break does not."""
    held: list[Token] = []
    for token in tokens_of(text):
        if held and (len(held) >= LONGEST or _new_sentence(held, token)):
            yield held
            held = []
        held.append(token)
    if held:
        yield held


def _new_sentence(held: list[Token], token: Token) -> bool:
    last = held[-1]
    if token.text == "\n":
        return False
    if last.text == "\n":
        return len(held) > 1 and held[-2].text == "\n"
    if last.text not in _ENDS or token.start == last.end or not (token.text[0].isupper() or token.text[0] in "\"'\u201c("):
        return False
    before = held[-2].text if len(held) > 1 else ""
    return last.text != "." or not (len(before) == 1 and before.isupper() or before.lower() in _ABBREVIATED)
