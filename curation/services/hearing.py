"""Who may read which flags and comments on a sample: the rule of blindness, and what a control sample must not tell."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from curation.domain.blindness import looking
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.talk import Comment, Flag, Thread
from curation.services.probing import Probing
from curation.services.reviewing_queue import HandingOut
from curation.store.database import Transaction
from curation.store.reviews import review_policy
from curation.store.samples import samples
from curation.store.voices import voices_of


@dataclass(frozen=True)
class Hearing:
    """What one person may read on one sample.

    `since` is when the sample was put among theirs as one whose answer is known: it must look like any that waits,
    so only what they said after that is shown, and `revision` is the only text of it that they may know.
    """

    person_id: str
    every: bool
    since: datetime | None
    revision: int | None = None

    def hears(self, author_id: str, at: datetime, *, reviewer: bool) -> bool:
        """Tell whether they may read what somebody said at a moment; `reviewer` says whether that person reviewed."""
        own = author_id == self.person_id
        if self.since is not None:
            return own and at >= self.since
        return own or self.every or not reviewer

    def flags(self, flag: Flag) -> bool:
        """Tell whether they may know of a flag."""
        return self.hears(flag.person_id, flag.made_at, reviewer=flag.reviewer)

    def threads(self, thread: Thread) -> bool:
        """Tell whether they may know of a thread."""
        return self.hears(thread.created_by, thread.created_at, reviewer=thread.reviewer)

    def comments(self, comment: Comment) -> bool:
        """Tell whether they may read a comment: screened or their own."""
        heard = self.hears(comment.author_id, comment.created_at, reviewer=comment.reviewer)
        return heard and (comment.screened or comment.author_id == self.person_id)


def hearings(
    tx: Transaction, actor: Person, project: Project, sample_ids: Collection[str], now: datetime
) -> dict[str, Hearing]:
    """Return what a person may read on samples, by id; those that are not of the project are left out."""
    rules = review_policy(tx, project.id)
    looks = looking(actor, rules.visibility)
    probes = Probing(HandingOut(tx, actor, project, rules, now)).open if looks.reviews else {}
    found, voices = samples(tx, project.id, sample_ids), voices_of(tx, sample_ids)
    hearing: dict[str, Hearing] = {}
    for name, one in found.items():
        spoke = actor.id in {voice.person_id for voice in voices[name]}
        probe = probes.get(name)
        every = looks.may_hear(one.status, spoke=spoke)
        hearing[name] = Hearing(actor.id, every, *((None, None) if probe is None else (probe.asked_at, probe.revision)))
    return hearing
