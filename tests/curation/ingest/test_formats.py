import csv
import io
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.samples import Conversation, Message, Role, question_and_answer
from curation.domain.sources import BadRow, Mapping
from curation.errors import InputError
from curation.ingest.conversations import Record, conversations, split_records
from curation.ingest.formats import guess_mapping, require_mapping, with_columns
from curation.ingest.readers import columns_of, opening_of, read_rows
from curation.ingest.rows import Row

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60)
SAID = TEXTS.filter(lambda value: bool(value.strip()))


def read(data: bytes, name: str, mapping: Mapping | None = None) -> tuple[list[Record], list[BadRow]]:
    file = io.BytesIO(data)
    opening = opening_of(file, name)
    columns, rows = columns_of(read_rows(file, name, opening))
    chosen = mapping or guess_mapping(columns, rows)
    require_mapping(chosen, columns, name)
    return split_records(conversations(read_rows(file, name, opening), chosen, name))


def one(values: dict[str, object]) -> Conversation:
    [record], [] = read(json.dumps(values).encode(), "one.jsonl")
    return record.conversation


@given(st.lists(st.tuples(SAID, TEXTS), min_size=1, max_size=5))
def test_pairs_come_back_from_every_kind_of_file(pairs: list[tuple[str, str]]) -> None:
    frame = pl.DataFrame(pairs, schema=["question", "answer"], orient="row")
    sheet, table = io.StringIO(newline=""), io.BytesIO()
    csv.writer(sheet).writerows([("question", "answer"), *pairs])
    frame.write_parquet(table)
    entries = frame.to_dicts()
    files = {
        "a.csv": sheet.getvalue().encode(),
        "a.parquet": table.getvalue(),
        "a.jsonl": "\n".join(json.dumps(e) for e in entries).encode(),
        "a.json": json.dumps(entries, ensure_ascii=False).encode(),
    }
    for name, data in files.items():
        records, bad = read(data, name)
        assert not bad
        assert [(r.conversation.question, r.conversation.answer) for r in records] == pairs


TURNS = st.lists(st.tuples(SAID, SAID), min_size=1, max_size=3)


@given(TURNS, st.one_of(st.none(), SAID))
def test_conversations_come_back_from_every_layout(turns: list[tuple[str, str]], system: str | None) -> None:
    messages = [Message(Role.SYSTEM, system)] if system else []
    for question, answer in turns:
        messages += [Message(Role.USER, question), Message(Role.ASSISTANT, answer)]
    wanted = Conversation(tuple(messages))
    openai = [{"role": m.role.value, "content": m.content} for m in messages]
    names = {Role.SYSTEM: "system", Role.USER: "human", Role.ASSISTANT: "gpt"}
    shared = [{"from": names[m.role], "value": m.content} for m in messages]
    assert one({"messages": openai}) == wanted
    assert one({"conversations": shared}) == wanted
    assert one({"prompt": openai[:-1], "completion": openai[-1:]}) == wanted
    assert one({"dialogue": json.dumps(openai)}) == wanted


def test_alpaca_joins_instruction_and_input() -> None:
    both = one({"instruction": "Translate.", "input": "Herz", "output": "heart"})
    assert both == question_and_answer("Translate.\n\nHerz", "heart")
    assert one({"instruction": "Say hi.", "input": "", "output": "hi"}) == question_and_answer("Say hi.", "hi")


@pytest.mark.parametrize("written", [list, json.dumps])
def test_alpaca_history_are_the_turns_before(written) -> None:
    row: dict[str, object] = {"instruction": "And then?", "input": "", "output": "Rest."}
    told = one(row | {"history": written([["What first?", "Water."], ["What next?", "Heat."]]), "system": "Be brief."})
    assert [(m.role.value, m.content) for m in told.messages] == [
        ("system", "Be brief."),
        ("user", "What first?"),
        ("assistant", "Water."),
        ("user", "What next?"),
        ("assistant", "Heat."),
        ("user", "And then?"),
        ("assistant", "Rest."),
    ]
    for empty in ([], "", None):
        assert one(row | {"history": empty}) == question_and_answer("And then?", "Rest.")


@pytest.mark.parametrize(
    ("columns", "question", "answer"),
    [
        (("Question", "Answer"), "Question", "Answer"),
        (("id", "Frage", "Antwort"), "Frage", "Antwort"),
        (("qtype", "query", "response"), "query", "response"),
        (("input", "output"), "input", "output"),
        (("pregunta", "respuesta"), "pregunta", "respuesta"),
        (("Réponse", "question"), "question", "Réponse"),
        (("instruction", "context", "response"), "instruction", "response"),
    ],
)
def test_usual_names_are_guessed(columns: tuple[str, ...], question: str, answer: str) -> None:
    found = guess_mapping(columns, ())
    assert (found.question, found.answer) == (question, answer)


def test_a_column_mapped_to_nothing_is_refused_with_the_cure() -> None:
    with pytest.raises(InputError, match="--mapping question=left"):
        read(b"left,right\na,b\n", "faq.csv")
    with pytest.raises(InputError, match="no column “Frage”"):
        read(b"left,right\na,b\n", "faq.csv", Mapping("plain", question="Frage", answer="right"))
    with pytest.raises(InputError, match="no layout"):
        read(b"left,right\na,b\n", "faq.csv", Mapping("odd"))


def test_a_mapping_is_changed_part_by_part() -> None:
    guessed = guess_mapping(("left", "answer"), ())
    assert with_columns(guessed, {"question": "left"}) == Mapping("plain", question="left", answer="answer")
    assert with_columns(Mapping("plain"), {"messages": "talk"}).format == "messages"
    with pytest.raises(InputError, match="no part"):
        with_columns(guessed, {"frage": "left"})


def test_rows_that_are_no_conversation_say_why_without_their_text() -> None:
    rows: list[Row | BadRow] = [
        Row(1, {"messages": [{"role": "user", "content": "secret"}]}),
        Row(2, {"messages": [{"role": "tool", "content": "secret"}, {"role": "assistant", "content": "b"}]}),
        Row(3, {"messages": "secret"}),
        Row(4, {"messages": [{"role": "user", "content": ["secret"]}]}),
        Row(5, {"messages": [{"role": "assistant", "content": "secret"}]}),
    ]
    _, bad = split_records(conversations(rows, Mapping("messages", messages="messages"), "talk.jsonl"))
    assert [one.row for one in bad] == [1, 2, 3, 4, 5]
    assert not any("secret" in one.reason for one in bad)


def test_a_missing_answer_is_a_bad_row_and_an_empty_one_is_left_to_the_checks() -> None:
    records, bad = read(
        b'{"question": "a", "answer": ""}\n{"question": "a"}\n{"question": "", "answer": " "}', "a.jsonl"
    )
    assert [r.row for r in records] == [1]
    assert [b.row for b in bad] == [2, 3]


def test_lone_surrogates_and_zero_characters_are_replaced_and_counted() -> None:
    records, _ = read(b'{"question": "a\\ud800b\\u0000", "answer": "c\\r\\nd"}', "a.jsonl")
    assert records[0].conversation == question_and_answer("a\ufffdb\ufffd", "c\nd")
    assert records[0].replaced == 2


def test_text_parts_of_a_message_are_joined() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    found = one({"messages": [{"role": "user", "content": parts}, {"role": "assistant", "content": "c"}]})
    assert found == question_and_answer("a\nb", "c")
