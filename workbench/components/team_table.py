"""Who is in a project: the people with their roles, and the form that adds one."""

from collections.abc import Sequence

import streamlit as st

from curation.domain.people import Permission, Person, PersonRole
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal, spoken
from workbench.components.team_access import access_of, show_link
from workbench.frames import role_help, role_words

_OFFERED = tuple(PersonRole)


def people_list(visit: Visit, people: Sequence[Person]) -> None:
    """Show everybody with their roles; whoever manages may change them."""
    manages = visit.person.may(Permission.MANAGE)
    signs_in = manages and visit.workbench.settings.entrance.signs_in
    ways = visit.workbench.inviting.accounts(visit.person, visit.project) if signs_in else {}
    for person in people:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            you = f" ({text('you')})" if person.id == visit.person.id else ""
            st.markdown(f"**{literal(person.name)}**{you}", width=200)
            if manages:
                _roles(visit, person)
            else:
                st.caption(", ".join(role_words(role) for role in sorted(person.roles)))
        if person.id in ways:
            access_of(visit, person, *ways[person.id])


def add_person(visit: Visit) -> None:
    """Ask for a name and roles, and add the person."""
    signs_in = visit.workbench.settings.entrance.signs_in
    with st.form("add-person", clear_on_submit=True):
        name = st.text_input(
            text("Name"), max_chars=80, help=text("As colleagues know them. It stands beside decisions.")
        )
        email = st.text_input(text("E-mail address"), max_chars=254, help=_email_help()) if signs_in else ""
        roles = st.multiselect(text("What they do here"), _OFFERED, [PersonRole.EXPERT], format_func=role_words)
        st.caption("\n".join(f"- {role_words(role)}: {role_help(role)}" for role in _OFFERED))
        label = text("Invite") if signs_in else text("Add person")
        if not st.form_submit_button(label, type="primary", icon=":material/person_add:"):
            return
        if not signs_in:
            added = visit.workbench.projects.add_person(visit.person, visit.project, name, roles)
            state.announce(text("{name} is in the project.", name=added.name))
            st.rerun()
        invited = visit.workbench.inviting.invite(visit.person, visit.project, name, email, roles)
    show_link(visit, invited.person.name, invited.secret)


def _email_help() -> str:
    return text("They sign in with it. No e-mail is sent: you get a link to hand over.")


def _roles(visit: Visit, person: Person) -> None:
    chosen = st.multiselect(
        text("Roles of {name}", name=spoken(person.name)),
        _OFFERED,
        sorted(person.roles),
        format_func=role_words,
        label_visibility="collapsed",
        key=f"roles-{person.id}-{'-'.join(sorted(person.roles))}",
        width=420,
    )
    changed = frozenset(chosen) != person.roles
    label = text("Save roles") if chosen else text("Remove from the project")
    if changed and st.button(label, key=f"save-{person.id}", icon=":material/check:"):
        visit.workbench.projects.set_roles(visit.person, visit.project, person.id, chosen)
        state.announce(text("The roles of {name} are saved.", name=person.name))
        st.rerun()
