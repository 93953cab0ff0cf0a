"""The rules of the house that no linter knows."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.catalogue import TEMPLATE, catalogue

ROOT = Path(__file__).parents[2]
PACKAGES = ("curation", "training", "eval", "workbench")
SOURCES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
CODE = [p for p in SOURCES if "migrations/versions" not in p.as_posix()]
HEAVY = {
    "torch", "transformers", "trl", "peft", "datasets", "presidio_analyzer", "presidio_anonymizer", "spacy",
    "datasketch", "numba", "sklearn", "openai", "faker", "py3langid", "evalica", "scipy",
}  # fmt: skip
UNTYPED_ROOMS = {
    "curation/pii", "curation/dedup", "curation/quality", "training", "eval", "data_samples",
}  # fmt: skip
MOST_LINES, MOST_FUNCTION_LINES, WITH_DEFAULT = 300, 50, 3
FRONT_DOORS = """
import importlib, json, pkgutil, sys
import workbench.app, workbench.bootstrap, workbench.shell, workbench.cli.door
for package in (workbench.cli, workbench.screens, workbench.components):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(found.name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.slow
def test_nothing_heavy_is_imported_by_the_app_or_the_command_line():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FRONT_DOORS], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert HEAVY & set(json.loads(done.stdout.splitlines()[-1])) == set()


def test_nothing_imports_eval_as_a_name():
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                assert all(a.name.partition(".")[0] != "eval" or a.asname for a in node.names), name(path)
            if isinstance(node, ast.alias):
                assert (node.asname or node.name) != "eval", name(path)


@pytest.mark.parametrize("path", CODE, ids=name)
def test_files_and_functions_stay_small(path):
    tree = ast.parse(path.read_text())
    assert len(path.read_text().splitlines()) <= MOST_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MOST_FUNCTION_LINES, f"{name(path)}: {node.name} has {length} lines"


def test_packages_are_folders_and_nothing_more():
    assert [name(p) for p in SOURCES if p.name == "__init__.py" and p.read_text().strip()] == []


def test_loose_typing_stays_in_the_rooms_of_untyped_libraries():
    loose = [name(p) for p in SOURCES if "# pyright: basic" in p.read_text()]
    assert [p for p in loose if not any(p.startswith(room + "/") for room in UNTYPED_ROOMS)] == []


def test_no_vague_names():
    vague = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [name(p) for p in SOURCES if p.name in vague] == []
    classes = [n.name for p in CODE for n in ast.walk(ast.parse(p.read_text())) if isinstance(n, ast.ClassDef)]
    assert [c for c in classes if re.search(r"(Manager|Factory|Processor)$", c)] == []


def test_no_guards_on_our_own_types():
    calls = [
        (name(p), n.lineno)
        for p in CODE
        for n in ast.walk(ast.parse(p.read_text()))
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Name)
        and (n.func.id == "hasattr" or (n.func.id == "getattr" and len(n.args) == WITH_DEFAULT))
    ]
    assert calls == []


def test_every_ignore_carries_its_reason():
    bare = [
        (name(p), number)
        for p in CODE
        for number, line in enumerate(p.read_text().splitlines(), 1)
        if re.search(r"#\s*(noqa|type: ignore|pyright: ignore)\S*(\[[^\]]*\])?:?\s*[A-Z0-9, ]*$", line)
    ]
    assert bare == []


def test_the_catalogue_holds_every_text():
    assert TEMPLATE.read_bytes() == catalogue(), "run `make texts`"


SHOWN = {
    "title", "header", "subheader", "write", "caption", "info", "warning", "error", "success", "button",
    "text_input", "text_area", "selectbox", "radio", "checkbox", "toggle", "metric", "expander",
    "form_submit_button", "file_uploader", "number_input", "slider", "multiselect", "page_link", "toast",
}  # fmt: skip


def test_screens_say_nothing_outside_the_catalogue():
    bare = [
        (name(p), node.lineno, node.args[0].value)
        for p in CODE
        if p.parts[-2:][0] in {"screens", "components"} or p.name == "shell.py"
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SHOWN
        and isinstance(node.func.value, ast.Name)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and re.search(r"[A-Za-z]{3}", node.args[0].value)
    ]
    assert bare == []


def test_a_part_of_a_page_that_is_drawn_by_itself_asks_again_who_looks():
    """A role that was taken away, or a session that was ended, counts in fragments too."""
    parts: list[tuple[str, str, bool]] = []
    for path in CODE:
        tree = ast.parse(path.read_text())
        defined = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        called = {
            n.args[0].id
            for n in ast.walk(tree)
            if isinstance(n, ast.Call) and ast.unparse(n.func) == "st.fragment" and isinstance(n.args[0], ast.Name)
        }
        marked = {f.name for f in defined.values() if any("st.fragment" in ast.unparse(d) for d in f.decorator_list)}
        parts += [(name(path), f, ".renewed()" in ast.unparse(defined[f])) for f in called | marked]
    assert len(parts) >= 7
    assert [part for part in parts if not part[2]] == []
