"""How each person of a team comes in: address, link, sessions, tokens; for whoever looks after them."""

import streamlit as st

from curation.domain.access import Account, AuthMode, Link
from curation.domain.people import Person
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.components.session_list import session_list
from workbench.components.token_list import token_list
from workbench.frames import local_time


def access_of(visit: Visit, person: Person, account: Account, link: Link | None) -> None:
    """Show somebody's way in behind a fold: where they stand, a new link, what is open in their name."""
    with st.expander(text("Sign-in of {name}", name=literal(person.name)), icon=":material/key:"):
        st.text(_standing(visit, account, link))
        st.caption(text("Signed in"))
        session_list(visit, person)
        st.caption(text("Tokens in this project"))
        token_list(visit, person)
        if visit.workbench.settings.entrance.auth is AuthMode.PASSWORD:
            _links(visit, person, link)


def show_link(visit: Visit, name: str, secret: str | None) -> None:
    """Show a one-time link this once, or say that none is needed."""
    if secret is None:
        st.success(text("{name} is in the project, and signs in as before.", name=literal(name)))
        return
    if visit.workbench.settings.entrance.auth is AuthMode.OIDC:
        st.success(text("{name} is invited, and signs in with this e-mail address.", name=literal(name)))
        return
    base = visit.workbench.settings.entrance.url or state.origin()
    st.success(
        text("Hand this link to {name}. It works once, and is not shown again.", name=literal(name)),
        icon=":material/link:",
    )
    st.code(f"{base}/join/{secret}", language=None, wrap_lines=True)


def _links(visit: Visit, person: Person, link: Link | None) -> None:
    inviting = visit.workbench.inviting
    with st.container(horizontal=True):
        asked = st.button(text("New link to choose a password"), key=f"reset-{person.id}", icon=":material/link:")
        if link is not None and st.button(text("Withdraw the link"), key=f"withdraw-{person.id}"):
            inviting.withdraw(visit.person, person.id)
            state.announce(text("The link opens nothing any more."))
            st.rerun()
    if asked:
        show_link(visit, person.name, inviting.reset(visit.person, person.id))


def _standing(visit: Visit, account: Account, link: Link | None) -> str:
    email = account.email or text("no e-mail address yet")
    if visit.workbench.settings.entrance.auth is AuthMode.OIDC:
        return email
    has = text("password set") if account.password_hash else text("no password yet")
    if link is None:
        return f"{email} · {has}"
    until = text("link open until {moment}", moment=local_time(link.expires_at, state.timezone()))
    return f"{email} · {has} · {until}"
