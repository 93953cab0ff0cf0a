"""One version on a page: its card, its files to take away, what changed, how it was made."""

from urllib.parse import urlencode

import streamlit as st

from curation.domain.people import Permission
from curation.domain.releases import Layout
from curation.domain.versions import DatasetVersion
from curation.release.words import layout_words
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.figures import counted
from workbench.frames import changes_table, comparison_figures, export_command, file_size

_SHOWN = 100
_LOADING = 'from datasets import load_dataset\n\ndata = load_dataset("{folder}")\nprint(data["train"][0])'


def version_card(visit: Visit, version: DatasetVersion) -> None:
    """Show the dataset card, its headings below the page's own.

    Headings in Markdown would each carry a link to themselves, a stop on the way of the Tab key.
    """
    head, *sections = visit.workbench.releasing.card(visit.person, visit.project, version.name).split("\n## ")
    st.markdown(head.partition("\n")[2])
    for section in sections:
        title, _, body = section.partition("\n")
        st.subheader(title, anchor=False)
        st.markdown(body)


def version_files(visit: Visit, version: DatasetVersion) -> None:
    """List the files with links, a zip a layout, and how to take them by command."""
    if not visit.person.may(Permission.EXPORT):
        st.info(text("Taking data out needs the role of an engineer or lead."), icon=":material/lock:")
        return
    held = visit.workbench.releasing.folder(visit.person, visit.project, version.name)
    st.markdown(f"**{text('One shape as a zip')}**")
    with st.container(horizontal=True):
        for layout in Layout:
            address = _address(visit, version, "zip", layout=layout.value)
            st.link_button(layout_words(layout), address, icon=":material/folder_zip:")
    st.markdown(f"**{text('File by file')}**")
    head = f"| {text('File')} | {text('Size')} |\n|---|---:|\n"
    rows = [
        f"| [{path}]({_address(visit, version, 'file', path=path)}) | {file_size(facts.bytes)} |"
        for path, facts in held.files.items()
    ]
    st.markdown(head + "\n".join(rows))
    st.caption(text("Every file's SHA-256 stands in manifest.json."))
    st.markdown(f"**{text('On the command line')}**")
    st.code(export_command(visit.project, version.name, Layout.PARQUET), language="shell", wrap_lines=True)
    st.markdown(f"**{text('In Python')}**")
    st.code(_LOADING.format(folder=held.folder), language="python", wrap_lines=True)


def version_changes(visit: Visit, version: DatasetVersion) -> None:
    """Compare a version with another; the one before unless chosen otherwise."""
    releasing = visit.workbench.releasing
    others = [v.name for v in releasing.versions(visit.person, visit.project) if v.name != version.name]
    if not others:
        st.info(text("This is the only version so far."), icon=":material/compare_arrows:")
        return
    before = releasing.before(visit.person, visit.project, version)
    start = others.index(before.name) if before else 0
    other = st.selectbox(text("Compare with"), others, start, key=f"compare-{version.name}", width=260)
    found = releasing.compare(visit.person, visit.project, other, version.name)
    counted(comparison_figures(found))
    table = changes_table(found, _SHOWN)
    if table.height:
        with st.expander(text("Which samples"), icon=":material/list:"):
            picked = st.dataframe(
                table,
                on_select="rerun",
                selection_mode="single-row",
                key=f"differ-{version.name}-{other}",
                alt=text("Samples that differ between the two versions"),
            )
            for row in picked["selection"]["rows"]:
                name = str(table.row(row)[1])
                if st.button(text("Open the sample {id}", id=name[:8]), icon=":material/article:"):
                    state.open_page("sample", id=name)


def version_origin(visit: Visit, version: DatasetVersion, frozen: str) -> None:
    """Say who froze it, when, by which recipe, and what names it."""
    st.markdown(text("Frozen {when}.", when=frozen))
    st.markdown(f"**{text('Content hash')}**")
    st.code(version.hash, language=None, wrap_lines=True)
    st.markdown(f"**{text('Folder')}**")
    st.code(str(visit.workbench.settings.home / version.folder), language=None, wrap_lines=True)
    st.markdown(f"**{text('Recipe')}**")
    st.json(version.recipe.settings())


def _address(visit: Visit, version: DatasetVersion, kind: str, **more: str) -> str:
    return f"/api/versions/{kind}?" + urlencode({"project": visit.project.slug, "version": version.name, **more})
