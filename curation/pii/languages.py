"""Which languages names are found in, and by what. Patterns (numbers, addresses of mail) work in every language."""

from curation.domain.identity import Json
from curation.texts import text

SCREENED = ("en",)
_TITLES_ONLY = ("de", "fr", "es", "it")


def is_screened(language: str) -> bool:
    """Tell whether names are looked for in a language (`en`, `en-GB`) well enough to show its texts."""
    return language.partition("-")[0].lower() in SCREENED


def detection_words(language: str) -> str:
    """Say what detects names in a language."""
    if is_screened(language):
        return text("Names are found by titles, cue phrases and the engine's own detectors.")
    if language.partition("-")[0].lower() in _TITLES_ONLY:
        return text("Names are found behind titles only; mail addresses and numbers as everywhere.")
    return text("Nothing finds names in it; mail addresses and numbers are found as everywhere.")


def is_closed(language: str, policy: Json) -> bool:
    """Tell whether texts in a language stay closed; the policy `languages` is `{"open": [codes]}`."""
    return not is_screened(language) and language not in opened(policy)


def opened(policy: Json) -> tuple[str, ...]:
    """Return the languages that somebody has opened although nothing finds names in them."""
    found = policy.get("open") if isinstance(policy, dict) else None
    return tuple(str(code) for code in found) if isinstance(found, list) else ()
