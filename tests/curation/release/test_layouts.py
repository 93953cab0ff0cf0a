import io
import json

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.releases import ROWS, Layout
from curation.domain.versions import Recipe, Split, version_hash
from curation.release.card import card_for
from curation.release.layouts import LayoutFile, members_of

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
turn = st.fixed_dictionaries({"role": st.sampled_from(["system", "user", "assistant"]), "content": words})
talks = st.tuples(st.lists(turn, max_size=4), words.filter(str.strip), words.filter(str.strip)).map(
    lambda t: [*t[0], {"role": "user", "content": t[1]}, {"role": "assistant", "content": t[2]}]
)
tables = st.lists(st.tuples(talks, st.lists(words, max_size=2)), min_size=1, max_size=6)


def rows_of(table: list) -> pl.DataFrame:
    rows = [
        (f"{i:04}", 1, "h", talk, context, "en", "written", f"sample:{i}", None)
        for i, (talk, context) in enumerate(table)
    ]
    return pl.DataFrame(rows, ROWS, orient="row")


def written(layout: Layout, rows: pl.DataFrame) -> bytes:
    return b"".join(LayoutFile(layout, Split.TRAIN).content(rows))


@given(tables)
def test_parquet_gives_back_every_text_and_the_same_bytes_twice(table):
    rows = rows_of(table)
    first = written(Layout.PARQUET, rows)
    assert pl.read_parquet(io.BytesIO(first)).equals(rows)
    assert written(Layout.PARQUET, rows_of(table)) == first


@given(tables)
def test_a_line_holds_one_sample_whatever_its_text(table):
    lines = written(Layout.MESSAGES, rows_of(table)).decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line)["messages"] for line in lines] == [talk for talk, _ in table]


@given(tables)
def test_prompt_and_completion_together_are_the_conversation(table):
    lines = written(Layout.PROMPT_COMPLETION, rows_of(table)).decode().split("\n")[:-1]
    for line, (talk, _) in zip(lines, table, strict=True):
        row = json.loads(line)
        assert row["prompt"] + row["completion"] == talk
        assert row["completion"][0]["role"] == "assistant"


@given(tables, st.randoms(use_true_random=False))
def test_the_hash_depends_on_the_rows_not_on_their_order(table, chance):
    rows = rows_of(table).with_columns(split=pl.lit("train"))
    mixed = rows.sample(fraction=1.0, shuffle=True, seed=chance.randrange(1000))
    assert version_hash(members_of(rows), Recipe()) == version_hash(members_of(mixed), Recipe())
    other = rows.with_columns(split=pl.lit("test"))
    assert version_hash(members_of(rows), Recipe()) != version_hash(members_of(other), Recipe())


def test_the_card_of_an_export_names_the_files_of_its_layout_alone():
    whole = '---\npretty_name: "X"\nlanguage:\n- "en"\nconfigs:\n- config_name: default\n---\n\n# X\n\n---\n'
    found = card_for(whole, Layout.MESSAGES, [Split.TRAIN])
    assert found.startswith(
        '---\npretty_name: "X"\nlanguage:\n- "en"\nconfigs:\n- config_name: default\n  data_files:\n'
    )
    assert "path: messages/train.jsonl\n---\n\n# X\n\n---\n" in found
