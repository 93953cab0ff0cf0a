"""Markdown to DOCX: headings, paragraphs and tables, the same bytes every time."""

import io
import zipfile

import docx

_THE_SAME_MOMENT = (2025, 1, 1, 0, 0, 0)


def docx_bytes(text: str) -> bytes:
    """A DOCX file of the Markdown; its parts carry one fixed time, so that it can be compared."""
    document = docx.Document()
    for block in text.strip().split("\n\n"):
        level = len(block) - len(block.lstrip("#"))
        if level:
            document.add_heading(block.lstrip("# "), level)
        elif block.startswith("|"):
            rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, value in zip(row.cells, cells, strict=True):
                    cell.text = value
        else:
            document.add_paragraph(block)
    written = io.BytesIO()
    document.save(written)
    return _timeless(written.getvalue())


def _timeless(archive: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _THE_SAME_MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return written.getvalue()
