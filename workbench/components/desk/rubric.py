"""The rubric as the desk's card gets it: each criterion with its options in the order of their digits."""

from curation.domain.identity import Json
from curation.domain.rubric import Rubric
from curation.texts import text
from workbench.components.rubric_form import value_words


def rubric_data(rubric: Rubric) -> list[Json]:
    """Write the criteria: key, name, about, required, options as [value, words] pairs."""
    return [
        {
            "key": one.key,
            "name": one.name,
            "about": one.about,
            "required": one.required,
            "options": [[value, value_words(one.scale, value)] for value in one.scale.values],
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
