"""The section of the guidelines that a decision names, as the desk sends it."""

from curation.domain.guideline_sections import section_by_id, sections_of
from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

_LONGEST = 300


def section_named(body: dict[str, Json]) -> str | None:
    """Read the id of a section, None where none is named."""
    value = body.get("section")
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        raise InputError(text("The call needs {name}: a short text.", name="section"))
    return value


def lost_section(guidelines: str, section: str | None) -> str | None:
    """Say that a decision stands without the section that it named, where the guidelines have none of that name."""
    if section is None or section_by_id(sections_of(guidelines), section) is not None:
        return None
    return text("The guidelines have changed meanwhile: your decision stands, without the section. Reload the page.")
