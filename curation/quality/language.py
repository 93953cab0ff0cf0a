# pyright: basic
"""The check of the language a text is written in; py3langid lives in this room alone."""

import re
from functools import lru_cache
from typing import Any

from curation.domain.findings import Severity
from curation.quality.passages import Case, Findings
from curation.texts import text

FEWEST_WORDS = 12
SURE = 0.95
ENOUGH = 400
_TAG = re.compile(r"<[A-Z_]+_\d+>|https?://\S+|`[^`]*`")


def wrong_language(case: Case) -> Findings:
    """A text that is surely written in another language than the sample's (an ISO 639 code, or none)."""
    if not case.language:
        return
    for turn in case.spoken:
        plain = _TAG.sub(" ", turn.content[:ENOUGH])
        if len(plain.split()) < FEWEST_WORDS:
            continue
        found, certainty = _identifier().classify(plain)
        if found != case.language.partition("-")[0].lower() and certainty >= SURE:
            sentence = text(
                "The {field} is in another language: “{found}” instead of “{language}”.",
                field=turn.field,
                found=found,
                language=case.language,
            )
            yield turn.finding("wrong_language", Severity.WARNING, sentence)


@lru_cache(maxsize=1)
def _identifier() -> Any:  # noqa: ANN401 - an untyped library
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - heavy; the table itself is light

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
