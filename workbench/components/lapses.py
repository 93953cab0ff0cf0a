"""Until when something holds, said on its page; and what lapses soon, on the overview."""

from datetime import UTC, date, datetime, timedelta

import streamlit as st

from curation.domain.browsing import Wanted, address_of
from curation.domain.histories import SampleFile
from curation.domain.lapses import ENDLESS
from curation.domain.people import Permission
from curation.domain.samples import OPEN, SampleStatus
from curation.domain.sources import Source
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.lapse_words import back_words, day_words, why_words


def sample_until(visit: Visit, found: SampleFile) -> None:
    """Draw until when a sample holds, why it came back, and the way to say another day."""
    sample_id = found.item.sample_id
    validity = visit.workbench.validity.of_sample(visit.person, visit.project, sample_id)
    back = visit.workbench.validity.why_back(visit.person, visit.project, sample_id)
    if back is not None and found.item.status in OPEN:
        st.warning(back_words(back), icon=":material/event_busy:")
    if found.item.status is SampleStatus.RETRIEVAL:
        st.info(
            text("Its text is right, but such facts change often: it is kept for retrieval and never trained on."),
            icon=":material/manage_search:",
        )
    own = None if validity.own == ENDLESS else validity.own
    said = _until(validity.until)
    if validity.own is None and validity.until is not None:
        said = text("{said}, as its source", said=said)
    if any(visit.person.may(one) for one in (Permission.REVIEW, Permission.IMPORT)):
        endless = validity.of_source is not None and validity.own != ENDLESS
        chosen = _day(f"until-{sample_id}", said, own, gone=validity.own is not None, endless=endless)
        if chosen is not None:
            visit.workbench.validity.date_sample(visit.person, visit.project, sample_id, chosen[0])
            state.announce(text("Kept."))
            st.rerun()
    elif validity.until is not None:
        st.caption(said)


def source_until(visit: Visit, source: Source) -> None:
    """Draw until when a source holds, and the way to say another day."""
    said = _until(source.valid_until)
    if not visit.person.may(Permission.IMPORT):
        if source.valid_until is not None:
            st.caption(said)
        return
    chosen = _day(f"until-{source.id}", said, source.valid_until, gone=source.valid_until is not None)
    if chosen is not None:
        visit.workbench.validity.date_source(visit.person, visit.project, source.id, chosen[0])
        state.announce(text("Kept. Samples whose last day has passed go back into the queue by themselves."))
        st.rerun()


def lapsing_soon(visit: Visit) -> None:
    """Draw what lapses soon and what came back, each with the way to these samples; nothing where nothing does."""
    soon = visit.workbench.validity.soon(visit.person, visit.project)
    lines: list[tuple[str, Wanted]] = []
    if soon.approved:
        said = texts(
            "{count:,} approved sample lapses before {day}",
            "{count:,} approved samples lapse before {day}",
            soon.approved,
            day=day_words(soon.before),
        )
        lines.append((said, Wanted(status=SampleStatus.APPROVED, lapses=soon.before - timedelta(days=1))))
    for why, count in soon.back.items():
        if count:
            said = texts("{count:,} sample came back", "{count:,} samples came back", count)
            lines.append((f"{said}: {why_words(why)}", Wanted(status=SampleStatus.WAITING, back=why)))
    if not lines:
        return
    with st.container(border=True):
        st.markdown(f"**{text('What lapses')}**")
        for said, wanted in lines:
            st.page_link(
                state.page("samples"), label=said, icon=":material/event_busy:", query_params=address_of(wanted)
            )


def _until(day: date | None) -> str:
    if day is None:
        return text("Valid until (no end)")
    if day < datetime.now(UTC).date():
        return text("Valid until {day}, which has passed", day=day_words(day))
    return text("Valid until {day}", day=day_words(day))


def _day(key: str, said: str, value: date | None, *, gone: bool, endless: bool = False) -> tuple[date | None] | None:
    """Draw a day and its buttons; return what was chosen, packed, once one is pressed.

    `gone`: there is a day to take away; `endless`: it may be said that there is no end, whatever the source says.
    """
    with st.form(key, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(said, value, format="YYYY-MM-DD", width=260)
        if st.form_submit_button(text("Keep this day"), icon=":material/event:"):
            return (day if isinstance(day, date) else None,)
        if gone and st.form_submit_button(text("Take this day away"), icon=":material/event_busy:"):
            return (None,)
        if endless and st.form_submit_button(text("It has no end"), icon=":material/all_inclusive:"):
            return (ENDLESS,)
    return None
