"""Maths as it is read: LaTeX as MathML, in the same tree of tags as Markdown."""

from xml.etree.ElementTree import Element, ParseError, fromstring

from latex2mathml import exceptions
from latex2mathml.converter import convert

from curation.domain.identity import Json

LONGEST = 2_000
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_TAGS = frozenset(
    (
        *("math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup"),
        *("munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose"),
    )
)
_REFUSALS = tuple(one for one in vars(exceptions).values() if isinstance(one, type) and issubclass(one, Exception))
_ATTRIBUTES = frozenset(
    {"display", "mathvariant", "stretchy", "accent", "displaystyle", "columnalign", "linethickness"}
)


def maths(latex: str, *, alone: bool) -> Json | None:
    """Return the tree of a formula (`alone`: on lines of its own); None where it cannot be read as one."""
    if len(latex) > LONGEST:
        return None
    try:
        made = fromstring(convert(latex, display="block" if alone else "inline"))  # noqa: S314 - made here, and bounded
    except (*_REFUSALS, ParseError, IndexError, KeyError, ValueError, RecursionError):
        return None
    return _tree(made)


def _tree(node: Element) -> Json | None:
    tag = node.tag.removeprefix(_NAMESPACE)
    if tag not in _TAGS:
        return None
    children: list[Json] = [node.text] if node.text else []
    for child in node:
        tree = _tree(child)
        if tree is None:
            return None
        children += [tree, *([child.tail] if child.tail else [])]
    attributes: dict[str, Json] = {name: value for name, value in node.attrib.items() if name in _ATTRIBUTES}
    return [tag, attributes, *children]
