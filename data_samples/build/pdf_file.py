"""Markdown to a plain PDF with a text layer: one font, wrapped lines, numbered pages."""

import textwrap
from collections.abc import Iterator

_COLUMNS = 88
_LINES = 48
_SIZES = {0: 10, 1: 16, 2: 13, 3: 11}


def pdf_bytes(text: str) -> bytes:
    """A PDF 1.4 file of the Markdown (headings and paragraphs; tables are not supported)."""
    pages = list(_pages(list(_lines(text))))
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        stream = _stream(page, number + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    return _file(objects)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for block in text.strip().split("\n\n"):
        level = len(block) - len(block.lstrip("#"))
        for line in textwrap.wrap(block.lstrip("# "), _COLUMNS):
            yield _SIZES[level], line
        yield _SIZES[0], ""


def _pages(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    for start in range(0, len(lines), _LINES):
        yield lines[start : start + _LINES]


def _stream(lines: list[tuple[int, str]], number: int) -> bytes:
    parts = ["BT", "60 790 Td", "15 TL"]
    for size, line in lines:
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        parts.append(f"/F1 {size} Tf ({escaped}) Tj T*")
    parts += ["ET", "BT", f"/F1 9 Tf 280 30 Td (Page {number}) Tj", "ET"]
    return "\n".join(parts).encode("cp1252")


def _file(objects: list[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    written += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(written)
