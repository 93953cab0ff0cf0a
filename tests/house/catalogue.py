"""Writes curation/locale/workbench.pot, the catalogue of every text that a person reads: `make texts`."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "curation" / "locale" / "workbench.pot"
KEYWORDS = {"text": None, "texts": (1, 2)}
PACKAGES = ("curation", "training", "eval", "workbench")


def catalogue() -> bytes:
    """Extract every message id, sorted, with the files that use it but no line numbers."""
    catalog = Catalog(project="sft-workbench", creation_date=None, fuzzy=False)
    for package in PACKAGES:
        for file, _line, message, comments, _context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            catalog.add(message, locations=[(f"{package}/{file}", None)], auto_comments=comments)
    target = BytesIO()
    write_po(target, catalog, sort_output=True, omit_header=True, include_lineno=False, width=120)
    return target.getvalue()


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(catalogue())
