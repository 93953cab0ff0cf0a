"""The rubric as the desk's card gets it: each criterion with its options in the order of their digits."""

from curation.domain.identity import Json
from curation.domain.rubric import Rubric, Scale
from curation.texts import text


def rubric_data(rubric: Rubric) -> list[Json]:
    """Write the criteria: key, name, about, required, options as [value, words] pairs."""
    return [
        {
            "key": one.key,
            "name": one.name,
            "about": one.about,
            "required": one.required,
            "options": [[value, _words(one.scale, value)] for value in one.scale.values],
        }
        for one in rubric.criteria
    ]


def rubric_words() -> dict[str, Json]:
    """Return the words around the rubric by the name that the card's script uses."""
    return {
        "rubric": text("Rating"),
        "rubric_none": text("This project rates nothing beside the decision."),
        "rubric_required": text("needed to approve"),
        "rubric_missing": text("To approve it, rate this first: {names}"),
    }


def _words(scale: Scale, value: int) -> str:
    if scale is Scale.YES_NO:
        return text("Yes") if value else text("No")
    return str(value)
