"""Who asks for a second opinion, for those who may give it."""

from collections.abc import Sequence

from curation.domain.desk import ReviewItem
from curation.domain.people import Permission
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from workbench.access import Caller
from workbench.bootstrap import Workbench


def askers(workbench: Workbench, caller: Caller, items: Sequence[ReviewItem]) -> dict[str, list[str]]:
    """Return by sample the names of those who were not sure of it; nothing for who may not settle it."""
    asked = [item for item in items if item.status is SampleStatus.ESCALATED]
    if not asked or not caller.person.may(Permission.ADJUDICATE):
        return {}
    names = workbench.overview.names(caller.person)
    return {
        item.sample_id: [
            names[d.person_id] for d in item.others if d.verdict is Verdict.ESCALATE and d.person_id in names
        ]
        for item in asked
    }
