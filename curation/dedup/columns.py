"""Text columns of a frame as a policy of duplicates compares them."""

import polars as pl

from curation.dedup.policy import DuplicatePolicy, Fields, Form


def text_of(rows: pl.DataFrame, policy: DuplicatePolicy) -> pl.Series:
    """Return what the policy compares: question, line break and answer, or one of them, in the form it says."""
    if policy.fields is Fields.BOTH:
        whole = rows.select(pl.concat_str("question", "answer", separator="\n", ignore_nulls=True)).to_series()
        return formed(whole, policy)
    return formed(rows[policy.fields.value], policy)


def formed(texts: pl.Series, policy: DuplicatePolicy) -> pl.Series:
    """Bring letters into the form that the policy says."""
    return texts if policy.form is Form.AS_WRITTEN else texts.str.normalize(policy.form.value)
