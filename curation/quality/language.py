# pyright: basic
"""The check of the language a text is written in; py3langid lives in this room alone."""

import re
from collections.abc import Iterable
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from curation.domain.findings import Finding, Severity
from curation.domain.samples import Conversation
from curation.quality.passages import spoken
from curation.texts import text

FEWEST_WORDS = 12
SURE = 0.95
ENOUGH = 400
_TAG = re.compile(r"<[A-Z_]+_\d+>|https?://\S+|`[^`]*`")


def wrong_language(conversation: Conversation, language: str) -> Iterable[Finding]:
    """A text that is surely written in another language than the sample's (an ISO 639 code, or none)."""
    if not language:
        return
    for turn in spoken(conversation):
        plain = _TAG.sub(" ", turn.content[:ENOUGH])
        if len(plain.split()) < FEWEST_WORDS:
            continue
        found, certainty = _identifier().classify(plain)
        if found != language.partition("-")[0].lower() and certainty >= SURE:
            sentence = text(
                "The text is in another language: “{found}” instead of “{language}”.", found=found, language=language
            )
            yield turn.finding("wrong_language", Severity.WARNING, sentence)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
