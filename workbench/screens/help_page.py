"""Help: what the workbench does, in the order of the work, and every key."""

import streamlit as st

from curation.texts import text
from workbench.access import Visit
from workbench.components.redacted import literal


def show(visit: Visit) -> None:
    """Draw the loop in words, the keys, and where one's texts go."""
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
                text("Nearly right: you rewrite the question or the answer, and approve that."),
                text("Wrong, unsafe, outdated, or not our field. You say why."),
                text("Somebody more senior should see it."),
            ],
        }
    )
    st.subheader(text("Keys"), anchor=False)
    st.table({text("Key"): [key for key, _ in _keys()], text("What it does"): [what for _, what in _keys()]})
    st.subheader(text("What happens to what you type"), anchor=False)
    st.write(
        text(
            "Every word is kept while you type, encrypted, and only you can read it. A correction is searched for "
            "personal data before anybody else sees it. Every decision can be undone."
        )
    )
    st.caption(text("Project: {name}", name=literal(visit.project.name)))


def _keys() -> list[tuple[str, str]]:
    return [
        ("A", text("Approve")),
        ("E", text("Correct: edit the question and the answer")),
        ("Ctrl + Enter", text("Approve the correction")),
        ("Esc", text("Close the editor; the text is kept")),
        ("X", text("Reject, then a digit for the reason")),
        ("N", text("Not sure")),
        ("S", text("Skip for now")),
        ("U", text("Undo your last decision")),
        ("H", text("Show the keys")),
    ]
