"""What somebody sees who opens a page that is not theirs."""

import streamlit as st

from curation.domain.people import PERMISSIONS, Permission
from curation.texts import text
from workbench.access import Visit
from workbench.frames import role_words


def closed_page(title: str, needs: Permission, visit: Visit) -> None:
    """Say whose page this is."""
    able = ", ".join(role_words(role) for role, granted in PERMISSIONS.items() if needs in granted)
    st.title(title, anchor=False)
    st.info(
        text(
            "This page is not part of your work in {project}. It is open to: {roles}.",
            project=visit.project.name,
            roles=able,
        ),
        icon=":material/lock:",
    )
