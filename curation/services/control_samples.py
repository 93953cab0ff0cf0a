"""Control samples: settled ones that are put among people's work unannounced, with what is expected of them."""

from collections.abc import Collection
from dataclasses import dataclass

from curation.domain.jobs import JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.probes import Answer, GoldLine
from curation.domain.projects import Project
from curation.domain.samples import Revision, Sample, SampleStatus
from curation.errors import ConflictError, NotFoundError
from curation.pii.sealed import Seal
from curation.store import gold as store
from curation.store.corrections import open_revisions
from curation.store.database import Database
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.samples import samples
from curation.texts import text


@dataclass(frozen=True)
class ControlSamples:
    """Use cases of control samples; what is expected is what was settled, so it is never typed twice."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def lines(self, actor: Person, project: Project) -> tuple[GoldLine, ...]:
        """Return the control samples of a project, newest first, with how they were answered."""
        actor.require(Permission.MANAGE)
        with self.database.reading() as tx:
            return store.gold_lines(tx, project.id)

    def add(self, actor: Person, project: Project, sample_ids: Collection[str], why: str, *, first: bool = True) -> int:
        """Make settled samples control samples; return how many were none before.

        A rejected one is expected to be rejected. An approved one that was corrected is shown as it came and expected
        to be corrected where `first` says so, else shown as it is and expected to be approved. `why` is read after
        the answer where the project gives feedback; it is sealed until it is screened. Raises ConflictError for a
        sample that is not settled, NotFoundError for one that is not here.
        """
        actor.require(Permission.MANAGE)
        reason = why.strip()
        with self.database.transaction() as tx:
            found, texts = samples(tx, project.id, sample_ids), open_revisions(tx, sample_ids)
            fresh = [one for one in dict.fromkeys(sample_ids) if not store.is_gold(tx, project.id, one)]
            made: list[str] = []
            for sample_id in fresh:
                if sample_id not in found or sample_id not in texts:
                    raise NotFoundError(text("There is no sample {sample} in this project.", sample=sample_id))
                shown = _expected(found[sample_id], texts[sample_id], first=first)
                gold = store.a_gold(sample_id, shown, actor.id, self.clock())
                store.add_gold(tx, project.id, gold, self.seal.close(reason) if reason else None)
                append_event(tx, self.clock(), actor.id, "gold.added", Thing("gold", gold.id, project.id))
                made.append(gold.id)
            if made and reason:
                add_job(tx, JobKind.SCREEN_REVISIONS, {"gold": made}, actor.id, project.id, self.clock())
        return len(made)

    def end(self, actor: Person, project: Project, gold_id: str) -> None:
        """Ask nobody for a control sample any more; what was answered stays."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            if not store.end_gold(tx, project.id, gold_id, self.clock()):
                raise NotFoundError(text("There is no control sample {name} in this project.", name=gold_id))
            append_event(tx, self.clock(), actor.id, "gold.ended", Thing("gold", gold_id, project.id))


def _expected(found: Sample, texts: tuple[Revision, ...], *, first: bool) -> tuple[int, Answer, int | None]:
    if found.status is SampleStatus.REJECTED:
        return found.head, Answer.REJECT, None
    if found.status is not SampleStatus.APPROVED:
        raise ConflictError(
            text(
                "Only a sample that is approved or rejected can be a control sample; {sample} is not.", sample=found.id
            )
        )
    if first and texts[0].text_hash != texts[-1].text_hash:
        return texts[0].number, Answer.CORRECT, found.head
    return found.head, Answer.APPROVE, None
