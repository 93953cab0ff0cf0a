"""What people say to each other about a sample: flags with a reason, and threads of comments that name members."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from curation.domain.people import Person

LONGEST_NOTE = 2_000
LONGEST_COMMENT = 10_000
LONGEST_QUOTE = 600
MOST_MENTIONS = 20
_MEMBER = re.compile(r"<MEMBER_(\d{1,3})>")


class QuotedPart(StrEnum):
    """Which text of a sample a thread is about."""

    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True)
class Flag:
    """A flag on a sample; `note` is None while only its author may read it, `reviewer`: others who review are blind.

    `ended_at` and `ended_by` tell when and by whom it was taken away. `section` and `section_hash` name what the reason
    rested on in the guidelines, as a decision does.
    """

    id: str
    sample_id: str
    revision: int
    person_id: str
    reason: str
    label: str
    note: str | None
    reviewer: bool
    made_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    section: str | None = None
    section_hash: str | None = None


@dataclass(frozen=True)
class NewFlag:
    """A flag as its maker sends it; `id` is chosen by the sender, so that sending twice counts once."""

    id: str
    sample_id: str
    revision: int
    reason: str
    note: str = ""


@dataclass(frozen=True)
class FlagCount:
    """How often a reason is in use: open flags, those of them on samples that others are still blind to, ended ones."""

    reason: str
    label: str
    open: int
    hidden: int
    ended: int


@dataclass(frozen=True)
class Quoted:
    """The words of a revision that a thread is about: where they began in the question or answer, in code points."""

    part: QuotedPart
    start: int
    words: str


@dataclass(frozen=True)
class Comment:
    """One comment; `words` is None while only its author may read it, or once it was taken back.

    `mentions` are the members named in it, in order; `words` holds `<MEMBER_1>` for the first of them.
    """

    id: str
    thread_id: str
    author_id: str
    words: str | None
    mentions: tuple[str, ...]
    reviewer: bool
    created_at: datetime
    withdrawn_at: datetime | None = None
    screened: bool = True
    read: bool = True


@dataclass(frozen=True)
class Thread:
    """A conversation about a sample, oldest comment first."""

    id: str
    sample_id: str
    revision: int
    quoted: Quoted | None
    created_by: str
    created_at: datetime
    reviewer: bool
    resolved_at: datetime | None
    resolved_by: str | None
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class NewComment:
    """A comment as its author sends it: an answer in a thread, or a new one about words (`start` to `end`) of one."""

    id: str
    sample_id: str
    revision: int
    body: str
    thread_id: str | None = None
    part: QuotedPart | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Talk:
    """All that somebody may read of what is said about a sample, what they were typing there, and who can be named."""

    threads: tuple[Thread, ...]
    drafts: Mapping[str, str]
    people: Mapping[str, str]


@dataclass(frozen=True)
class UnreadTalk:
    """New comments that wait for somebody on a sample; `named` tells whether one of them names them."""

    sample_id: str
    count: int
    named: bool
    newest_at: datetime


def with_members(body: str, members: Sequence[Person]) -> tuple[str, tuple[str, ...]]:
    """Put a tag in the place of every @name of a member, so that no search for names takes it; return text and ids."""
    longest_first = sorted((one for one in members if one.name), key=lambda one: (-len(one.name), one.id))
    if not longest_first or "@" not in body:
        return body, ()
    ids: list[str] = []
    by_name: dict[str, str] = {}
    for one in longest_first:
        by_name.setdefault(one.name.casefold(), one.id)
    names = "|".join(re.escape(one.name) for one in longest_first)

    def tag(match: re.Match[str]) -> str:
        person = by_name.get(match[1].casefold())
        if person is None or (person not in ids and len(ids) >= MOST_MENTIONS):
            return match[0]
        if person not in ids:
            ids.append(person)
        return f"<MEMBER_{ids.index(person) + 1}>"

    return re.sub(rf"(?<!\w)@({names})(?!\w)", tag, body, flags=re.IGNORECASE), tuple(ids)


def spoken(words: str, mentions: Sequence[str], people: Mapping[str, str]) -> str:
    """Return a comment with the names of the members that it names."""

    def name(match: re.Match[str]) -> str:
        number = int(match[1]) - 1
        known = people.get(mentions[number]) if 0 <= number < len(mentions) else None
        return match[0] if known is None else f"@{known}"

    return _MEMBER.sub(name, words)


def tags_of_members(mentions: Sequence[str]) -> list[str]:
    """Return the tags that stand for the members named in a comment."""
    return [f"<MEMBER_{number + 1}>" for number in range(len(mentions))]
