"""The door's rows on samples: who is asking, the list with the filters of the Samples page, one with its history."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from curation.domain.browsing import LONGEST_WORDS, Hit, Sort, Wanted, When
from curation.domain.histories import Moment, SampleFile
from curation.domain.lapses import Why
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.risks import Risk
from curation.domain.rubric import rating_from
from curation.domain.samples import Origin, SampleStatus
from workbench.rest.answers import Happening, SampleLine, SampleWhole, finding_line, told_of, turns_of
from workbench.rest.operations import Ask, Operation, Purpose, operation
from workbench.rest.shapes import Long, Nothing, Number, Within

_SEE = frozenset({Permission.SEE})
_MOST = 500
_Filter = Annotated[str, Long(200, 1)]
_Length = Annotated[str, Long(19, 2)]


@dataclass(frozen=True)
class ProjectLine:
    """A project, with what whoever asks may do there."""

    slug: str
    name: str
    language: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Whoami:
    """Whom the token or the session stands for, and the project that the call is about."""

    person: str
    name: str
    project: ProjectLine
    may: tuple[str, ...]


@dataclass(frozen=True)
class Projects:
    """The projects that may be seen: a token has one."""

    projects: tuple[ProjectLine, ...]


@dataclass(frozen=True)
class SamplesWanted:
    """The filters of the Samples page; what is left out does not narrow."""

    words: Annotated[
        str, Long(LONGEST_WORDS), 'Words, "phrases", beginnings* and -words that must not stand there.'
    ] = ""
    pattern: Annotated[str, Long(LONGEST_WORDS), "A regular expression that the question or the answer holds."] = ""
    status: SampleStatus | None = None
    source: Annotated[_Filter | None, "The id of a source."] = None
    origin: Origin | None = None
    language: _Filter | None = None
    specialty: _Filter | None = None
    risk: Annotated[int | None, Within(min(Risk), max(Risk)), "How much harm a wrong answer does: 2 is the most."] = (
        None
    )
    tag: _Filter | None = None
    topic: Number | None = None
    difficulty: Annotated[_Filter | None, "One of: easy, medium, hard."] = None
    question_length: Annotated[_Length | None, "Characters, both included: `200-399`, or `6400-` with no end."] = None
    answer_length: Annotated[_Length | None, "As `question_length`."] = None
    check: Annotated[_Filter | None, "Only samples that this check says something of."] = None
    group: Annotated[_Filter | None, "Only members of this group of copies."] = None
    flag: Annotated[_Filter | None, "The id of a reason, or `any`."] = None
    reviewer: Annotated[_Filter | None, "The id of a person who decided on it."] = None
    assigned: Annotated[_Filter | None, "The id of a person whom it is assigned to."] = None
    least: Annotated[float | None, Within(-1e9, 1e9), "The least attention score."] = None
    most: Annotated[float | None, Within(-1e9, 1e9), "The highest attention score."] = None
    when: Annotated[When, "Which moment `since` and `until` speak of."] = When.ADDED
    since: Annotated[date | None, "A day in UTC, included."] = None
    until: Annotated[date | None, "A day in UTC, included."] = None
    lapses: Annotated[date | None, "The latest last day on which it holds."] = None
    back: Annotated[Why | None, "Why it came back into the queue."] = None
    rests_on: Annotated[_Filter | None, "The id of a source that it comes from, or whose passage it rests on."] = None
    section: Annotated[_Filter | None, "The id of a section of the guidelines that a decision names."] = None
    rating: Annotated[_Filter | None, "A value that somebody gave, such as `tone:2`."] = None
    sort: Sort = Sort.NEWEST
    after: Annotated[str | None, Long(200, 1), "`next` of the page before."] = None
    size: Annotated[int, Within(1, _MOST), "How many samples a page has."] = 100


@dataclass(frozen=True)
class SamplePage:
    """A page of samples; `next` begins the next one, null at the end.

    `cut`: the time for one page was over before it was full; `next` goes on from there.
    """

    samples: tuple[SampleLine, ...]
    next: str | None
    cut: bool


def operations() -> tuple[Operation, ...]:
    """Return the rows."""
    return (
        operation(
            Purpose("GET", "/whoami", "whoami", "Tell whom the token stands for, and in which project.", _SEE),
            (Nothing, Nothing, Whoami),
            _whoami,
        ),
        operation(
            Purpose("GET", "/projects", "list_projects", "List the projects that may be seen.", _SEE),
            (Nothing, Nothing, Projects),
            _projects,
        ),
        operation(
            Purpose(
                "GET",
                "/samples",
                "list_samples",
                "List samples by the filters of the Samples page. A page goes on where the one before ended, whatever "
                "is added or decided meanwhile: with `sort=newest` or `oldest` none comes twice.",
                _SEE,
            ),
            (SamplesWanted, Nothing, SamplePage),
            _samples,
        ),
        operation(
            Purpose("GET", "/samples/{sample}", "get_sample", "Return a sample with its text and history.", _SEE),
            (Nothing, Nothing, SampleWhole),
            _sample,
        ),
    )


def _whoami(ask: Ask[Nothing, Nothing]) -> Whoami:
    person = ask.caller.person
    person.require(Permission.SEE)
    may = tuple(one.value for one in Permission if person.may(one))
    return Whoami(person.id, person.name, _project_line(person, ask.caller.project), may)


def _projects(ask: Ask[Nothing, Nothing]) -> Projects:
    caller, projects = ask.caller, ask.workbench.projects
    caller.person.require(Permission.SEE)
    if caller.by_token:
        return Projects((_project_line(caller.person, caller.project),))
    mine = [projects.enter(caller.person.id, one.slug) for one in projects.of(caller.person.id)]
    return Projects(tuple(_project_line(person, project) for person, project in mine))


def _project_line(person: Person, project: Project) -> ProjectLine:
    roles = tuple(sorted(role.value for role in person.roles))
    return ProjectLine(project.slug, project.name, project.language, roles)


def _samples(ask: Ask[SamplesWanted, Nothing]) -> SamplePage:
    query = ask.query
    wanted = Wanted(
        words=query.words,
        pattern=query.pattern,
        status=query.status,
        source=query.source,
        origin=query.origin,
        language=query.language,
        specialty=query.specialty,
        risk=None if query.risk is None else Risk(query.risk),
        tag=query.tag,
        topic=query.topic,
        difficulty=query.difficulty,
        check=query.check,
        group=query.group,
        flag=query.flag,
        reviewer=query.reviewer,
        assigned=query.assigned,
        least=query.least,
        most=query.most,
        when=query.when,
        since=query.since,
        until=query.until,
        lapses=query.lapses,
        back=query.back,
        rests_on=query.rests_on,
        section=query.section,
        rating=None if query.rating is None else rating_from(query.rating),
        sort=query.sort,
    )
    found = ask.workbench.browsing.page(ask.caller.person, ask.caller.project, wanted, query.after, size=query.size)
    return SamplePage(tuple(_line(one) for one in found.hits), found.next, found.cut)


def _line(hit: Hit) -> SampleLine:
    found = hit.sample
    return SampleLine(
        id=found.id,
        status=found.status,
        origin=found.origin,
        language=found.language,
        source=found.source_id,
        locator=found.locator,
        revision=found.head,
        question=hit.question,
        answer=hit.answer,
        findings=hit.findings,
        attention=hit.attention,
        risk=found.risk,
        tags=hit.tags,
        added_at=found.created_at,
    )


def _sample(ask: Ask[Nothing, Nothing]) -> SampleWhole:
    return _whole(ask.workbench.histories.of(ask.caller.person, ask.caller.project, ask.path["sample"]))


def _whole(found: SampleFile) -> SampleWhole:
    item, readable = found.item, found.readable
    return SampleWhole(
        *told_of(item),
        readable=readable,
        messages=turns_of(item.conversation) if readable else (),
        context=item.conversation.context if readable else (),
        metadata=found.metadata,
        findings=tuple(finding_line(one) for one in item.findings) if readable else (),
        tags=found.tags,
        versions=found.versions,
        history=tuple(_happening(one) for one in found.history),
    )


def _happening(moment: Moment) -> Happening:
    decision, revision = moment.decision, moment.revision
    return Happening(
        at=moment.at,
        what=moment.what.value,
        person=moment.person_id,
        name=moment.name,
        verdict=None if decision is None else decision.verdict,
        reason=None if decision is None else decision.reason,
        comment="" if decision is None else decision.comment,
        revision=revision.number if revision is not None else None if decision is None else decision.revision,
        undone=moment.undone,
    )
