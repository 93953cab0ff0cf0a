"""Which languages names are found in, and by what. Patterns (numbers, addresses of mail) work in every language.

| languages | who finds names | screened |
|---|---|---|
| English | names model, name lists, titles, roles and other cues | yes |
| German, French, Spanish, Italian | name lists, titles; addresses and births by their forms | no |
| others in Latin letters | name lists: full names that begin with a known first name | no |
| any other | nothing | no |

A statistical model that a policy names (see `curation.pii.engines`) looks too, whatever the language; that does not
make a language screened, because nobody here has measured it.
"""

from curation.domain.identity import Json
from curation.texts import text

SCREENED = ("en",)
_BY_TITLES = ("de", "fr", "es", "it")
# ISO 639 codes whose texts are not written in Latin letters: the lists hold nothing of theirs.
_OTHER_LETTERS = frozenset(
    [
        "am", "ar", "as", "be", "bg", "bn", "bo", "dz", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kk", "km",
        "kn", "ko", "ku", "ky", "lo", "mk", "ml", "mn", "mr", "my", "ne", "or", "pa", "ps", "ru", "si", "sr", "ta",
        "te", "tg", "th", "ti", "ug", "uk", "ur", "yi", "zh",
    ]
)  # fmt: skip


def is_screened(language: str) -> bool:
    """Tell whether names are looked for in a language (`en`, `en-GB`) well enough to show its texts."""
    return _code(language) in SCREENED


def detection_words(language: str) -> str:
    """Say what detects names in a language; one that is not screened says so first."""
    if is_screened(language):
        return text("Names are found by the names model, by lists of names, and by titles and other cues.")
    if _code(language) in _BY_TITLES:
        return text(
            "Not screened: names are found by lists and behind titles, addresses and births by their forms. Other "
            "names are missed; mail addresses and numbers are found as everywhere."
        )
    if _code(language) in _OTHER_LETTERS:
        return text("Not screened: nothing finds names in it; mail addresses and numbers are found as everywhere.")
    return text(
        "Not screened: only full names that the lists know are found; mail addresses and numbers are found as "
        "everywhere."
    )


def is_closed(language: str, policy: Json) -> bool:
    """Tell whether texts in a language stay closed; the policy `languages` is `{"open": [codes]}`."""
    return not is_screened(language) and language not in opened(policy)


def opened(policy: Json) -> tuple[str, ...]:
    """Return the languages that somebody has opened although nothing finds names in them."""
    found = policy.get("open") if isinstance(policy, dict) else None
    return tuple(str(code) for code in found) if isinstance(found, list) else ()


def _code(language: str) -> str:
    return language.partition("-")[0].lower()
