"""Domain objects as tables, chart data and words for screens; no Streamlit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from curation.domain.people import PersonRole
from curation.domain.releases import ReleasePlan
from curation.domain.reviews import Verdict
from curation.domain.samples import Origin, SampleStatus
from curation.domain.versions import DatasetVersion, Split
from curation.release.manifest import FileFacts
from curation.release.words import left_out_words
from curation.texts import text

_SIZES = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


def local_time(moment: datetime, timezone: str) -> str:
    """Write a moment in a browser's zone: `21 Nov 2026, 14:05`."""
    return f"{moment.astimezone(ZoneInfo(timezone)):%-d %b %Y, %H:%M}"


def file_size(size: int) -> str:
    """Write a number of bytes for people: `1.4 MB`."""
    value, unit = float(size), 0
    while value >= _STEP and unit < len(_SIZES) - 1:
        value, unit = value / _STEP, unit + 1
    return f"{value:.0f} {_SIZES[unit]}" if unit == 0 else f"{value:.1f} {_SIZES[unit]}"


def status_words(status: SampleStatus) -> str:
    """Say where a sample stands."""
    words = {
        SampleStatus.SCREENING: text("Being screened"),
        SampleStatus.WAITING: text("Waiting for a decision"),
        SampleStatus.APPROVED: text("Approved"),
        SampleStatus.REJECTED: text("Rejected"),
        SampleStatus.ESCALATED: text("Needs a second opinion"),
        SampleStatus.SET_ASIDE: text("Set aside as copies"),
    }
    return words[status]


def origin_words(origin: str) -> str:
    """Say where samples came from."""
    words = {
        Origin.COLLECTED: text("collected"),
        Origin.GENERATED: text("generated"),
        Origin.WRITTEN: text("written"),
        Origin.FEEDBACK: text("feedback"),
    }
    return words[Origin(origin)]


def role_words(role: PersonRole) -> str:
    """Name a role, as people call it."""
    words = {
        PersonRole.OWNER: text("Owner"),
        PersonRole.LEAD: text("Lead"),
        PersonRole.ENGINEER: text("Data engineer"),
        PersonRole.EXPERT: text("Expert"),
        PersonRole.EDITOR: text("Editor"),
        PersonRole.PRIVACY: text("Privacy officer"),
        PersonRole.OBSERVER: text("Observer"),
    }
    return words[role]


def role_help(role: PersonRole) -> str:
    """Say what a role is for, in a few words."""
    words = {
        PersonRole.OWNER: text("may do everything, original texts included"),
        PersonRole.LEAD: text("plans, trains, judges, manages people"),
        PersonRole.ENGINEER: text("imports, exports, freezes, trains"),
        PersonRole.EXPERT: text("reviews samples and judges answers"),
        PersonRole.EDITOR: text("corrects texts, does not decide"),
        PersonRole.PRIVACY: text("may see original texts"),
        PersonRole.OBSERVER: text("may look, not change"),
    }
    return words[role]


def versions_table(versions: Sequence[DatasetVersion], names: Mapping[str, str], timezone: str) -> pl.DataFrame:
    """Return one row a version; `names` names people by id."""
    return pl.DataFrame(
        {
            text("Version"): [v.name for v in versions],
            text("Samples"): [v.rows for v in versions],
            text("Train"): [v.counts.get(Split.TRAIN, 0) for v in versions],
            text("Validation"): [v.counts.get(Split.VALIDATION, 0) for v in versions],
            text("Test"): [v.counts.get(Split.TEST, 0) for v in versions],
            text("Frozen"): [local_time(v.created_at, timezone) for v in versions],
            text("By"): [names.get(v.created_by, v.created_by) for v in versions],
            text("Hash"): [v.hash[:12] for v in versions],
        }
    )


def left_out_table(plan: ReleasePlan) -> pl.DataFrame:
    """Return one row a reason for which samples are left out."""
    return pl.DataFrame(
        {
            text("Why"): [left_out_words(why) for why in plan.left_out],
            text("Samples"): list(plan.left_out.values()),
        }
    )


def files_table(files: Mapping[str, FileFacts]) -> pl.DataFrame:
    """Return one row a file with its size and hash."""
    return pl.DataFrame(
        {
            text("File"): list(files),
            text("Size"): [file_size(f.bytes) for f in files.values()],
            text("SHA-256"): [f.sha256 for f in files.values()],
        }
    )


def decisions_table(counts: Mapping[str, Mapping[Verdict, int]], names: Mapping[str, str]) -> pl.DataFrame:
    """Return one row a person, in the order of their names: how many decisions of each kind stand."""
    people = sorted(counts, key=lambda person: names.get(person, person).casefold())
    columns = {
        text("Approved"): Verdict.APPROVE,
        text("Rejected"): Verdict.REJECT,
        text("Not sure"): Verdict.ESCALATE,
        text("Skipped"): Verdict.SKIP,
    }
    tally = {title: [counts[person].get(verdict, 0) for person in people] for title, verdict in columns.items()}
    return pl.DataFrame({text("Person"): [names.get(person, person) for person in people], **tally})
