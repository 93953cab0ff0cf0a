"""Domain objects as tables, chart data and words for screens; no Streamlit."""

import shlex
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from curation.domain.distribution import Trait
from curation.domain.jobs import ENDED, Job, JobKind, JobState
from curation.domain.lengths import Lengths
from curation.domain.people import PersonRole
from curation.domain.projects import Project
from curation.domain.releases import Comparison, ReleasePlan
from curation.domain.review_policy import QueueOrder
from curation.domain.reviews import Verdict
from curation.domain.samples import Origin, SampleStatus
from curation.domain.standing import Later, Work
from curation.domain.versions import Recipe
from curation.release.words import left_out_words
from curation.texts import text, texts
from eval.rounds import Round, RoundState
from training.runs import RunRecord

_MINUTE = 60
_HOUR = 3600
_DAY = 86_400
_SIZES = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


def local_time(moment: datetime, timezone: str) -> str:
    """Write a moment in a browser's zone: `21 Nov 2026, 14:05`."""
    return f"{moment.astimezone(ZoneInfo(timezone)):%-d %b %Y, %H:%M}"


def local_day(moment: datetime, timezone: str) -> str:
    """Write the day of a moment in a browser's zone: `21 Nov 2026`."""
    return f"{moment.astimezone(ZoneInfo(timezone)):%-d %b %Y}"


def file_size(size: int) -> str:
    """Write a number of bytes for people: `1.4 MB`."""
    value, unit = float(size), 0
    while value >= _STEP and unit < len(_SIZES) - 1:
        value, unit = value / _STEP, unit + 1
    return f"{value:.0f} {_SIZES[unit]}" if unit == 0 else f"{value:.1f} {_SIZES[unit]}"


def seconds_words(seconds: float) -> str:
    """Say how long something still takes."""
    if seconds < _MINUTE:
        return text("about {count} s left", count=max(round(seconds), 1))
    if seconds < _HOUR:
        return text("about {count} min left", count=round(seconds / _MINUTE))
    return text("about {count:.1f} h left", count=seconds / _HOUR)


def took_words(seconds: float) -> str:
    """Say how long something took."""
    if seconds < _MINUTE:
        return text("took {count} s", count=round(seconds))
    if seconds < _HOUR:
        return text("took {count} min", count=round(seconds / _MINUTE))
    return text("took {count:.1f} h", count=seconds / _HOUR)


def job_words(job: Job) -> str:
    """Say what a job does; a freeze names its version, a check that does one thing only says what."""
    words = {
        JobKind.SCREEN_SOURCE: text("Screening an import"),
        JobKind.SCREEN_REVISIONS: text("Screening corrections"),
        JobKind.FREEZE: text("Freezing a version"),
        JobKind.BUILD_BASE: text("Building the base model"),
        JobKind.TRAIN: text("Training"),
        JobKind.ANSWER: text("Answering questions"),
        JobKind.LOAD_DEMO: text("Loading the demo"),
        JobKind.APPLY_PRIVACY: text("Applying decisions on personal data"),
        JobKind.TRAIN_NAMES: text("Training the names model"),
        JobKind.SURVEY: text("Looking at all texts"),
        JobKind.RECHECK: text("Checking all samples again"),
        JobKind.RESCREEN: text("Looking for personal data again"),
        JobKind.VERIFY_LOG: text("Verifying the log"),
        JobKind.RISKS: text("Looking how risky samples are"),
        JobKind.LAPSE: text("Putting lapsed samples back"),
        JobKind.BULK: text("Acting on many samples"),
        JobKind.BULK_UNDO: text("Taking an act on many samples back"),
    }
    match job.payload:
        case {"version_id": str(), "name": str() as name}:
            return text("Freezing version {name}", name=name)
        case {"only": "contamination"}:
            return text("Comparing with what is held back")
        case {"only": "duplicates"}:
            return text("Looking for duplicates")
        case _:
            return words[job.kind]


def state_words(state: JobState | RoundState) -> str:
    """Say where a run or a round stands."""
    words: dict[JobState | RoundState, str] = {
        JobState.QUEUED: text("waiting"),
        JobState.RUNNING: text("training"),
        JobState.PAUSED: text("paused"),
        JobState.DONE: text("done"),
        JobState.FAILED: text("failed"),
        JobState.CANCELLED: text("stopped"),
        RoundState.PLANNED: text("planned"),
        RoundState.ANSWERING: text("answering"),
        RoundState.JUDGING: text("being judged"),
        RoundState.CLOSED: text("judged"),
    }
    return words[state]


def later_counts(runs: Sequence[RunRecord], rounds: Sequence[Round]) -> Later:
    """Count the runs and rounds of a project that have ended well and those under way."""
    return Later(
        runs_done=sum(run.state is JobState.DONE for run in runs),
        runs_open=sum(run.state not in ENDED for run in runs),
        rounds_closed=sum(found.state is RoundState.CLOSED for found in rounds),
        rounds_open=sum(found.state is not RoundState.CLOSED for found in rounds),
    )


