"""Tokens for programs: the list with their last use, and the form that makes one and shows it once."""

import streamlit as st

from curation.domain.access import MOST_TOKEN_DAYS, TOKEN_LIFE, ApiToken
from curation.domain.people import Person
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.frames import local_time, role_words


def token_list(visit: Visit, person: Person) -> None:
    """List somebody's tokens in the project; those that still open something can be revoked."""
    now = visit.workbench.tokens.clock()
    found = visit.workbench.tokens.of(visit.person, visit.project, person.id)
    if not found:
        st.caption(text("No token yet."))
    for token in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(_line(token, open_now=token.holds(now)), width="stretch")
            if token.holds(now) and st.button(text("Revoke"), key=f"revoke-{token.id}", icon=":material/block:"):
                visit.workbench.tokens.revoke(visit.person, visit.project, token.id)
                state.announce(text("The token is revoked."))
                st.rerun()


def token_form(visit: Visit) -> None:
    """Ask what a token is for, make it, and show it this once."""
    mine = sorted(visit.person.roles)
    with st.form("make-token"):
        name = st.text_input(text("What will use it"), max_chars=80)
        roles = st.multiselect(text("What it may do"), mine, mine[:1], format_func=role_words)
        days = st.number_input(text("Days until it ends"), 1, MOST_TOKEN_DAYS, TOKEN_LIFE.days)
        if not st.form_submit_button(text("Make the token"), icon=":material/key:"):
            return
        secret, _ = visit.workbench.tokens.make(visit.person, visit.project, name, roles, int(days))
    st.success(text("Copy the token now: it is not kept and cannot be shown again."), icon=":material/key:")
    st.code(secret, language=None, wrap_lines=True)


def _line(token: ApiToken, *, open_now: bool) -> str:
    zone = state.timezone()
    roles = ", ".join(role_words(role) for role in sorted(token.roles))
    used = text("never used") if token.last_used_at is None else local_time(token.last_used_at, zone)
    if token.revoked_at is not None:
        mark = f" :gray-badge[{text('revoked')}]"
    else:
        mark = "" if open_now else f" :gray-badge[{text('too old')}]"
    when = text(
        "{roles} · ends {end} · last use: {used}", roles=roles, end=local_time(token.expires_at, zone), used=used
    )
    return f"**{literal(token.name)}**{mark}  \n:small[{when}]"
