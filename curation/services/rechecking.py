"""Checks the samples that are there again: after a change of the rules, and when new words have become known."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from curation.domain.findings import Finding
from curation.domain.jobs import Job, Progress, Reporter
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from curation.quality.policy import RULE, ChecksPolicy
from curation.quality.suite import CHECKS, check
from curation.services.checks_policy import checks_of
from curation.services.weighing import weigh
from curation.store import findings as findings_store
from curation.store import samples as samples_store
from curation.store.database import Database, Transaction
from curation.store.projects import known_project
from curation.texts import text

AT_ONCE = 250
SPELLING = "spelling"
_DECIDED = frozenset({SampleStatus.APPROVED, SampleStatus.REJECTED, SampleStatus.RETRIEVAL})


@dataclass(frozen=True)
class Rechecking:
    """The light stage of RECHECK; its payload is `{}`. Each batch is a transaction, so it may be killed anywhere."""

    database: Database

    def run(self, job: Job, reporter: Reporter) -> None:
        """Check the newest text of every sample of the project."""
        with self.database.reading() as tx:
            project = known_project(tx, job.project_id)
            ids = samples_store.ids_of(tx, project.id)
        notes = 0
        for start in range(0, len(ids), AT_ONCE):
            reporter.report(Progress(start, len(ids), text("Checking all samples again")))
            notes += recheck(self.database, project, ids[start : start + AT_ONCE])
        reporter.log(f"{len(ids)} samples checked again, {notes} notes")
        reporter.report(Progress(len(ids), len(ids)))


def recheck(database: Database, project: Project, ids: Sequence[str]) -> int:
    """Replace what the checks said of the newest texts of samples; return how many notes they got.

    What a check said that is off by now stays on decided samples: it tells how experts took its notes.
    """
    with database.transaction() as tx:
        policies = _policies(tx, project, ids)
        rules = {name for name in findings_store.counts_by_check(tx, project.id) if name.startswith(RULE)}
        fresh: list[tuple[str, int, Finding]] = []
        gone: defaultdict[frozenset[str], list[str]] = defaultdict(list)
        heads = samples_store.samples(tx, project.id, ids)
        for head in samples_store.head_texts(tx, project.id, ids):
            sample, chosen = heads[head.id], policies[heads[head.id].language]
            found = check(head.conversation, sample.language, chosen)
            fresh += [(head.id, sample.head, finding) for finding in found]
            gone[_replaced(chosen, head.status in _DECIDED, rules)].append(head.id)
        _replace(tx, project, gone, fresh)
    return len(fresh)


def forget_known_words(database: Database, project: Project) -> None:
    """Drop notes of spelling on words that have become the project's own since."""
    with database.transaction() as tx:
        ids = list(findings_store.samples_with(tx, project.id, SPELLING))
        policies = _policies(tx, project, ids)
        heads = samples_store.samples(tx, project.id, ids)
        fresh: list[tuple[str, int, Finding]] = []
        for head in samples_store.head_texts(tx, project.id, ids):
            sample = heads[head.id]
            only = replace(policies[sample.language], switches=tuple((name, name == SPELLING) for name in CHECKS))
            fresh += [(head.id, sample.head, one) for one in check(head.conversation, sample.language, only)]
        _replace(tx, project, {frozenset({SPELLING}): ids}, fresh)


def _policies(tx: Transaction, project: Project, ids: Collection[str]) -> dict[str, ChecksPolicy]:
    languages = {sample.language for sample in samples_store.samples(tx, project.id, ids).values()}
    return {language: checks_of(tx, project.id, language) for language in sorted(languages)}


def _replaced(chosen: ChecksPolicy, decided: bool, rules: Collection[str]) -> frozenset[str]:  # noqa: FBT001 - a status
    names = {*CHECKS, *rules}
    return frozenset(name for name in names if not decided or chosen.is_on(name)) or frozenset({SPELLING})


def _replace(
    tx: Transaction,
    project: Project,
    gone: "dict[frozenset[str], list[str]]",
    fresh: Sequence[tuple[str, int, Finding]],
) -> None:
    touched: list[str] = []
    for names, ids in gone.items():
        findings_store.drop_of_heads(tx, ids, names)
        touched += ids
    kept = {name: {one.key for one in found} for name, found in findings_store.findings_of_heads(tx, touched).items()}
    findings_store.add_findings(tx, [one for one in fresh if one[2].key not in kept[one[0]]])
    weigh(tx, project, touched)
