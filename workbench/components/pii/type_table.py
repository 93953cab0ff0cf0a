"""A table of types of personal data: what happens to each, and from which sureness on."""

from collections.abc import Collection
from dataclasses import replace

import streamlit as st

from curation.domain.identity import canonical_json, content_hash
from curation.pii.policy import PiiPolicy
from curation.pii.policy_choices import Choice, choices_of, with_choices
from curation.texts import text
from workbench.components.pii.words import choice_words, type_order, type_words

_HUNDRED = 100
_SHORT = 8
_ROW, _MOST_ROWS = 36, 15
Cell = str | float | None


def type_table(key: str, now: PiiPolicy, entities: Collection[str]) -> PiiPolicy:
    """Ask what happens to some types; returns the policy that does it."""
    if not entities:
        return now
    said = {choice_words(one): one for one in Choice}
    chosen, lines = choices_of(now), dict(now.lines)
    order = sorted(entities, key=type_order)
    rows: list[dict[str, Cell]] = [
        {
            "type": type_words(entity),
            "choice": choice_words(chosen[entity]),
            "line": round(_HUNDRED * lines[entity]) if entity in lines else None,
        }
        for entity in order
    ]
    # What was typed is kept by the row: other rows are another table.
    edited = st.data_editor(
        rows,
        hide_index=True,
        width="stretch",
        height=_ROW * (min(len(rows), _MOST_ROWS) + 1),
        disabled=["type"],
        placeholder=text("as above"),
        alt=text("What happens to each kind of data"),
        column_config={
            "type": st.column_config.TextColumn(text("Kind of data")),
            "choice": st.column_config.SelectboxColumn(text("What happens to it"), options=list(said), required=True),
            "line": st.column_config.NumberColumn(
                text("Hidden from (%)"), min_value=0, max_value=_HUNDRED, step=1, help=_line_help(now)
            ),
        },
        key=f"{key}-{content_hash(canonical_json(list(order)))[:_SHORT]}",
    )
    pairs = list(zip(order, edited, strict=True))
    wanted = with_choices(now, [(entity, said[str(row["choice"])]) for entity, row in pairs])
    typed = [(entity, row["line"]) for entity, row in pairs]
    own = [(entity, round(float(line)) / _HUNDRED) for entity, line in typed if isinstance(line, int | float)]
    kept = [(entity, lines.get(entity, line) if _same(lines, entity, line) else line) for entity, line in own]
    stay = [(entity, line) for entity, line in now.lines if entity not in order]
    return replace(wanted, lines=tuple(sorted([*kept, *stay])))


def _same(lines: dict[str, float], entity: str, line: float) -> bool:
    """Tell whether a line is what it was but for its rounding to percent."""
    return entity in lines and round(_HUNDRED * lines[entity]) == round(_HUNDRED * line)


def _line_help(now: PiiPolicy) -> str:
    return text(
        "Empty: as chosen above ({percent} %). 100 hides only what is certain.", percent=f"{_HUNDRED * now.line:g}"
    )
