"""The frame around every screen: who, which project, where to go, and expected errors, shown once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import NotFoundError, SignedOutError, WorkbenchError
from curation.services.projects import LOCAL_OWNER
from curation.texts import speak, text
from workbench import state
from workbench.access import Identity, Visit, identity_of
from workbench.bootstrap import Workbench
from workbench.components.back import back_to
from workbench.components.closed import closed_page
from workbench.components.focus import focus_shown
from workbench.components.people import person_switch
from workbench.components.redacted import literal
from workbench.components.session import sign_in_again, sign_out_button
from workbench.components.welcome import no_project_yet, not_in_a_project
from workbench.screens import (
    account,
    agreement,
    bulk,
    checks,
    data,
    decide,
    disagreements,
    distribution,
    duplicates,
    guidelines,
    help_page,
    jobs,
    judge,
    log,
    models,
    my_work,
    overview,
    pii_rules,
    privacy,
    projects,
    record,
    review_rules,
    sample,
    samples,
    settings,
    team,
    versions,
    webhooks,
)

ICON = Path(__file__).parent / "components" / "icon.svg"
_FIRST = ("overview", "my_work", "data")
_P = Permission
Show = Callable[[Visit], None]


@dataclass(frozen=True)
class Entry:
    """A screen: who may open it, and who has an entry for it (nobody where it opens from an object)."""

    name: str
    title: str
    icon: str
    group: str
    needs: Permission
    show: Show
    listed_for: Permission | None


def entries() -> tuple[Entry, ...]:
    """Return every screen in the order of the navigation; those not listed open from an object."""
    work, files = text("Review"), text("Data")
    return (
        Entry("my_work", text("My work"), ":material/fact_check:", work, _P.EDIT, my_work.show, _P.EDIT),
        Entry("judge", text("Judge answers"), ":material/balance:", work, _P.RATE, judge.show, None),
        Entry("duplicates", text("Duplicates"), ":material/content_copy:", work, _P.REVIEW, duplicates.show, None),
        Entry(
            "disagreements",
            text("Disagreements"),
            ":material/alt_route:",
            work,
            _P.ADJUDICATE,
            disagreements.show,
            None,
        ),
        Entry("record", text("Your record"), ":material/insights:", work, _P.REVIEW, record.show, None),
        Entry("guidelines", text("Guidelines"), ":material/menu_book:", work, _P.SEE, guidelines.show, _P.SEE),
        Entry("help", text("Help"), ":material/help:", work, _P.SEE, help_page.show, _P.SEE),
        Entry("data", text("Data"), ":material/database:", files, _P.IMPORT, data.show, _P.IMPORT),
        Entry("samples", text("Samples"), ":material/search:", files, _P.SEE, samples.show, _P.SEE),
        Entry("bulk", text("Acts on many samples"), ":material/checklist:", files, _P.SEE, bulk.show, None),
        Entry("sample", text("Sample"), ":material/article:", files, _P.SEE, sample.show, None),
        Entry(
            "privacy",
            text("Personal data"),
            ":material/privacy_tip:",
            files,
            _P.SEE_ORIGINALS,
            privacy.show,
            _P.SEE_ORIGINALS,
        ),
        Entry("pii_rules", text("Rules for personal data"), ":material/policy:", files, _P.SEE, pii_rules.show, None),
        Entry("checks", text("Checks"), ":material/rule:", files, _P.IMPORT, checks.show, _P.IMPORT),
        Entry("distribution", text("The data"), ":material/bar_chart:", files, _P.SEE, distribution.show, None),
        Entry("versions", text("Versions"), ":material/inventory_2:", files, _P.FREEZE, versions.show, _P.FREEZE),
        Entry("jobs", text("Jobs"), ":material/schedule:", files, _P.IMPORT, jobs.show, _P.IMPORT),
        Entry("log", text("Log"), ":material/history:", files, _P.EXPORT, log.show, _P.EXPORT),
        *_lead_entries(),
    )


def _lead_entries() -> tuple[Entry, ...]:
    lead = text("Lead")
    return (
        Entry("agreement", text("Agreement"), ":material/handshake:", lead, _P.MANAGE, agreement.show, None),
        Entry("overview", text("Overview"), ":material/dashboard:", lead, _P.MANAGE, overview.show, _P.MANAGE),
        Entry("team", text("Team"), ":material/group:", lead, _P.MANAGE, team.show, _P.MANAGE),
        Entry("models", text("Models"), ":material/model_training:", lead, _P.TRAIN, models.show, _P.MANAGE),
        Entry("decide", text("Decide"), ":material/gavel:", lead, _P.PLAN_ROUNDS, decide.show, _P.PLAN_ROUNDS),
        Entry("projects", text("New project"), ":material/add:", lead, _P.MANAGE, projects.show, None),
        Entry("account", text("Your account"), ":material/account_circle:", lead, _P.SEE, account.show, None),
        Entry(
            "review_rules",
            text("How review works"),
            ":material/tune:",
            lead,
            _P.MANAGE,
            review_rules.show,
            None,
        ),
        Entry("webhooks", text("Webhooks"), ":material/webhook:", lead, _P.MANAGE, webhooks.show, None),
        Entry("settings", text("Settings"), ":material/tune:", lead, _P.MANAGE, settings.show, None),
    )


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title=text("SFT workbench"), page_icon=str(ICON), layout="wide")
    workbench = state.shared_workbench()
    speak(workbench.settings.language)
    try:
        identity = identity_of(workbench, state.cookies(), state.agent())
    except SignedOutError as error:
        sign_in_again(str(error))
        return
    _draw(workbench, identity)


def _draw(workbench: Workbench, identity: Identity) -> None:
    person_id = identity.person_id
    mine = workbench.projects.of(person_id)
    if not mine:
        _without_project(workbench, identity)
        return
    asked = state.query("project")
    person, project = workbench.projects.enter(person_id, _chosen(workbench, person_id, mine, asked).slug)
    visit = Visit(workbench, person, project, identity.session)
    page = _navigation(visit)
    _sidebar(visit, mine)
    sentence = state.announced()
    if sentence:
        st.toast(literal(sentence), icon=":material/check:")
    if asked is None or asked == project.slug:
        page.run()
    else:
        framed(partial(_no_such_project, asked, mine))


def _without_project(workbench: Workbench, identity: Identity) -> None:
    if identity.person_id == LOCAL_OWNER or identity.session is None:
        framed(partial(no_project_yet, workbench, identity.person_id))
    else:
        framed(not_in_a_project)
    if identity.session is not None:
        with st.sidebar:
            sign_out_button()


def framed(draw: Callable[[], None]) -> None:
    """Draw something; an expected error becomes one sentence on the page, anything else stays loud."""
    try:
        draw()
    except WorkbenchError as error:
        show_error(error)
        if state.has_query():
            back_to(text("Show this page from its beginning"))


def show_error(error: Exception) -> bool:
    """Show an expected error as its sentence; return whether that was all there was to say."""
    if isinstance(error, WorkbenchError):
        st.error(str(error), icon=":material/error:")
        return True
    return False


def _navigation(visit: Visit) -> st.Page:
    pages: dict[str, st.Page] = {}
    groups: dict[str, list[st.Page]] = {"": []}
    for entry in entries():
        listed = entry.listed_for is not None and visit.person.may(entry.listed_for)
        page = st.Page(
            partial(framed, partial(_shown(visit.person, entry), visit)),
            title=entry.title,
            icon=entry.icon,
            url_path=entry.name,
            visibility="visible" if listed else "hidden",
        )
        pages[entry.name] = page
        groups.setdefault(entry.group if listed else "", []).append(page)
    state.remember_pages(pages)
    needs = {entry.name: entry.needs for entry in entries()}
    first = next((name for name in _FIRST if visit.person.may(needs[name])), "guidelines")
    home = st.Page(partial(state.open_page_as_asked, first), title=text("Start"), default=True, visibility="hidden")
    return st.navigation({**groups, "": [home, *groups[""]]}, expanded=True)


def _shown(person: Person, entry: Entry) -> Show:
    return entry.show if person.may(entry.needs) else partial(closed_page, entry.title, entry.needs)


def _chosen(workbench: Workbench, person_id: str, mine: tuple[Project, ...], asked: str | None) -> Project:
    """Return the project that the address asks for, else this tab's, else the one chosen last.

    A tab keeps its project: another tab that turns to another one must not move what is pressed here.
    """
    by_slug = {project.slug: project for project in mine}
    last = workbench.projects.preference(person_id, "project")
    found = next((by_slug[slug] for slug in (asked, state.memory("project"), last) if slug in by_slug), mine[0])
    state.remember("project", found.slug)
    if asked == found.slug != last:
        workbench.projects.set_preference(person_id, "project", found.slug)
    return found


def _no_such_project(asked: str, mine: tuple[Project, ...]) -> None:
    names = ", ".join(project.slug for project in mine)
    raise NotFoundError(text("There is no project {slug} for you. Yours: {names}.", slug=asked, names=names))


def _sidebar(visit: Visit, mine: tuple[Project, ...]) -> None:
    with st.sidebar:
        names = {p.slug: p.name for p in mine}
        slug = st.selectbox(
            text("Project"),
            list(names),
            index=list(names).index(visit.project.slug),
            format_func=names.__getitem__,
            key=f"project-{visit.project.slug}",
        )
        if slug != visit.project.slug:
            visit.workbench.projects.set_preference(visit.person.id, "project", slug)
            state.remember("project", slug)
            state.clear_query()
            st.rerun()
        if visit.person.may(Permission.MANAGE):
            st.page_link(state.page("settings"), label=text("Settings"), icon=":material/tune:")
            st.page_link(state.page("projects"), label=text("New project"), icon=":material/add:")
        if visit.session is None:
            if visit.person.may(Permission.MANAGE):
                st.page_link(state.page("account"), label=text("Tokens for programs"), icon=":material/key:")
            person_switch(visit.person, visit.project, _people_to_be(visit))
        else:
            st.page_link(state.page("account"), label=literal(visit.person.name), icon=":material/account_circle:")
            sign_out_button()
        focus_shown()


def _people_to_be(visit: Visit) -> tuple[Person, ...]:
    return visit.workbench.projects.members(visit.person, visit.project)
