"""Writes the list in docs/rest.md anew: python -m tests.workbench.rest.write_docs."""

from pathlib import Path

from workbench.rest.markdown import list_of
from workbench.rest.table import operations

PAGE = Path(__file__).parents[3] / "docs" / "rest.md"
BEGIN = "<!-- made by: python -m tests.workbench.rest.write_docs -->"


def main() -> None:
    said = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(f"{said.partition(BEGIN)[0]}{BEGIN}\n\n{list_of(operations())}", encoding="utf-8")


if __name__ == "__main__":
    main()
