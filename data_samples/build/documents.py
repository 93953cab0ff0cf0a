"""The eight documents: hand-written Markdown in texts/documents/, with the facts set in, and its rendering."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data_samples.build.docx_file import docx_bytes
from data_samples.build.facts import Fact, facts, sentence
from data_samples.build.pdf_file import pdf_bytes
from data_samples.build.people import profile
from data_samples.build.pieces import Piece, filled
from data_samples.build.texts import text_of


@dataclass(frozen=True, slots=True)
class Document:
    """Where a document is written, what it is made of, and whose data stand in it (-1: nobody's)."""

    path: str
    source: str
    person: int = -1


DOCUMENTS = (
    Document("documents/regional_conditions.docx", "regional_conditions.md"),
    Document("documents/discharge_questions.md", "discharge_questions.md"),
    Document("documents/ward_letter.txt", "ward_letter.txt", person=4),
    Document("documents/statute_digest.pdf", "statute_digest.md"),
    Document("documents/instruments_overview.html", "instruments_overview.md"),
    Document("documents/complaint_memo.md", "complaint_memo.md", person=9),
    Document("documents/product_sheet.docx", "product_sheet.md"),
    Document("documents/levy_circular.pdf", "levy_circular.md"),
)


def source_text(name: str) -> str:
    """The Markdown of a document with its facts set in and its slots for personal data still open."""
    return re.sub(r"\[\[(facts|table) (\w+)\]\]", _expanded, text_of(f"documents/{name}")).strip() + "\n"


def document_piece(document: Document) -> Piece:
    """The Markdown of a document with the spans of the personal data in it."""
    text = source_text(document.source)
    if document.person < 0:
        return Piece(text)
    piece = filled(text, profile(document.person))
    return _without_marks(piece) if document.path.endswith(".txt") else piece


def write_documents(folder: Path) -> None:
    """Write the eight documents below `folder`."""
    for document in DOCUMENTS:
        path = folder / document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_RENDERED[path.suffix](document_piece(document).text))


def _expanded(found: re.Match[str]) -> str:
    rows: dict[str, list[Fact]] = {}
    for fact in facts():
        if fact.kind == found[2]:
            rows.setdefault(fact.subject, []).append(fact)
    return _table(rows) if found[1] == "table" else "\n\n".join(_chapters(rows))


def _chapters(rows: dict[str, list[Fact]]) -> Iterator[str]:
    for subject, known in rows.items():
        yield f"### {subject[0].upper()}{subject[1:]}\n\n" + " ".join(sentence(fact) for fact in known)


def _table(rows: dict[str, list[Fact]]) -> str:
    first = next(iter(rows.values()))
    lines = ["| name | " + " | ".join(fact.name for fact in first) + " |"]
    lines += [f"| {subject} | " + " | ".join(fact.value for fact in known) + " |" for subject, known in rows.items()]
    return "\n".join(lines)


def _without_marks(piece: Piece) -> Piece:
    while "# " in piece.text:
        piece = piece.replaced(re.findall(r"#+ ", piece.text)[0], "")
    return piece


def _html(text: str) -> str:
    body: list[str] = []
    for block in text.strip().split("\n\n"):
        level = len(block) - len(block.lstrip("#"))
        if level:
            body.append(f"<h{level}>{html.escape(block.lstrip('# '))}</h{level}>")
        elif block.startswith("|"):
            body.append(_html_table(block))
        else:
            body.append(f"<p>{html.escape(block)}</p>")
    title = html.escape(text.partition("\n")[0].lstrip("# "))
    head = f'<head><meta charset="utf-8"><title>{title}</title><style>body {{ font: 16px serif }}</style></head>'
    menu = '<nav><a href="#top">Home</a> <a href="#contact">Contact</a></nav>'
    foot = "<footer>Written for the demo project.</footer>"
    page = "\n".join(body)
    main = f'<body id="top">\n{menu}\n<main>\n{page}\n</main>\n{foot}\n</body>'
    return f'<!doctype html>\n<html lang="en">\n{head}\n{main}\n</html>\n'


def _html_table(block: str) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return "<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in cells) + "\n</table>"


_RENDERED: dict[str, Callable[[str], bytes]] = {
    ".md": lambda text: text.encode("utf-8"),
    ".txt": lambda text: text.encode("utf-8"),
    ".html": lambda text: _html(text).encode("utf-8"),
    ".docx": docx_bytes,
    ".pdf": pdf_bytes,
}
