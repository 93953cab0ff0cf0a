"""Importing a file on one page: drop it, check the columns, the bad rows, the redaction, then take it in."""

from dataclasses import replace
from pathlib import PurePath

import streamlit as st

from curation.domain.identity import canonical_json, content_hash
from curation.domain.jobs import JobKind
from curation.domain.sources import BadRows, Mapping
from curation.ingest.formats import TURNS, Layout, named_columns, remarks, with_columns
from curation.ingest.rows import FileKind
from curation.services.import_plan import Preview, Wishes, command_line, unlisted_words
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.bad_rows import bad_rows_table
from workbench.components.import_options import import_options
from workbench.components.import_preview import redaction_preview
from workbench.components.running import running
from workbench.frames import file_size

_LISTED = 50


def import_form(visit: Visit) -> None:
    """Draw the steps of an import; the last one queues it and opens the source."""
    upload = st.file_uploader(
        text("Drop a file here: JSONL, JSON, CSV, Parquet or Excel, with questions and answers"),
        key="import-file",
    )
    if upload is None:
        st.caption(
            text(
                "Personal data is replaced before anybody sees a text. The file itself is kept encrypted. "
                "Nothing is taken in before you press Import."
            )
        )
        running(visit, {JobKind.SCREEN_SOURCE})
        return
    data = upload.getvalue()
    wishes = import_options(visit)
    # The name goes sealed into the store and nowhere else: what the page says speaks of FILE.
    shown = f"FILE{PurePath(upload.name).suffix}"
    preview = visit.workbench.importing.preview(visit.person, data, shown, wishes)
    wishes, preview = _mapped(visit, data, preview, wishes)
    if preview.problem:
        st.warning(_problem_words(preview), icon=":material/view_column:")
        return
    for remark in remarks(preview.mapping):
        st.caption(remark)
    wishes = _bad_rows(preview, wishes)
    _summary(preview, len(data))
    refused = bool(preview.bad_rows) and wishes.bad_rows is BadRows.REFUSE
    with st.container(horizontal=True):
        pressed = st.button(text("Import"), type="primary", icon=":material/download:", disabled=refused)
    if pressed:
        _take_in(visit, data, upload.name, wishes)
    with st.expander(text("The same on the command line"), icon=":material/terminal:"):
        st.code(command_line(shown, visit.project, preview, wishes), language="shell", wrap_lines=True)
    redaction_preview(visit, preview, content_hash(data))


def _mapped(visit: Visit, data: bytes, preview: Preview, wishes: Wishes) -> tuple[Wishes, Preview]:
    st.subheader(text("Columns"), anchor=False)
    if preview.opening.kind is FileKind.XLSX:
        st.caption(text("Of a workbook only the first sheet is read. Move another to the front to import that one."))
    chosen = _mapping(preview)
    if chosen == preview.mapping:
        return replace(wishes, mapping=chosen), preview
    wishes = replace(wishes, mapping=chosen)
    return wishes, visit.workbench.importing.preview(visit.person, data, preview.name, wishes)


def _mapping(preview: Preview) -> Mapping:
    guessed = preview.mapping
    key = content_hash(canonical_json([preview.name, list(preview.columns)]))[:12]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layout = st.selectbox(
            text("Layout"),
            list(Layout),
            list(Layout).index(Layout(guessed.format)),
            format_func=_layout_words,
            key=f"layout-{key}",
            width=260,
        )
        parts = _parts(layout)
        columns = {part: _column(part, name, preview, f"{key}-{layout}") for part, name in parts.items()}
    empty = Mapping(format=layout.value)
    found = with_columns(empty, {part: column for part, column in columns.items() if column})
    found = found if found.format == layout.value else empty
    return replace(found, metadata=_metadata(preview, set(named_columns(found).values()), key))


def _metadata(preview: Preview, taken: set[str], key: str) -> tuple[str, ...]:
    others = [column for column in preview.columns if column not in taken]
    if not others:
        return ()
    chosen = st.multiselect(
        text("Other columns to keep beside each sample"),
        others,
        [column for column in preview.mapping.metadata if column in others],
        help=text("They are redacted as the texts are, and go into versions as metadata. Leave out what names people."),
        key=f"metadata-{key}-{content_hash(canonical_json(others))[:12]}",
    )
    return tuple(chosen)


