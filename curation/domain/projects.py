"""A project: one vertical domain's effort."""

import re
from dataclasses import dataclass
from datetime import datetime

from curation.errors import InputError
from curation.texts import text

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Project:
    """One domain's effort; `key` names its samples (HMAC) and never leaves the store."""

    id: str
    slug: str
    name: str
    language: str
    guidelines: str
    intended_use: str
    key: bytes
    created_at: datetime
    demo: bool = False


def require_language(code: str) -> None:
    """Let a language code pass (`en`, `pt-BR`), or raise InputError."""
    if not _LANGUAGE.fullmatch(code):
        raise InputError(text("“{code}” is no language code. Write one such as en, de or pt-BR.", code=code))
