# pyright: basic
"""Text columns of a frame, and their sketches, as a policy of duplicates says."""

import polars as pl

from curation.dedup.policy import DuplicatePolicy, Fields, Form
from curation.dedup.sketches import ROWS, Sketches, gathered, sketched


def text_of(rows: pl.DataFrame, policy: DuplicatePolicy) -> pl.Series:
    """Return what the policy compares: question, line break and answer, or one of them."""
    if policy.fields is Fields.BOTH:
        return rows.select(pl.concat_str("question", "answer", separator="\n", ignore_nulls=True)).to_series()
    return rows[policy.fields.value]


def sketches_of(texts: pl.Series, policy: DuplicatePolicy, threads: int = 1) -> Sketches:
    """Sketch a whole column as the policy says."""
    parts = (formed(texts[start : start + ROWS], policy.form) for start in range(0, len(texts), ROWS))
    return gathered(sketched(parts, policy.ngram, policy.unit, threads), len(texts))


def formed(texts: pl.Series, form: Form) -> pl.Series:
    """Bring letters into the form that the policy says."""
    return texts if form is Form.AS_WRITTEN else texts.str.normalize(form.value)
