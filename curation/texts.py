"""The one catalogue of everything a person reads (gettext; message ids are the English sentences)."""

from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

CATALOGUE = "workbench"
_FOLDER = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Choose the language of the texts that follow in this context (an ISO 639 code)."""
    _language.set(language)


def text(message: str, **values: object) -> str:
    """Translate an English sentence, then fill its `{named}` places."""
    sentence = _catalogue(_language.get()).gettext(message)
    return sentence.format(**values) if values else sentence


def texts(one: str, many: str, count: int, **values: object) -> str:
    """Translate a sentence that counts; `{count}` is filled with the count."""
    sentence = _catalogue(_language.get()).ngettext(one, many, count)
    return sentence.format(count=count, **values)


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    return translation(CATALOGUE, _FOLDER, languages=[language], fallback=True)
