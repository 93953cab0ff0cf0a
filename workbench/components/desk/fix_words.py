"""The words of what the desk offers on a key: fixes, hiding, an earlier text, what was settled before."""

from curation.domain.identity import Json
from curation.texts import text


def fix_words() -> dict[str, Json]:
    """Return these words by the name that the card's script uses."""
    return {
        "fix": text("Fix"),
        "hide": text("Hide"),
        "fix_title": text("Other words for this text"),
        "fix_take": text("Take it and approve"),
        "fix_pass_on": text("Take it and pass on"),
        "fix_edit": text("Go on from it"),
        "fix_none": text("No note offers other words here."),
        "fix_none_chosen": text("This note offers no other words."),
        "fix_typing": text("You have words of your own on this sample. Approve or discard them first."),
        "hide_title": text("Hide personal data"),
        "hide_what": text("This is hidden in all samples, as the project's privacy rules say:"),
        "hide_take": text("Hide it"),
        "back_title": text("The text as it came in"),
        "back_button": text("Bring back"),
        "back_none": text("The text reads as it came in."),
        "similar": text("Settled before"),
        "similar_button": text("Similar"),
        "similar_loading": text("Looking for settled samples like this one"),
        "similar_none": text("Nothing like it was settled yet."),
        "similar_of": text("{alike} % alike, {status}"),
        "page": text("Page of the sample"),
    }
