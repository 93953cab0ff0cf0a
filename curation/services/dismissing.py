"""Notes that an expert finds beside the point: dismissed on the text they stand on, taken back, counted by check."""

from dataclasses import dataclass

from curation.domain.findings import Finding
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import InputError, NotFoundError, StaleRevisionError
from curation.quality.policy import RULE
from curation.quality.suite import CHECKS
from curation.services.weighing import weigh
from curation.store import reviews
from curation.store.corrections import newest_revision
from curation.store.database import Database
from curation.store.dismissals import set_dismissed
from curation.store.events import Thing, append_event
from curation.store.samples import sample
from curation.texts import text


def may_be_dismissed(check: str) -> bool:
    """Tell whether a note of this check is an opinion on a text; copies and what is held back are facts."""
    return check in CHECKS or check.startswith(RULE)


@dataclass(frozen=True)
class Dismissing:
    """Use cases of one note on the text that is on the screen."""

    database: Database
    clock: Clock = utc_now

    def dismiss(
        self, actor: Person, project: Project, place: tuple[str, int], key: str, *, back: bool = False
    ) -> tuple[Finding, ...]:
        """Dismiss a note (`Finding.key`) on a revision (sample id, number), or let it stand again (`back`).

        Doing it twice does it once. Raises StaleRevisionError where the text has changed meanwhile,
        NotFoundError where there is no such note, InputError for a note that states a fact.
        """
        actor.require(Permission.REVIEW)
        sample_id, revision = place
        with self.database.transaction() as tx:
            reviews.hold(tx, sample_id)
            head = sample(tx, project.id, sample_id).head
            newest = newest_revision(tx, sample_id)
            if revision != head or newest is None:
                raise StaleRevisionError(text("This text was changed while you had it open. Look at its notes again."))
            found = set_dismissed(tx, place, key, None if back else actor.id)
            if not found:
                raise NotFoundError(text("This note is not there any more: the checks have read the text again."))
            if not all(may_be_dismissed(one.check) for one in found):
                raise InputError(text("This note states a fact and cannot be dismissed. Decide on the sample instead."))
            weigh(tx, project, [sample_id])
            hashes = (newest.text_hash, key)
            action = "note.restored" if back else "note.dismissed"
            append_event(tx, self.clock(), actor.id, action, Thing("sample", sample_id, project.id, hashes))
        return tuple(found)
