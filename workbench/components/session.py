"""The way out of a session, and back in: both leave the page, so that nothing of it stays on the screen."""

import streamlit as st
from streamlit.components.v2 import component

from curation.texts import text

_LEAVE = component(
    "workbench.leave",
    js="""
export default async function ({ data }) {
    if (data.leave) {
        const answer = await fetch("/api/session/end", {
            method: "POST", headers: { "Content-Type": "application/json" }, body: "{}",
        }).catch(() => null);
        if (answer === null) return;
        localStorage.clear();
        sessionStorage.clear();
        window.location.assign("/sign-in");
    } else {
        window.location.reload();
    }
}
""",
)


def sign_out_button() -> None:
    """Offer to sign out: the session ends, and drafts that lie in this browser are cleared (the server keeps them)."""
    note = text("Ends this session and clears what this browser has kept. Your drafts stay on the server.")
    if st.button(text("Sign out"), icon=":material/logout:", type="tertiary", help=note, key="sign-out"):
        _LEAVE(key="leave", data={"leave": True})


def sign_in_again(sentence: str) -> None:
    """Say that the session is over, and offer the sign-in page, which brings back to this one."""
    st.title(text("Signed out"), anchor=False)
    st.warning(sentence, icon=":material/lock:")
    if st.button(text("Sign in again"), type="primary", key="sign-in-again"):
        _LEAVE(key="come-back", data={"leave": False})
