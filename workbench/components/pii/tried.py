"""What rules that are not kept yet would hide: in a text that is typed here, or in samples of the project."""

from collections.abc import Sequence

import streamlit as st

from curation.pii.policy import PiiPolicy
from curation.services.pii_tried import TriedRules, TriedSpan
from curation.services.trying import NotTried
from curation.texts import text, texts
from workbench.access import Visit
from workbench.components.pii.words import type_words
from workbench.components.redacted import literal, redacted_texts

_HUNDRED = 100
_LONGEST = 20_000


def try_out(visit: Visit, draft: PiiPolicy, more_denied: Sequence[str]) -> bool:
    """Draw the try-out; tells whether the rules can be read as far as that was asked."""
    with st.container(border=True):
        st.subheader(text("Try it out"), anchor=False)
        typed = st.text_area(
            text("A text to try the rules on; Ctrl and Enter shows what becomes of it"),
            placeholder=text("Dear Mrs Weber, your appointment on 3 May is confirmed. Call 030 901820."),
            help=text("It goes to the redaction on this machine, encrypted on the way, and is kept nowhere."),
            height=120,
            key=f"try-pii-{visit.project.id}",
        )
        with st.container(horizontal=True):
            st.button(text("Try on this text"), icon=":material/science:", disabled=not typed.strip())
            on_samples = st.button(text("Try on samples"), icon=":material/database:")
        if not on_samples and not typed.strip():
            return True
        asked = None if on_samples else typed
        with st.spinner(text("Looking")):
            found = visit.workbench.pii_rules.tried_or_why(visit.person, visit.project, draft, asked, more_denied)
        if isinstance(found, NotTried):
            st.error(literal(found.because), icon=":material/error:")
            return found.readable
        _found(found, of_samples=on_samples)
        return True


def _found(found: TriedRules, *, of_samples: bool) -> None:
    if of_samples:
        _among(found)
    elif found.hidden + found.offered == 0:
        st.info(text("Nothing would be hidden or offered in this text."), icon=":material/info:")
    if found.shown:
        redacted_texts("tried-pii", ((text("What would be kept"), found.shown),), _LONGEST)
    if found.spans:
        _listed(texts("{count:,} would be hidden", "{count:,} would be hidden", found.hidden), found.spans)
    if found.suggestions:
        left = texts(
            "{count:,} would be left in the text and offered to a person",
            "{count:,} would be left in the text and offered to a person",
            found.offered,
        )
        _listed(left, found.suggestions)
    st.caption(text("Looked: {engine}", engine=literal(found.engine)))


def _among(found: TriedRules) -> None:
    read = texts("{count:,} stored sample was read", "{count:,} stored samples were read", found.texts)
    if found.changed:
        more = texts("{count:,} would lose something more", "{count:,} would lose something more", found.changed)
        st.markdown(f"**{text('{read}; {more}.', read=read, more=more)}**")
    else:
        st.success(text("{read}; nothing more would be hidden.", read=read), icon=":material/check:")
    st.caption(text("What was hidden when they came in stays hidden; a reviewer shows it by value."))


def _listed(title: str, spans: Sequence[TriedSpan]) -> None:
    with st.container(border=True):
        st.markdown(f"**{title}**")
        for one in spans:
            before, said, after = (literal(" ".join(part.split())) for part in one.around)
            kind = literal(type_words(one.entity_type))
            sure = text("{percent} % sure", percent=round(_HUNDRED * one.score))
            st.markdown(f":gray-badge[{kind}] {before} :blue-background[{said}] {after}  \n:small[{sure}]")
