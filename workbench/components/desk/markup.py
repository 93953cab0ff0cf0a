"""Markdown and maths as they are read: a tree of few, safe tags for the card to build, with the marks still in place.

The tree holds no HTML: the card makes elements of the tags below and text nodes of everything else, so nothing in a
sample can run or pretend to be a button. Links stay text with their address behind, pictures are not fetched.
Markdown is CommonMark with tables and strikethrough (markdown-it-py); maths stands in dollars or LaTeX's brackets.

A node is a string, `{"x": text, "m": [numbers of the marks over it]}`, or `[tag, attributes, child, ...]`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.texmath import texmath_plugin

from curation.domain.identity import Json
from workbench.components.desk.maths import maths

LONGEST = 50_000
_MAYBE = re.compile(r"[*_`#>|$\\\[~]|^[ \t]*(?:[-+]|\d+[.)])[ \t]|^[-=]{3,}[ \t]*$", re.MULTILINE)
_BLOCK_START = re.compile(r"[ \t]*(?:(?:[-*+>]|#{1,6}|\d{1,9}[.)])[ \t]+|\|[ \t]*)+")
_MONEY = re.compile(r"\d.*\s", re.DOTALL)
_DOUBLED = "*_`~$"
_EDGE = 0xF0000
_EDGES = re.compile("[\U000f0000-\U000ffffd]")
_SAME = frozenset(
    (
        *("strong", "em", "s", "blockquote", "bullet_list", "ordered_list", "list_item", "paragraph", "table", "thead"),
        *("tbody", "tr", "th", "td"),
    )
)
_TAG = {"bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "paragraph": "p"}
_DEEPEST = 6
_PLAIN = frozenset({"paragraph", "inline", "text", "hardbreak", "softbreak", "root"})
Span = tuple[int, int]


def tree_of(text: str, marks: Sequence[Span] = ()) -> list[Json] | None:
    """Return the nodes of a text, its marks given as (start, end) in code points; None where it is plain text.

    Longer texts than 50,000 characters, those that hold characters of private use, and those that would be read
    otherwise for their marks are shown as they are typed.
    """
    if not _MAYBE.search(text) or len(text) > LONGEST or _EDGES.search(text):
        return None
    tree = _drawn(text, marks)
    if tree is None or not marks:
        return tree
    return tree if _unmarked(tree) == _unmarked(_drawn(text, ()) or []) else None


def _drawn(text: str, marks: Sequence[Span]) -> list[Json] | None:
    places = sorted({_inside(text, n) for mark in marks for n in mark})
    root = SyntaxTreeNode(_markdown().parse(_edged(text, places)))
    if all(node.type in _PLAIN for node in root.walk()):
        return None
    covering = [
        tuple(n for n, (start, end) in enumerate(marks) if _inside(text, start) <= place < _inside(text, end))
        for place in places
    ]
    return list(_Drawing(covering).children(root))


def _unmarked(tree: Sequence[Json]) -> list[Json]:
    """Return a tree without its marks, its words in one piece."""
    plain: list[Json] = []
    for node in tree:
        if isinstance(node, Sequence) and not isinstance(node, str):
            plain.append([node[0], _unmarked(node[2:])])
            continue
        words = node["x"] if isinstance(node, Mapping) else node
        if plain and isinstance(plain[-1], str):
            plain[-1] += str(words)
        else:
            plain.append(str(words))
    return plain


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    dollarmath_plugin(made, allow_space=False, allow_digits=False, double_inline=True)
    texmath_plugin(made, delimiters="brackets")
    return made


def _inside(text: str, place: int) -> int:
    """Move a place out of signs that begin a list, heading or quote, or stand double: a character there undoes them."""
    line = text.rfind("\n", 0, place) + 1
    start = _BLOCK_START.match(text, line)
    if start is not None and place < start.end():
        return start.end()
    while 0 < place < len(text) and text[place] == text[place - 1] and text[place] in _DOUBLED:
        place += 1
    return place


def _edged(text: str, places: Sequence[int]) -> str:
    """Put a character of private use at each place, numbered, which the parser carries along like a letter."""
    cuts = [0, *places, len(text)]
    pieces = [text[a:b] for a, b in pairwise(cuts)]
    return "".join(piece + (chr(_EDGE + n) if n < len(places) else "") for n, piece in enumerate(pieces))


@dataclass
class _Drawing:
    """A walk through a text in reading order; `now` are the marks over the place where it is."""

    covering: Sequence[tuple[int, ...]]
    now: tuple[int, ...] = ()

    def children(self, node: SyntaxTreeNode) -> Iterator[Json]:
        for child in node.children:
            yield from self.node(child)

    def node(self, node: SyntaxTreeNode) -> Iterator[Json]:
        if node.type == "inline" or (node.type == "paragraph" and node.hidden):
            yield from self.children(node)
        elif node.type == "text":
            yield from self.words(node.content)
        elif node.type in {"softbreak", "hardbreak"}:
            yield ["br", {}]
        elif node.type.startswith("math"):
            yield self.formula(node)
        elif node.type in {"link", "image"}:
            yield from self.named(node)
        else:
            yield self.block(node)

    def block(self, node: SyntaxTreeNode) -> Json:
        if node.type == "heading":
            return [f"h{min(int(node.tag[1]) + 3, _DEEPEST)}", {}, *self.children(node)]
        if node.type == "hr":
            return ["hr", {}]
        if node.type == "code_inline":
            return ["code", {}, *self.words(node.content)]
        if node.type in {"fence", "code_block"}:
            return ["pre", {}, ["code", {}, *self.words(node.content)]]
        start = node.attrs.get("start")
        attributes: dict[str, Json] = {"start": start} if isinstance(start, int) else {}
        tag = _TAG.get(node.type, node.type) if node.type in _SAME else "span"
        return [tag, attributes, *self.children(node)]

    def words(self, content: str) -> Iterator[Json]:
        """Yield a text in pieces, each with the marks over it."""
        last = 0
        for edge in _EDGES.finditer(content):
            if edge.start() > last:
                yield self.piece(content[last : edge.start()])
            self.now = self.covering[ord(edge[0]) - _EDGE]
            last = edge.end()
        if last < len(content):
            yield self.piece(content[last:])

    def piece(self, words: str) -> Json:
        return {"x": words, "m": list(self.now)} if self.now else words

    def formula(self, node: SyntaxTreeNode) -> Json:
        alone = node.type != "math_inline"
        latex = _EDGES.sub("", node.content)
        made = None if not alone and _MONEY.match(latex) else maths(latex.strip(), alone=alone)
        pieces = list(self.words(node.content))
        if made is None:
            return ["span", {}, node.markup.replace("\\\\", "\\"), *pieces, _closing(node.markup)]
        return ["div", {}, made] if alone else made

    def named(self, node: SyntaxTreeNode) -> Iterator[Json]:
        """Yield a link or picture as its words with the address behind."""
        yield from self.children(node)
        address = str(node.attrs.get("href" if node.type == "link" else "src", ""))
        shown = _EDGES.sub("", address)
        if shown and shown != "".join(child.content for child in node.walk() if child.type == "text"):
            yield ["code", {}, f" ({shown})"]


def _closing(markup: str) -> str:
    return {"\\(": "\\)", "\\[": "\\]"}.get(markup, markup)
