"""What the desk knows of the sections of the guidelines, and of the reasons that rest on them."""

from collections.abc import Sequence

from curation.domain.guideline_sections import Section, sections_of
from curation.domain.identity import Json
from curation.domain.reason_policy import ReasonPolicy


def sections_data(guidelines: str, reasons: ReasonPolicy) -> dict[str, Json]:
    """Return the sections by id with their texts, and the ids that each reason for a rejection rests on."""
    sections = sections_of(guidelines)
    return {
        "sections": [
            {"id": one.id, "title": one.name, "path": path, "text": one.text}
            for one, path in zip(sections, paths_of(sections).values(), strict=True)
        ],
        "because": {reason.value: list(names) for reason, names in reasons.sections.items()},
    }


def flags_data(guidelines: str, reasons: ReasonPolicy) -> list[Json]:
    """Return the reasons for flags, each with its label and the title of the section that it rests on, if any."""
    titles = {one.id: one.name for one in sections_of(guidelines)}
    return [[one.id, one.label, titles.get(one.section or "", "")] for one in reasons.flags]


def paths_of(sections: Sequence[Section]) -> dict[str, str]:
    """Return by id each section's title with those above it, but for the one title that stands above everything."""
    titles = {one.id: one.name for one in sections}
    tops = [one.id for one in sections if one.level and not one.within]
    whole = tops[0] if len(tops) == 1 else None
    return {
        one.id: " / ".join(titles[name] for name in (*one.within, one.id) if name != whole) or titles[one.id]
        for one in sections
    }
