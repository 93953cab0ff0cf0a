"""What whoever decides is told of a sample that came back: the day that passed, the newer source, the guideline."""

from collections.abc import Collection
from datetime import date

from curation.domain.guideline_sections import section_name
from curation.domain.lapses import Back, Because, Why
from curation.domain.projects import Project
from curation.store.database import Transaction
from curation.store.recalls import last_standing, recalls_of
from curation.store.sources import newer_sources, source_names
from curation.store.validity import validities


def why_back(tx: Transaction, project: Project, sample_ids: Collection[str], today: date) -> dict[str, Back]:
    """Say of samples why they came back, or that they hold no more; those with nothing to say are left out."""
    ids = list(sample_ids)
    recalls, days, newer = recalls_of(tx, ids), validities(tx, ids), newer_sources(tx, ids)
    found: dict[str, Back] = {}
    for name in ids:
        recall, validity = last_standing(recalls[name]), days.get(name)
        if validity is None:
            continue
        because = None if recall is None else recall.because
        if because is None and name in newer:
            because = Because(Why.SOURCE, newer_id=newer[name])
        passed = validity.lapsed(today)
        if because is not None or passed:
            section = section_name(project.guidelines, None if because is None else because.section_id)
            found[name] = Back(because, validity.until, passed, section=section)
    return _named(tx, found)


def _named(tx: Transaction, found: dict[str, Back]) -> dict[str, Back]:
    newer = {one.because.newer_id for one in found.values() if one.because and one.because.newer_id}
    names = source_names(tx, newer)
    return {name: back.named(names) for name, back in found.items()}
