"""Pages that stay open: whatever is drawn again by itself asks anew who is there and what they may."""

import ast
from pathlib import Path

import pytest

WORKBENCH = Path(__file__).parents[3] / "workbench"
FILES = [path for part in ("screens", "components") for path in sorted((WORKBENCH / part).rglob("*.py"))]
CALLBACKS = {"on_click", "on_change", "on_submit", "on_select"}


def name_of(node):
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def redrawn(tree):
    """Functions that Streamlit calls again without the page around them: fragments and dialogs, however made."""
    again = {"st.fragment", "st.dialog"}
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    decorated = [f for f in functions.values() if any(name_of(one) in again for one in f.decorator_list)]
    made = [
        functions[call.args[0].id]
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and name_of(call) == "st.fragment" and call.args
    ]
    return [*decorated, *made]


def callbacks(tree):
    """The words `args`, `kwargs` and the function itself of every call that takes a callback."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and any(word.arg in CALLBACKS for word in call.keywords):
            yield from (word.value for word in call.keywords if word.arg in {*CALLBACKS, "args", "kwargs"})


def test_a_part_that_is_drawn_again_by_itself_asks_anew_who_is_there():
    found = {}
    for path in FILES:
        for function in redrawn(ast.parse(path.read_text(encoding="utf-8"))):
            takes_a_visit = any(argument.arg == "visit" for argument in function.args.args)
            found[f"{path.name}:{function.name}"] = takes_a_visit and "visit = visit.renewed()" not in ast.unparse(
                function
            )
    assert len(found) >= 5
    assert [place for place, forgets in found.items() if forgets] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_callback_acts_with_who_was_there_when_the_page_was_drawn(path):
    told = [ast.unparse(one) for one in callbacks(ast.parse(path.read_text(encoding="utf-8")))]
    assert [one for one in told if "visit" in one or "person" in one] == []
