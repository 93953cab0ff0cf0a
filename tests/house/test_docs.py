"""What the documentation names is there: commands with their options, settings, and the files that it leads to."""

import importlib
import re
from pathlib import Path

import pytest
import typer

from workbench.cli.door import commands

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "data_samples" / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
_SPAN = re.compile(r"`([^`]+)`")
_CALL = re.compile(r"(?:(?:[A-Z_]+=\S+|export) )*(?:\.venv/bin/)?workbench ([a-z-]+)((?: .*)?)")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
_SETTING = re.compile(r"WORKBENCH_[A-Z_]+")


def calls(page: Path) -> list[tuple[str, list[str]]]:
    """Return the calls of `workbench` that a page shows: the command, and the words behind it."""
    text = page.read_text()
    blocks = "\n".join([*_FENCED.findall(text), *_INDENTED.findall(text)])
    spans = [" ".join(span.split()) for span in _SPAN.findall(_FENCED.sub("", text))]
    lines = [line.partition("#")[0].strip() for line in blocks.splitlines()]
    found = [_CALL.fullmatch(line) for line in (*spans, *lines)]
    return [(one[1], one[2].split()) for one in found if one]


def options(name: str, words: list[str]) -> set[str]:
    """Return the options of the command that is called; a word that is no command of its group is a KeyError."""
    command = typer.main.get_command(importlib.import_module(f"workbench.cli.{commands()[name].module}").app)
    if isinstance(command, typer.core.TyperGroup) and words and not words[0].startswith("-"):
        command = command.commands[words[0]]
    return {option for one in command.params for option in (*one.opts, *one.secondary_opts)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_and_options_that_a_page_names_are_there(page):
    for name, words in calls(page):
        assert name in commands(), f"{page.name} names `workbench {name}`"
        named = {option for word in words if word.startswith("--") for option in (word.strip("[]."),)}
        assert named <= options(name, words), f"{page.name}: workbench {name} {' '.join(words)}"


def test_the_pages_show_many_calls():
    assert sum(len(calls(page)) for page in PAGES) > 50


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_leads_to_files_that_are_there(page):
    for link in _LINK.findall(page.read_text()):
        assert (page.parent / link).exists(), f"{page.name} leads to {link}"


def test_every_page_is_reached_from_the_readme():
    led = {(ROOT / link).resolve() for link in _LINK.findall((ROOT / "README.md").read_text())}
    assert set(PAGES[1:]) <= led


def test_every_setting_that_is_read_is_documented_and_no_other():
    rooms = ("curation", "training", "eval", "workbench")
    read = {
        name for room in rooms for file in (ROOT / room).rglob("*.py") for name in _SETTING.findall(file.read_text())
    }
    assert set(_SETTING.findall((ROOT / "docs" / "settings.md").read_text())) == read
