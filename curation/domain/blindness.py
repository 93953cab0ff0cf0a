"""Who may know what others said of a sample: the one rule behind every screen, route and export of decisions."""

from collections.abc import Iterable
from dataclasses import dataclass

from curation.domain.people import Permission, Person
from curation.domain.review_policy import Visibility
from curation.domain.reviews import Decision
from curation.domain.samples import UNSETTLED, SampleStatus

SETTLED = frozenset({SampleStatus.APPROVED, SampleStatus.REJECTED})
"""Where a control sample can be made of what was decided."""
_DECIDED = SETTLED | {SampleStatus.RETRIEVAL}
_SPOKEN = _DECIDED | set(UNSETTLED)


@dataclass(frozen=True)
class Looking:
    """Somebody who looks at samples, and when the project lets reviewers see what others said."""

    person_id: str
    settles: bool
    visibility: Visibility
    reviews: bool = True

    def may_know(self, status: SampleStatus, *, spoke: bool) -> bool:
        """Tell whether they may know what others said of a sample; `spoke` says that their own decision counts there.

        Before all asked have spoken nobody knows, but who has spoken where policy says so. Whoever settles
        disagreements knows as soon as all have spoken. On a settled sample nobody is asked any more.
        """
        if self.settles and status in _SPOKEN:
            return True
        if self.visibility is Visibility.NEVER:
            return False
        if self.visibility is Visibility.OWN and spoke:
            return True
        return status in (_SPOKEN if spoke else _DECIDED)

    def may_hear(self, status: SampleStatus, *, spoke: bool) -> bool:
        """Tell whether they may know of flags and comments by people who review: as of decisions, if they review.

        Whoever never decides here is not led by them, and hears them at once.
        """
        return not self.reviews or self.may_know(status, spoke=spoke)

    def known(self, decisions: Iterable[Decision], status: SampleStatus, *, spoke: bool) -> tuple[Decision, ...]:
        """Return the decisions on a sample that they may know: their own always."""
        every = self.may_know(status, spoke=spoke)
        return tuple(d for d in decisions if every or d.person_id == self.person_id)


def looking(person: Person, visibility: Visibility) -> Looking:
    """Return how a person looks at samples of a project."""
    return Looking(person.id, person.may(Permission.ADJUDICATE), visibility, person.may(Permission.REVIEW))
