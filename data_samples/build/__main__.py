"""`python -m data_samples.build`: writes every generated file of data_samples again."""

from pathlib import Path

from data_samples.build.documents import write_documents
from data_samples.build.files import write_desk, write_facts, write_glossary
from data_samples.build.judging import write_round


def write_all(folder: Path) -> None:
    """Write the pairs, the documents, the round, the practice samples and planted.json below `folder`."""
    write_facts(folder)
    write_desk(folder)
    write_glossary(folder)
    write_documents(folder)
    write_round(folder)


if __name__ == "__main__":
    write_all(Path(__file__).parents[1])
