"""What the desk offers beside its card when a key asks for it: a note's fix as a text to look at before it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.domain.desk import ReviewItem
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.errors import NotFoundError, StaleRevisionError
from curation.quality.fixes import Fixed, fixed, keyed
from curation.services.reviewing import Reviewing, require_desk
from curation.store.database import Database
from curation.texts import text


@dataclass(frozen=True)
class DeskHelp:
    """Use cases of one key on the sample in front; nothing here changes a sample."""

    reviewing: Reviewing

    @property
    def database(self) -> Database:
        """Where the samples are."""
        return self.reviewing.database

    def fix(
        self, actor: Person, project: Project, place: tuple[str, int], keys: Sequence[str]
    ) -> tuple[ReviewItem, Fixed]:
        """Return a sample with the text that its notes of these keys (all, where none is named) offer.

        Raises StaleRevisionError where the text has changed meanwhile, NotFoundError where nothing is offered.
        """
        require_desk(actor)
        sample_id, revision = place
        item = self.reviewing.item(actor, project, sample_id)
        if item.revision.number != revision:
            raise StaleRevisionError(text("This text was changed while you had it open. Look at its notes again."))
        done = fixed(item.conversation, keyed(item.findings, keys))
        if done.conversation == item.conversation:
            raise NotFoundError(text("No note offers other words for this text."))
        return item, done
