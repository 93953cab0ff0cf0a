"""What nothing may be trained on: files of questions that somebody holds back, and a way to add one."""

import streamlit as st

from curation.domain.people import Permission
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.frames import local_time

_ENDINGS = ["jsonl", "json", "csv", "parquet", "xlsx"]


def held_back(visit: Visit) -> None:
    """Draw the benchmark files of the project; a file that is added is compared with all samples."""
    may_change = visit.person.may(Permission.FREEZE)
    kept = visit.workbench.holding_back.all(visit.person, visit.project)
    st.subheader(text("Held back"), anchor=False)
    st.caption(
        text(
            "Questions of rounds, the test side of versions and the files here are held back: a sample whose question "
            "stands there is noted and kept out of versions."
        )
    )
    with st.container(border=True):
        for one in kept:
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                count = texts("{count:,} question", "{count:,} questions", one.questions)
                st.markdown(f"**{one.name}** · {count} · {local_time(one.added_at, state.timezone())}")
                if may_change and st.button(text("Remove"), key=f"held-{one.id}", icon=":material/delete:"):
                    visit.workbench.holding_back.remove(visit.person, visit.project, one.id)
                    state.announce(text("Removed. All samples are compared again."))
                    st.rerun()
        if not kept:
            st.markdown(text("No file is held back yet."))
        if may_change:
            _add(visit, len(kept))


def _add(visit: Visit, number: int) -> None:
    file = st.file_uploader(
        text("Add a file of questions, with or without answers"), type=_ENDINGS, key=f"held-file-{number}"
    )
    if file is not None and st.button(text("Hold back"), icon=":material/lock:"):
        added = visit.workbench.holding_back.add(visit.person, visit.project, file.getvalue(), file.name)
        state.announce(texts("{count:,} question is held back.", "{count:,} questions are held back.", added.questions))
        st.rerun()
