"""`python -m data_samples.build`: writes every generated file of data_samples again."""

from pathlib import Path

from data_samples.build.documents import write_documents
from data_samples.build.files import write_desk, write_facts


def write_all(folder: Path) -> None:
    """Write the pairs, the documents and planted.json below `folder`."""
    write_facts(folder)
    write_desk(folder)
    write_documents(folder)


if __name__ == "__main__":
    write_all(Path(__file__).parents[1])
