"""Answers the short question of what another policy of duplicates would find, before it is kept. Heavy."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.dedup.policy import policy_from
from curation.domain.findings import DuplicateKind
from curation.domain.identity import Json
from curation.domain.samples import SampleStatus
from curation.errors import InputError
from curation.services.duplicates_tried import Counted, TriedPair, TriedPolicy
from curation.services.screening_duplicates import Found, find
from curation.services.screening_index import policy_of
from curation.store import samples as samples_store
from curation.store.database import Database
from curation.store.duplicates import newest
from curation.store.projects import known_project
from curation.store.sample_pages import counts_by_status
from curation.texts import text

SAMPLES = 10_000
SHOWN = 3
LONGEST = 160


@dataclass(frozen=True)
class DuplicatesTryOut:
    """Who answers `duplicates_try_out`; the question is `{"project_id", "policy"}`, the answer a TriedPolicy.

    Both policies are run on the same samples: all of the project, or the newest of a large one.
    """

    database: Database
    most: int = SAMPLES

    def __call__(self, question: Json) -> Json:
        """Search by both policies; raises InputError where the new one cannot be read."""
        match question:
            case {"project_id": str() as project_id, "policy": given}:
                pass
            case _:
                raise InputError(text("A try-out needs a project and a policy."))
        with self.database.reading() as tx:
            project = known_project(tx, project_id)
            total = sum(counts_by_status(tx, project_id).values())
            chosen = None if total <= self.most else newest(tx, project_id, self.most)
            heads = list(samples_store.head_texts(tx, project_id, chosen))
            now = policy_of(tx, project)
        readable = [one for one in heads if one.status is not SampleStatus.NOT_SCREENED]
        told = {one.id: _short(one.conversation.question) for one in readable}
        before, after = find(heads, now), find(heads, policy_from(given, project.language))
        shown = (*_fresh(after, before, told, gained=True), *_fresh(before, after, told, gained=False))
        return TriedPolicy(len(heads), total, _counted(before), _counted(after), shown).as_json()


def _counted(found: Found) -> Counted:
    alike = [group for group in found.groups if group.kind is not DuplicateKind.CONFLICT]
    members = sum(len(group.members) for group in alike)
    return Counted(len(alike), members, sum(pair.kind is DuplicateKind.CONFLICT for pair in found.pairs))


def _fresh(mine: Found, other: Found, told: Mapping[str, str], *, gained: bool) -> list[TriedPair]:
    """Return some pairs that are found here alone, the least alike first: they are the ones to look at."""
    known = {(pair.first, pair.second) for pair in other.pairs if pair.kind is not DuplicateKind.CONFLICT}
    near = [pair for pair in mine.pairs if pair.kind is DuplicateKind.NEAR and (pair.first, pair.second) not in known]
    fresh = [pair for pair in near if pair.first in told and pair.second in told]
    fresh.sort(key=lambda pair: (pair.jaccard, pair.first, pair.second))
    return [TriedPair(told[pair.first], told[pair.second], pair.jaccard, gained) for pair in fresh[:SHOWN]]


def _short(said: str) -> str:
    return said if len(said) <= LONGEST else said[:LONGEST] + "…"
