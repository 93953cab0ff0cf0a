"""All of the session's state: the open workbench, the place in the address, and small memories of a page."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from curation.domain.identity import clean_text
from workbench.bootstrap import Workbench, open_workbench, settings

_PAGES = "pages"
_NOTICE = "notice"
_UTC = "UTC"


@st.cache_resource
def shared_workbench() -> Workbench:
    """Open the workbench once for the whole process."""
    return open_workbench(settings())


def remember_pages(pages: Mapping[str, st.Page]) -> None:
    """Keep the pages by name, so that `open_page` finds them."""
    st.session_state[_PAGES] = dict(pages)


def page(name: str) -> st.Page:
    """Return a page by its url path."""
    return st.session_state[_PAGES][name]


def open_page(name: str, **query: str) -> None:
    """Go to a page by its url path, with its query parameters."""
    st.switch_page(page(name), query_params=query)


def open_page_as_asked(name: str) -> None:
    """Go to a page by its url path with the query parameters that the address has already."""
    st.switch_page(page(name), query_params=st.query_params.to_dict())


def query(name: str) -> str | None:
    """Return one query parameter of the address."""
    value = st.query_params.get(name)
    return None if value is None else clean_text(value)[0]


def set_query(name: str, value: str | None) -> None:
    """Put a query parameter into the address, or take it out."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def set_queries(values: Mapping[str, str | None]) -> None:
    """Put query parameters into the address, or take them out, as one step of the browser's history."""
    changed = {**st.query_params.to_dict(), **values}
    st.query_params.from_dict({name: value for name, value in changed.items() if value is not None})


def address() -> dict[str, str]:
    """Return every query parameter of the address."""
    return {clean_text(name)[0]: clean_text(value)[0] for name, value in st.query_params.to_dict().items()}


def show_in(key: str, value: object) -> None:
    """Let a widget that is drawn next show what the address says."""
    st.session_state[key] = value


def shown_in(key: str) -> object:
    """Return what a widget shows, where its change is being handled."""
    return st.session_state.get(key)


def has_query() -> bool:
    """Tell whether the address names more than a page."""
    return bool(st.query_params.to_dict())


def clear_query() -> None:
    """Take every query parameter out of the address: what it named is not here any more."""
    st.query_params.clear()


def memory(name: str) -> str:
    """Return a small text that this page remembers in this session, nothing where there is none."""
    value = st.session_state.get(f"memory.{name}")
    return value if isinstance(value, str) else ""


def remember(name: str, value: str) -> None:
    """Remember a small text in this session; whatever must not be lost belongs in the store."""
    st.session_state[f"memory.{name}"] = value


def announce(sentence: str) -> None:
    """Show a sentence on the next page view (after a change that reruns the page)."""
    st.session_state[_NOTICE] = sentence


def announced() -> str | None:
    """Return the sentence to show, once."""
    return st.session_state.pop(_NOTICE, None)


def cookies() -> Mapping[str, str]:
    """Return the cookies that this page's websocket was opened with."""
    return st.context.cookies


def agent() -> str:
    """Return the User-Agent that this page's websocket was opened with."""
    return st.context.headers.get("User-Agent", "")


def origin() -> str:
    """Return scheme and host that this page was opened under: `http://127.0.0.1:8501`."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def midnight() -> datetime:
    """Return when the day began where the browser is."""
    here = datetime.now(ZoneInfo(timezone()))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def timezone() -> str:
    """Return the browser's time zone, UTC while it is unknown or has a name that this machine does not know."""
    name = st.context.timezone or _UTC
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        return _UTC
