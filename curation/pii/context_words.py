# pyright: basic
"""The words around a match, as presidio counts them with blank tokens, without cutting up the whole text.

Presidio looks through all words of a text for each word around each match, which takes time that grows faster than
the text; the words are the same.
"""

from collections.abc import Iterator
from itertools import islice

import regex

_TOKEN = regex.compile(r"\w+|[^\w\s]")
_BACKWARDS = regex.compile(r"(?r)\w+|[^\w\s]")


def words_around(text: str, start: int, before: int, behind: int) -> set[str]:
    """Return in lower case the word in which a match starts and so many before and behind it.

    A sign is no word; where a match starts with one, the next word on either side counts for it.
    """
    first = _TOKEN.search(text, start)
    if first is None:
        return set()
    found = set(islice(_words(_BACKWARDS.finditer(text, 0, first.end())), before + 1))
    token = next(_BACKWARDS.finditer(text, 0, first.end()))
    found.update(islice(_words(_TOKEN.finditer(text, token.start())), behind + 1))
    return found


def _words(tokens) -> Iterator[str]:  # noqa: ANN001 - regex has no types
    for token in tokens:
        word = token.group().lower()
        if word != "be" and any(map(str.isalnum, token.group())):
            yield word
