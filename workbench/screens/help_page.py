"""Help: what the workbench does, in the order of the work, and every key."""

from collections.abc import Sequence

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text
from workbench.access import Visit
from workbench.components.desk.words import desk_keys
from workbench.components.judge.words import judge_keys


def show(visit: Visit) -> None:
    """Draw the loop in words, the decisions, the keys, and where one's texts go."""
    st.title(text("Help"), anchor=False)
    st.write(
        text(
            "Questions and answers come in, personal data is taken out, experts decide, what they approved is frozen, "
            "a model learns it, and experts judge the model without knowing which one it is."
        )
    )
    st.subheader(text("Deciding"), anchor=False)
    st.table(
        {
            text("Decision"): [text("Approve"), text("Correct"), text("Reject"), text("Not sure")],
            text("When"): [
                text("A colleague could rely on it as it stands."),
                text("Nearly right: you rewrite it, and approve that."),
                text("Wrong, unsafe, outdated, or not our field. You say why."),
                text("You would ask a colleague. Somebody else will see it."),
            ],
        }
    )
    st.subheader(text("Keys at the desk"), anchor=False)
    st.table(_table(desk_keys()))
    if visit.person.may(Permission.RATE):
        st.subheader(text("Keys while judging"), anchor=False)
        st.table(_table([(" ".join(keys), what) for keys, what in judge_keys()]))
    st.write(text("Single letters can be switched off: press H at the desk. Everything can be reached with Tab too."))
    st.subheader(text("What happens to what you type"), anchor=False)
    st.write(
        text(
            "Every word is kept while you type, encrypted, and only you can read it. A correction is searched for "
            "personal data before anybody else sees it. Every decision can be undone."
        )
    )


def _table(keys: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    return {text("Key"): [key for key, _ in keys], text("What it does"): [what for _, what in keys]}
