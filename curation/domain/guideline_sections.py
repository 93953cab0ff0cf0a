"""The sections of a project's guidelines: what reasons, decisions and samples point at, each known by its heading."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from curation.domain.identity import canonical_json, clean_text, content_hash
from curation.texts import text

START = "(start)"
_LONGEST_ID = 96
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it, up to the next heading of any level.

    `id` comes from the heading alone, so it stays while the text changes, and while other sections come and go. A
    heading that occurs again has the id of the heading that it stands under before its own (`children`,
    `surgery/children`), or a number where that is taken too. `within` are the ids of the headings above it, outermost
    first. What stands before the first heading is the section `(start)` of level 0, without a title.
    `hash` changes with the title and the text, not with blanks at the ends of lines.
    """

    id: str
    title: str
    level: int
    within: tuple[str, ...]
    text: str
    hash: str

    @property
    def name(self) -> str:
        """What it is called where people read it."""
        return self.title or text("Beginning")


@dataclass(frozen=True)
class _Heading:
    title: str
    level: int
    first: int
    after: int


@lru_cache(maxsize=16)
def sections_of(guidelines: str) -> tuple[Section, ...]:
    """Read guidelines in Markdown (CommonMark) into sections, in their order; none where nothing is written.

    Marks of headings count where Markdown counts them: not in code, quotations, lists or comments.
    """
    source = clean_text(guidelines)[0].replace("\r\n", "\n").replace("\r", "\n")
    lines = source.split("\n")
    headings = list(_headings(source))
    found: list[Section] = []
    before = _joined(lines[: headings[0].first if headings else None])
    if before:
        found.append(_section(START, "", 0, (), before))
    above: list[Section] = []
    taken: Counter[str] = Counter()
    for number, heading in enumerate(headings):
        while above and above[-1].level >= heading.level:
            above.pop()
        within = tuple(one.id for one in above)
        below = _joined(lines[heading.after : (headings[number + 1].first if number + 1 < len(headings) else None)])
        section = _section(_named(heading.title, within, taken), heading.title, heading.level, within, below)
        above.append(section)
        found.append(section)
    return tuple(found)


def section_by_id(sections: Iterable[Section], section_id: str) -> Section | None:
    """Return the section of an id; None where the guidelines have none of that name (any more)."""
    return next((one for one in sections if one.id == section_id), None)


def section_name(guidelines: str, section_id: str | None) -> str:
    """Return what a section is called, its id where the guidelines have it no more, nothing where none is named."""
    found = section_by_id(sections_of(guidelines), section_id or "")
    return (section_id or "") if found is None else found.name


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").disable("inline")


def _headings(source: str) -> Iterator[_Heading]:
    tokens = _markdown().parse(source)
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open" and opening.level == 0 and opening.map is not None:
            yield _Heading(_title(inside), int(opening.tag[1:]), *opening.map)


def _title(inside: Token) -> str:
    """Return a heading's words without Markdown's marks."""
    [root] = _inline().parseInline(inside.content)
    words = (
        child.content if child.type in {"text", "code_inline"} else " " * ("break" in child.type)
        for child in root.children or []
    )
    return " ".join("".join(words).split())


@cache
def _inline() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _section(section_id: str, title: str, level: int, within: tuple[str, ...], below: str) -> Section:
    return Section(section_id, title, level, within, below, content_hash(canonical_json([title, below])))


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _named(title: str, within: tuple[str, ...], taken: Counter[str]) -> str:
    plain = _NO_LETTER.sub("-", unicodedata.normalize("NFKC", title).casefold()).strip("-") or "section"
    if len(plain) > _LONGEST_ID:
        plain = f"{plain[: _LONGEST_ID - 9]}-{content_hash(plain)[:8]}"
    name = plain
    if name in taken and within:
        name = f"{within[-1].rpartition('/')[2]}/{plain}"
    stem = name
    while name in taken:
        taken[stem] += 1
        name = f"{stem}-{taken[stem]}"
    taken[name] = 1
    return name
