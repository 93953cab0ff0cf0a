"""The form of a project's rubric: its lines in a table, and how reviewers will see them."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.rubric import LONGEST_ABOUT, LONGEST_NAME, MOST_CRITERIA, Criterion, Rubric, Scale, keyed
from curation.texts import text
from workbench.components.redacted import literal

_SHORT = 8
_COLUMNS = ("name", "scale", "about", "required")


def rubric_form(key: str, now: Rubric) -> Rubric | None:
    """Ask for the rubric; returns it when it is sent."""
    st.subheader(text("Rubric"), anchor=False)
    st.caption(
        text(
            "What reviewers rate beside their decision, at most {most} lines. Without any, the desk shows none. "
            "A line that changes its name or its scale is a new one; what was rated before keeps the old.",
            most=MOST_CRITERIA,
        )
    )
    scales = scale_words()
    rows = [(one.name, scales[one.scale], one.about, one.required) for one in now.criteria]
    schema = {"name": pl.String, "scale": pl.String, "about": pl.String, "required": pl.Boolean}
    edited = st.data_editor(
        pl.DataFrame(rows, schema, orient="row"),
        num_rows="dynamic",
        hide_index=True,
        # What was typed is kept by the row: once it is saved, its rows are others.
        key=f"{key}-{content_hash(canonical_json(now.as_json()))[:_SHORT]}",
        column_config={
            "name": st.column_config.TextColumn(text("What is rated"), max_chars=LONGEST_NAME, required=True),
            "scale": st.column_config.SelectboxColumn(
                text("Scale"), options=list(scales.values()), default=scales[Scale.FIVE], required=True
            ),
            "about": st.column_config.TextColumn(text("What it means"), max_chars=LONGEST_ABOUT, width="large"),
            "required": st.column_config.CheckboxColumn(text("An approval needs it"), default=False),
        },
    )
    wanted = keyed([_criterion(row) for row in pl.DataFrame(edited).select(_COLUMNS).to_dicts() if row["name"]], now)
    _tried(key, wanted)
    sent = st.button(text("Save the rubric"), icon=":material/check:", key=f"{key}-save", disabled=wanted == now)
    return wanted if sent else None


def scale_words() -> dict[Scale, str]:
    """Return the scales in words."""
    return {Scale.FIVE: text("1 to 5"), Scale.YES_NO: text("Yes or no")}


def value_words(scale: Scale | None, value: int) -> str:
    """Return a value of a scale in words; the number where the scale is not known any more."""
    if scale is Scale.YES_NO:
        return text("Yes") if value else text("No")
    return str(value)


def _criterion(row: Mapping[str, Json]) -> Criterion:
    scales = {words: scale for scale, words in scale_words().items()}
    scale = scales.get(str(row["scale"]), Scale.FIVE)
    return Criterion("", str(row["name"]), scale, str(row["about"] or ""), bool(row["required"]))


def _tried(key: str, wanted: Rubric) -> None:
    """Draw the rubric as it will be rated; nothing that is chosen here is kept."""
    if not wanted.criteria:
        return
    with st.expander(text("Try it"), icon=":material/play_arrow:"):
        st.caption(text("This is what reviewers rate below the answer. Nothing is kept here."))
        for one in wanted.criteria:
            st.radio(
                f"**{literal(one.name)}** {literal(one.about)}",
                one.scale.values,
                index=None,
                horizontal=True,
                format_func=lambda value, scale=one.scale: value_words(scale, value),
                key=f"{key}-try-{one.key}-{one.scale.value}",
            )
