"""What belongs in retrieval leaves as a file of its own: no version holds it."""

from urllib.parse import urlencode

import streamlit as st

from curation.texts import text
from workbench.access import Visit


def take_out(visit: Visit) -> None:
    """Draw the way to the file of everything that belongs in retrieval, whatever else is filtered."""
    address = urlencode({"project": visit.project.slug})
    st.link_button(
        text("All that belongs in retrieval, as JSON lines"),
        f"/api/retrieval/file?{address}",
        icon=":material/download:",
        help=text("For a store that answers are looked up in. No version holds these samples."),
    )
