"""What lies on one's own desk, as lists and groups may tell it: control samples look like any that waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from curation.domain.browsing import Hit
from curation.domain.duplicates import Member
from curation.domain.people import Permission, Person
from curation.domain.probes import Probe
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from curation.errors import ConflictError
from curation.store.corrections import find_revision
from curation.store.database import Transaction
from curation.store.leases import samples_of
from curation.store.probes import open_probes
from curation.store.reviews import review_policy
from curation.store.sample_hits import LONGEST
from curation.texts import text


@dataclass(frozen=True)
class OnDesk:
    """Samples that a reviewer is asked about again, and all that they hold, those included."""

    asked: Mapping[str, Probe] = field(default_factory=dict[str, Probe])
    held: frozenset[str] = frozenset()

    def as_asked(self, tx: Transaction, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Return hits as the desk shows them: what is asked again waits, at the text that is asked about."""
        return tuple(self._as_asked(tx, hit) if hit.sample.id in self.asked else hit for hit in hits)

    def _as_asked(self, tx: Transaction, hit: Hit) -> Hit:
        probe = self.asked[hit.sample.id]
        sample = replace(hit.sample, status=SampleStatus.WAITING, head=probe.revision)
        question, answer = _texts(tx, probe)
        return replace(hit, sample=sample, question=question[:LONGEST], answer=answer[:LONGEST])

    def members(self, tx: Transaction, found: Sequence[Member]) -> tuple[Member, ...]:
        """Return the members of groups as the desk shows them, in the same order."""
        return tuple(self._member(tx, one) if one.sample_id in self.asked else one for one in found)

    def _member(self, tx: Transaction, one: Member) -> Member:
        probe = self.asked[one.sample_id]
        question, answer = _texts(tx, probe)
        return replace(one, status=SampleStatus.WAITING, revision=probe.revision, question=question, answer=answer)


def _texts(tx: Transaction, probe: Probe) -> tuple[str, str]:
    """Return question and answer that somebody is asked about, both empty where they may not be read yet."""
    found = find_revision(tx, probe.sample_id, probe.revision)
    told = None if found is None else found[0].conversation
    return ("", "") if told is None else (told.question, told.answer)


def on_desk(tx: Transaction, actor: Person, project: Project) -> OnDesk:
    """Return what lies on a reviewer's desk; nothing where they are asked nothing again, or manage the control samples.

    A search that tells where a sample stands leaves out all that they hold: if only what is asked again were missing
    among what waits, one would know it by that.
    """
    if actor.may(Permission.MANAGE) or not actor.may(Permission.REVIEW):
        return OnDesk()
    asked = open_probes(tx, project.id, actor.id)
    return OnDesk(asked, frozenset({*asked, *samples_of(tx, actor.id)})) if asked else OnDesk()


def require_off_desk(tx: Transaction, actor: Person, project: Project, sample_id: str) -> None:
    """Refuse, with a ConflictError, to give other words to a sample that lies on one's own desk elsewhere than there.

    Of a control sample that is asked of somebody an older text may be shown: writing over it would lose the newer
    one. So that nothing is told by it, whatever else they hold is refused in the same words.
    """
    if actor.may(Permission.MANAGE):
        return
    asked, rules = open_probes(tx, project.id, actor.id), review_policy(tx, project.id)
    held = samples_of(tx, actor.id) if asked or rules.gold_rate or rules.repeat_rate else []
    if sample_id in {*asked, *held}:
        raise ConflictError(
            text(
                "The sample that you keep lies on your desk. Decide on it there first (My work), then merge the others "
                "into it; or keep another one. What you typed is kept."
            )
        )
