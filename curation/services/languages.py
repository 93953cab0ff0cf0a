"""Languages in which nothing finds names: their texts stay closed until somebody opens them."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from curation.errors import InputError
from curation.pii.languages import is_screened, opened
from curation.store.database import Database
from curation.store.events import Thing, append_event
from curation.store.projects import add_policy, policy
from curation.store.samples import counts_by_language, open_language
from curation.texts import text

POLICY = "languages"


@dataclass(frozen=True)
class Languages:
    """Use cases of the languages of a project."""

    database: Database
    clock: Clock = utc_now

    def closed(self, actor: Person, project: Project) -> Mapping[str, int]:
        """Count the samples that are closed by language."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return counts_by_language(tx, project.id, SampleStatus.NOT_SCREENED)

    def open(self, actor: Person, project: Project, language: str) -> int:
        """Let experts and versions see a language's texts although nothing finds names in it; return how many.

        Raises InputError where names are found in it anyway.
        """
        actor.require(Permission.MANAGE)
        if is_screened(language):
            raise InputError(text("Texts in {language} are screened; they are not closed.", language=language))
        with self.database.transaction() as tx:
            now = self.clock()
            before = opened(policy(tx, project.id, POLICY))
            if language not in before:
                add_policy(tx, project.id, POLICY, {"open": [*before, language]}, (actor.id, now))
                append_event(tx, now, actor.id, "language.opened", Thing("project", project.id, project.id))
            return open_language(tx, project.id, language, now)