def _column(part: str, name: str, preview: Preview, key: str) -> str:
    options = ["", *preview.columns]
    guesses = {
        "question": preview.mapping.question,
        "answer": preview.mapping.answer,
        "context": preview.mapping.context,
        "messages": preview.mapping.messages,
        "system": preview.mapping.system,
        "valid_until": preview.mapping.valid_until,
        "specialties": preview.mapping.specialties,
        "risk": preview.mapping.risk,
    }
    guess = guesses[part] or ""
    position = options.index(guess) if guess in options else 0
    return st.selectbox(
        name, options, position, format_func=lambda c: c or text("(none)"), key=f"{part}-{key}", width=200
    )


def _parts(layout: Layout) -> dict[str, str]:
    if layout in TURNS:
        return {"messages": text("Conversation"), "system": text("System text"), **_review_parts()}
    return {
        "question": text("Question"),
        "answer": text("Answer"),
        "context": text("Input") if layout is Layout.ALPACA else text("Context"),
        "system": text("System text"),
        **_review_parts(),
        **({"messages": text("Turns before")} if layout is Layout.ALPACA else {}),
    }


def _review_parts() -> dict[str, str]:
    return {"valid_until": text("Valid until"), "specialties": text("Specialties"), "risk": text("Risk")}


def _bad_rows(preview: Preview, wishes: Wishes) -> Wishes:
    if not preview.bad_rows:
        return wishes
    st.subheader(text("Rows that cannot be read"), anchor=False)
    bad_rows_table(preview.bad_rows[:_LISTED])
    if len(preview.bad_rows) > _LISTED:
        st.caption(text("The first {shown} of {count:,} rows.", shown=_LISTED, count=len(preview.bad_rows)))
    choice = st.radio(
        text("What shall happen with them?"),
        list(BadRows),
        format_func={
            BadRows.REFUSE: text("Refuse the file: I mend it and drop it again"),
            BadRows.SKIP: text("Leave these rows out and import the rest"),
        }.__getitem__,
        key="import-bad-rows",
    )
    return replace(wishes, bad_rows=choice)


def _problem_words(preview: Preview) -> str:
    """Say what is still to be chosen; any other problem in the words that the command line has for it."""
    chosen = preview.mapping
    if chosen.format in TURNS and not chosen.messages:
        return text("No column is mapped to the conversation yet. Choose it above, or another layout.")
    if chosen.format not in TURNS and not chosen.question:
        return text("No column is mapped to the question yet. Choose it above, or another layout.")
    if chosen.format not in TURNS and not chosen.answer:
        return text("No column is mapped to the answer yet. Choose it above, or another layout.")
    return preview.problem or ""


def _summary(preview: Preview, size: int) -> None:
    good = preview.looked_at - len(preview.bad_rows)
    if preview.whole:
        found = texts("{count:,} row can be taken in", "{count:,} rows can be taken in", good)
    else:
        found = text("{count:,} of the first {looked:,} rows can be taken in", count=good, looked=preview.looked_at)
    st.markdown(f"**{found}** · {preview.opening.kind.value.upper()} · {file_size(size)}")


def _take_in(visit: Visit, data: bytes, name: str, wishes: Wishes) -> None:
    done = visit.workbench.importing.import_file(visit.person, visit.project, data, name, wishes)
    if done.new:
        taken = texts("{count:,} row taken in.", "{count:,} rows taken in.", done.rows)
        state.announce(f"{taken} {unlisted_words(done.unlisted)}".strip())
    else:
        state.announce(text("This file is here already; nothing was added."))
    state.open_page("data", source=done.source.id)


def _layout_words(layout: Layout) -> str:
    words = {
        Layout.PLAIN: text("Question and answer columns"),
        Layout.ALPACA: text("Alpaca (instruction, input, output)"),
        Layout.SHAREGPT: text("ShareGPT (from, value)"),
        Layout.MESSAGES: text("Chat messages (role, content)"),
        Layout.PROMPT_COMPLETION: text("Prompt and completion"),
    }
    return words[layout]
