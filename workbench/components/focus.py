"""Where the keyboard stands: an outline on the links that Streamlit marks by a shade only."""

from streamlit.components.v2 import component

_SHOWN = component(
    "workbench.focus",
    css="""
nav a:focus-visible,
[data-testid="stSidebarNavLink"]:focus-visible,
[data-testid="stPageLink-NavLink"]:focus-visible,
[data-testid="stMain"]:focus-visible,
[data-testid="stElementToolbar"] button:focus-visible,
[data-testid="stDataFrame"]:has(canvas:focus-visible),
[data-testid="stFileUploader"] button:focus-visible,
summary:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
""",
    isolate_styles=False,
)


def focus_shown() -> None:
    """Outline what has the focus, in the whole page; a shade is too faint to be found by weak eyes."""
    _SHOWN(key="focus", height=1)
