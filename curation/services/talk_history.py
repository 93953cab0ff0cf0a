"""What was said about a sample, as moments of its history: flags, comments, resolved threads, for who may read them."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from curation.domain.histories import Happened, Moment
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.talk import spoken
from curation.services.hearing import Hearing, hearings
from curation.store.database import Transaction
from curation.store.flags import flags_of
from curation.store.threads import threads_of


def talked(
    tx: Transaction, actor: Person, project: Project, place: tuple[str, datetime], people: Mapping[str, str]
) -> tuple[Moment, ...]:
    """Return what was said about a sample (its id, and the moment of now), oldest first; notes still sealed are empty.

    `people` are names by id, for the members that comments name.
    """
    sample_id, now = place
    heard = hearings(tx, actor, project, [sample_id], now).get(sample_id)
    if heard is None:
        return ()
    found = [*_flags(tx, sample_id, heard), *_threads(tx, sample_id, heard, people)]
    return tuple(sorted(found, key=lambda one: one.at))


def together(history: tuple[Moment, ...], talk: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Return both in the order of their moments; what was said comes after what was done at the same moment."""
    return tuple(sorted((*history, *talk), key=lambda one: one.at)) if talk else history


def _flags(tx: Transaction, sample_id: str, heard: Hearing) -> Iterator[Moment]:
    for flag, _ in flags_of(tx, [sample_id]):
        if heard.flags(flag):
            away = flag.ended_at is not None
            yield Moment(
                flag.made_at,
                Happened.FLAGGED,
                flag.person_id,
                flag.label,
                undone=away,
                said=flag.note or "",
                section=flag.section,
                section_hash=flag.section_hash,
            )
            if flag.ended_at is not None:
                yield Moment(flag.ended_at, Happened.UNFLAGGED, flag.ended_by, flag.label)


def _threads(tx: Transaction, sample_id: str, heard: Hearing, people: Mapping[str, str]) -> Iterator[Moment]:
    for thread, comments in threads_of(tx, [sample_id]):
        if not heard.threads(thread):
            continue
        for one, _ in comments:
            if heard.comments(one):
                words = "" if one.words is None else spoken(one.words, one.mentions, people)
                back = one.withdrawn_at is not None
                yield Moment(one.created_at, Happened.COMMENTED, one.author_id, undone=back, said=words)
        if thread.resolved_at is not None:
            yield Moment(thread.resolved_at, Happened.RESOLVED, thread.resolved_by)
