"""The dataset card: README.md of a version, with the YAML header by which `datasets` finds the splits.

`datasets` takes one file format a folder, so the header names one layout; the others lie in folders of their own
whose file names say the splits.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from curation.domain.gates import GateFacts, GateVerdict
from curation.domain.releases import Layout, LeftOut
from curation.domain.versions import Recipe, Split
from curation.release.layouts import LayoutFile
from curation.release.words import left_out_words
from curation.texts import text

_FENCE = "---\n"


@dataclass(frozen=True)
class ReviewFacts:
    """How the members were reviewed: approvals that stand, by how many people, on which days."""

    approvals: int
    people: int
    by_two_or_more: int
    edited: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class CardFacts:
    """All that a card says; counts are of samples unless the name says otherwise."""

    project: str
    intended_use: str
    version_hash: str
    recipe: Recipe
    counts: Mapping[Split, int]
    by_origin: Mapping[str, int]
    by_language: Mapping[str, int]
    by_source: Mapping[str, int]
    left_out: Mapping[LeftOut, int]
    review: ReviewFacts
    replaced: Mapping[str, int]
    detectors: Collection[str]
    notes: Mapping[str, int]
    gate: GateFacts | None = None
    screened_by: Mapping[str, int] = field(default_factory=dict[str, int])
    detection: Mapping[str, str] = field(default_factory=dict[str, str])


def card(facts: CardFacts) -> str:
    """Return the text of README.md; equal facts are equal bytes."""
    rows = sum(facts.counts.values())
    sections = [
        f"# {facts.project}",
        text("{rows} samples that experts approved. Content hash: `{hash}`.", rows=rows, hash=facts.version_hash),
        _section(text("Splits"), _table(text("Split"), {s.value: facts.counts.get(s, 0) for s in Split})),
        text("Samples of one duplicate group, one source passage or one question are never on two sides."),
        _section(text("Origin"), _table(text("Origin"), facts.by_origin)),
        _section(text("Language"), _table(text("Language"), facts.by_language)),
        _section(text("Source"), _table(text("Source"), facts.by_source)),
        _section(text("Review"), _review(facts.review)),
        _section(text("Personal data"), _privacy(facts)),
        _section(text("Notes of checks"), _notes(facts)),
        _section(text("Left out"), _table(text("Reason"), {left_out_words(w): n for w, n in facts.left_out.items()})),
        _section(text("Loading"), _loading()),
        _section(text("Intended use"), facts.intended_use.strip() or text("The project does not state one.")),
        _section(text("What this is not"), _limits()),
        _section(text("Licence"), _licence()),
    ]
    return header(facts) + "\n\n".join(sections) + "\n"


def header(facts: CardFacts) -> str:
    """Return the YAML header: name, languages, and where the splits lie as Parquet."""
    lines = [f"pretty_name: {json.dumps(facts.project, ensure_ascii=False)}", "language:"]
    lines += [f"- {json.dumps(language)}" for language in sorted(facts.by_language)]
    splits = [split for split in Split if facts.counts.get(split)]
    return _FENCE + "\n".join(lines) + "\n" + configurations(Layout.PARQUET, splits) + _FENCE + "\n"


def configurations(layout: Layout, splits: Collection[Split]) -> str:
    """Return the YAML that names the files of a layout as the default configuration."""
    lines = ["configs:", "- config_name: default", "  data_files:"]
    for split in splits:
        lines += [f"  - split: {split}", f"    path: {LayoutFile(layout, split).path}"]
    return "\n".join(lines) + "\n"


def card_for(whole: str, layout: Layout, splits: Collection[Split]) -> str:
    """Return a card whose header names another layout, for an export of that layout."""
    before, _, rest = whole.partition("configs:\n")
    _, fence, body = rest.partition("\n" + _FENCE)
    return before + configurations(layout, splits) + fence.lstrip("\n") + body


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}"


def _table(title: str, counts: Mapping[str, int]) -> str:
    if not any(counts.values()):
        return text("None.")
    rows = [f"| {_cell(name)} | {count} |" for name, count in counts.items() if count]
    return "\n".join([f"| {title} | {text('Samples')} |", "|---|---:|", *rows])


def _cell(value: str) -> str:
    return " ".join(value.replace("|", "\\|").split())


def _review(facts: ReviewFacts) -> str:
    lines = [
        text("Approvals that stand: {count}.", count=facts.approvals),
        text("People who gave them: {count}.", count=facts.people),
        text("Samples approved by two people or more: {count}.", count=facts.by_two_or_more),
        text("Samples corrected before approval: {count}.", count=facts.edited),
    ]
    if facts.first is not None and facts.last is not None:
        lines.append(text("Days of approval: {first} to {last} (UTC).", first=facts.first, last=facts.last))
    return "\n".join(f"- {line}" for line in lines)


def _privacy(facts: CardFacts) -> str:
    said = text(
        "Personal data was looked for by rules and patterns and replaced by placeholders before anybody read the "
        "text. Such a search misses some: treat the text as confidential."
    )
    if facts.detectors:
        said += " " + text("Found by: {names}.", names=", ".join(sorted(facts.detectors)))
    lines = [
        text("{count} of these samples were screened by {engine}.", count=count, engine=engine)
        for engine, count in facts.screened_by.items()
    ]
    lines += [f"{language}: {words}" for language, words in facts.detection.items()]
    if lines:
        said += "\n\n" + "\n".join(f"- {line}" for line in lines)
    if facts.gate is not None:
        said += "\n\n" + _gate(facts.gate)
    return said + "\n\n" + _table(text("Replaced"), facts.replaced).replace(text("Samples"), text("Places"), 1)


def _gate(gate: GateFacts) -> str:
    said = text(
        "Before freezing, all {count} texts were searched again, by {engine}.", count=gate.scanned, engine=gate.engine
    )
    if gate.verdict is GateVerdict.PASSED:
        return said + " " + text("Nothing was found.")
    return (
        said
        + " "
        + text("In {count} of them something was found, which a person looked at and let through.", count=gate.accepted)
    )


def _notes(facts: CardFacts) -> str:
    said = text("What automated checks remark on samples that experts approved nevertheless.")
    return said + "\n\n" + _table(text("Check"), facts.notes)


def _loading() -> str:
    lines = ("from datasets import load_dataset", "", 'data = load_dataset("FOLDER")  # FOLDER is this one')
    return "\n".join(("```python", *lines, "```"))


def _limits() -> str:
    return "\n".join(
        (
            "- " + text("Not anonymous data in the sense of the law: nobody has measured what can be re-identified."),
            "- " + text("Not a source to look things up in: an approval is the opinion of the people counted above."),
            "- " + text("Not a sample of any population: it holds what was collected and approved, by the recipe."),
        )
    )


def _licence() -> str:
    return text(
        "None is granted by this file. The rights are those of the sources named above; ask the project's owner "
        "before you pass it on."
    )
