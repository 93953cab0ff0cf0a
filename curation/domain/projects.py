"""A project: one vertical domain's effort."""

from dataclasses import dataclass
from datetime import datetime


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
