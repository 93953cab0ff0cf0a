# pyright: basic
"""A YAML text as a tree that knows its lines, so that a refusal can name them. No anchors, no tags, no objects."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import yaml

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

Choice = TypeVar("Choice", bound=StrEnum)
_TAGS = {"tag:yaml.org,2002:" + name for name in ("map", "seq", "str", "int", "float", "bool", "null")}
_TRUE, _FALSE = {"true", "on", "yes"}, {"false", "off", "no"}


@dataclass(frozen=True)
class Tree:
    """A node of the text."""

    node: yaml.Node

    def error(self, sentence: str) -> InputError:
        """Return the refusal of this place."""
        return InputError(text("Line {line}: {sentence}", line=self.node.start_mark.line + 1, sentence=sentence))

    def branch(self, cure: str) -> "Branch":
        """Return it as names with values, or refuse with the cure."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error(cure or text("Names with values belong here."))
        return Branch(self.node)

    def entries(self) -> "list[Tree]":
        """Return the entries of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error(text("A list belongs here: lines that begin with “- ”."))
        return [Tree(one) for one in self.node.value]

    def string(self) -> str:
        """Return a single value as it is written."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.error(text("A single text belongs here."))
        return str(self.node.value)

    def boolean(self) -> bool:
        """Return on or off."""
        said = self.string().lower()
        if said not in _TRUE | _FALSE:
            raise self.error(text("Write on or off, not “{said}”.", said=said))
        return said in _TRUE

    def number(self) -> float:
        """Return a number."""
        said = self.string()
        try:
            value = float(said)
        except ValueError as error:
            raise self.error(text("“{said}” is no number.", said=said)) from error
        if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - what is not a number is not itself
            raise self.error(text("“{said}” is no number.", said=said))
        return value

    def plain(self) -> Json:
        """Return it as JSON would have it."""
        value: Json = yaml.SafeLoader("").construct_object(self.node, deep=True)
        return value


@dataclass(frozen=True)
class Branch(Tree):
    """Names with values."""

    node: yaml.MappingNode

    def pairs(self) -> Iterator[tuple[str, Tree]]:
        """Yield each name with its value."""
        for key, value in self.node.value:
            yield str(Tree(key).string()), Tree(value)

    def allow(self, names: tuple[str, ...]) -> None:
        """Refuse any other name, and one that stands twice."""
        seen: set[str] = set()
        for key, _ in self.node.value:
            name = Tree(key).string()
            if name not in names:
                sentence = text("“{name}” is not known here. Known are: {names}.", name=name, names=", ".join(names))
                raise Tree(key).error(sentence)
            if name in seen:
                raise Tree(key).error(text("“{name}” stands here twice. Keep one.", name=name))
            seen.add(name)

    def get(self, name: str) -> Tree | None:
        """Return a value, None where it is missing or empty."""
        found = next((value for key, value in self.pairs() if key == name), None)
        return None if found is None or found.node.tag.endswith(":null") else found

    def need(self, name: str) -> Tree:
        """Return a value, or refuse."""
        found = self.get(name)
        if found is None:
            raise self.error(text("“{name}” is missing here. Add it.", name=name))
        return found

    def items(self, name: str) -> list[Tree]:
        """Return the entries of a list, none where it is missing."""
        found = self.get(name)
        return [] if found is None else found.entries()

    def string_of(self, name: str) -> str:
        """Return a text, empty where it is missing."""
        found = self.get(name)
        return "" if found is None else found.string()

    def number_of(self, name: str) -> float | None:
        """Return a number, None where it is missing."""
        found = self.get(name)
        return None if found is None else found.number()

    def choice(self, name: str, kind: type[Choice], usual: Choice) -> Choice:
        """Return one of a few words."""
        found = self.get(name)
        if found is None:
            return usual
        said = found.string()
        if said not in {one.value for one in kind}:
            names = ", ".join(one.value for one in kind)
            raise found.error(text("“{said}” is not known here. Known are: {names}.", said=said, names=names))
        return kind(said)


def read_tree(source: str) -> Tree | None:
    """Read a text, None where it is empty; raises InputError where it is no plain YAML."""
    try:
        for event in yaml.parse(source, Loader=yaml.SafeLoader):
            _require_plain(event)
        node = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        sentence = text(
            "Line {line}: this is no YAML: {problem}. Check the indentation and the quotes.",
            line=line,
            problem=error.problem,
        )
        raise InputError(sentence) from error
    except yaml.YAMLError as error:
        raise InputError(text("This is no YAML text: it holds signs that may not stand there.")) from error
    except RecursionError as error:
        raise InputError(text("The YAML text is nested too deeply.")) from error
    return None if node is None or node.tag.endswith(":null") else Tree(node)


def _require_plain(event: yaml.Event) -> None:
    named = isinstance(event, yaml.AliasEvent) or (isinstance(event, yaml.NodeEvent) and event.anchor is not None)
    tag = event.tag if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) else None
    if named or (tag is not None and tag not in _TAGS):
        line = event.start_mark.line + 1
        raise InputError(
            text("Line {line}: anchors (&), references (*) and tags (!) are not read. Write the value out.", line=line)
        )
