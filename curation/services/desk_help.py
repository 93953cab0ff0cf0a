"""What the desk offers beside its card when a key asks for it: a note's fix to look at, and what was settled before."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.domain.blindness import SETTLED
from curation.domain.desk import Partner, ReviewItem
from curation.domain.findings import DuplicateKind
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from curation.errors import NotFoundError, StaleRevisionError
from curation.quality.fixes import Fixed, fixed, keyed
from curation.quality.sentences import stems
from curation.review.likeness import jaccard, rarities, telling_words
from curation.services.reviewing import Reviewing, require_desk
from curation.store.database import Database
from curation.store.gold import gold_samples
from curation.store.neighbours import settled_like
from curation.store.probes import open_probes
from curation.texts import text

LEAST_ALIKE = 0.25
MOST_SIMILAR = 5


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

    def similar(self, actor: Person, project: Project, sample_id: str) -> tuple[Partner, ...]:
        """Return settled samples whose questions are like this one's, approved ones first, at most five.

        Only what is settled is told, so nobody learns what others say of open samples; control samples and what
        the person is asked again are left out. Alike is the Jaccard similarity of the words that
        carry meaning, rare ones weighing more.
        """
        require_desk(actor)
        item = self.reviewing.item(actor, project, sample_id)
        asked = item.conversation.question
        with self.database.reading() as tx:
            words = telling_words(asked, lambda word: not stems(word))
            hidden = {sample_id, *gold_samples(tx, project.id), *open_probes(tx, project.id, actor.id)}
            found, held = settled_like(tx, project.id, words, SETTLED)
        own = stems(asked)
        told = {stem: weight for word, weight in rarities(held).items() for stem in stems(word)}
        shared = [
            Partner(
                one.sample_id,
                DuplicateKind.NEAR,
                jaccard(own, stems(one.question), told),
                one.status,
                one.question,
                one.answer,
            )
            for one in found
        ]
        copies = [one for one in item.partners if one.status in SETTLED]
        likely = {one.sample_id: one for one in (*shared, *copies) if one.sample_id not in hidden}
        kept = sorted(likely.values(), key=lambda one: (-one.jaccard, one.sample_id))
        nearest = [one for one in kept if one.jaccard >= LEAST_ALIKE][:MOST_SIMILAR]
        return tuple(sorted(nearest, key=lambda one: one.status is not SampleStatus.APPROVED))