def status_words(status: SampleStatus) -> str:
    """Say where a sample stands."""
    words = {
        SampleStatus.SCREENING: text("Being screened"),
        SampleStatus.WAITING: text("Waiting for a decision"),
        SampleStatus.APPROVED: text("Approved"),
        SampleStatus.REJECTED: text("Rejected"),
        SampleStatus.ESCALATED: text("Needs a second opinion"),
        SampleStatus.DISPUTED: text("Reviewers disagree"),
        SampleStatus.SET_ASIDE: text("Set aside as copies"),
        SampleStatus.RETRIEVAL: text("Belongs in retrieval"),
        SampleStatus.NOT_SCREENED: text("Not screened"),
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


def order_words(order: QueueOrder) -> str:
    """Say which samples come first."""
    words = {
        QueueOrder.ATTENTION: text("What needs eyes most comes first."),
        QueueOrder.CHANCE: text("They come in an order of chance."),
    }
    return words[order]


def level_words(level: str) -> str:
    """Return the words for a difficulty."""
    words = {"easy": text("easy"), "medium": text("medium"), "hard": text("hard")}
    return words.get(level, level)


def lengths_words(lengths: Lengths) -> str:
    """Return the words for lengths in characters."""
    if lengths.most is None:
        return text("{low} or more", low=lengths.least)
    return text("{low} to {high}", low=lengths.least, high=lengths.most)


def ago_words(seconds: float) -> str:
    """Say how long ago something was."""
    if seconds < _MINUTE:
        return text("just now")
    if seconds < _HOUR:
        return texts("{count} minute ago", "{count} minutes ago", round(seconds / _MINUTE))
    if seconds < 2 * _DAY:
        return texts("{count} hour ago", "{count} hours ago", round(seconds / _HOUR))
    return texts("{count} day ago", "{count} days ago", round(seconds / _DAY))


def trait_words(trait: Trait) -> str:
    """Name what a text may say of people."""
    words = {Trait.AGE: text("Age"), Trait.SEX: text("Sex"), Trait.ORIGIN: text("Origin")}
    return words[trait]


def group_words() -> dict[str, str]:
    """Name the groups of people that a survey counts."""
    return {
        "children": text("children"),
        "teenagers": text("teenagers"),
        "adults": text("adults"),
        "older people": text("older people"),
        "women": text("women"),
        "men": text("men"),
        "neither of the two": text("neither of the two"),
        "migrants": text("migrants"),
        "Africans": text("Africans"),
        "Americans": text("Americans"),
        "Asians": text("Asians"),
        "Europeans": text("Europeans"),
    }


def role_words(role: PersonRole) -> str:
    """Name a role, as people call it."""
    words = {
        PersonRole.OWNER: text("Owner"),
        PersonRole.LEAD: text("Lead"),
        PersonRole.ENGINEER: text("Data engineer"),
        PersonRole.EXPERT: text("Expert"),
        PersonRole.SENIOR: text("Senior expert"),
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
        PersonRole.SENIOR: text("reviews, and settles what reviewers disagree on"),
        PersonRole.EDITOR: text("corrects texts, does not decide"),
        PersonRole.PRIVACY: text("may see original texts"),
        PersonRole.OBSERVER: text("may look, not change"),
    }
    return words[role]


def freeze_command(project: Project, name: str, recipe: Recipe) -> str:
    """Return the command line that freezes the same version."""
    words = ["workbench", "version", "freeze", name, "--project", project.slug, "--seed", str(recipe.seed)]
    words += ["--validation", f"{recipe.validation:g}", "--test", f"{recipe.test:g}"]
    for option, values in (("--origin", recipe.origins), ("--language", recipe.languages)):
        for value in values:
            words += [option, value]
    if recipe.keep_duplicates:
        words.append("--keep-duplicates")
    return shlex.join(words)


def export_command(project: Project, name: str, layout: str) -> str:
    """Return the command line that exports a version as a new folder."""
    words = ["workbench", "version", "export", name, "--project", project.slug, "--layout", layout]
    return shlex.join([*words, "--to", f"{project.slug}-{name}"])


def left_out_table(plan: ReleasePlan) -> pl.DataFrame:
    """Return one row a reason for which samples are left out."""
    return pl.DataFrame(
        {
            text("Why"): [left_out_words(why) for why in plan.left_out],
            text("Samples"): list(plan.left_out.values()),
        }
    )


def comparison_figures(found: Comparison) -> list[tuple[str, int]]:
    """Return what changed between two versions as named counts."""
    return [
        (text("Added"), len(found.added)),
        (text("Removed"), len(found.removed)),
        (text("Text changed"), len(found.changed)),
        (text("Side changed"), len(found.moved)),
        (text("As before"), found.unchanged),
    ]


def changes_table(found: Comparison, limit: int) -> pl.DataFrame:
    """Return the first samples that differ between two versions, a row each: what happened and the id."""
    kinds = ((text("added"), found.added), (text("removed"), found.removed), (text("text changed"), found.changed))
    rows = [(what, sample) for what, ids in kinds for sample in ids[:limit]][:limit]
    return pl.DataFrame(rows, {text("Change"): pl.String, text("Sample"): pl.String}, orient="row")


def decisions_table(work: Mapping[str, Work], names: Mapping[str, str], timezone: str) -> pl.DataFrame:
    """Return one row a person, in the order of their names: the decisions of each kind that stand, and the last."""
    people = sorted(work, key=lambda person: names.get(person, person).casefold())
    kinds = {
        text("Approved"): Verdict.APPROVE,
        text("Rejected"): Verdict.REJECT,
        text("Not sure"): Verdict.ESCALATE,
        text("In retrieval"): Verdict.RETRIEVE,
    }
    tally = {title: [work[person].counts.get(kind, 0) for person in people] for title, kind in kinds.items()}
    last = [local_day(work[person].last, timezone) for person in people]
    return pl.DataFrame({text("Person"): [names.get(p, p) for p in people], **tally, text("Last decision"): last})
