"""The words for what freezing speaks of, as cards, screens and the command line say them."""

from curation.domain.releases import Layout, LeftOut
from curation.domain.versions import Split
from curation.texts import text


def left_out_words(why: LeftOut) -> str:
    """Say why samples are left out."""
    words = {
        LeftOut.SCREENING: text("still being screened"),
        LeftOut.NOT_SCREENED: text("in a language that names are not found in"),
        LeftOut.WAITING: text("waiting for a decision"),
        LeftOut.ESCALATED: text("waiting for a second opinion"),
        LeftOut.DISPUTED: text("disputed between reviewers"),
        LeftOut.REJECTED: text("rejected"),
        LeftOut.RETRIEVAL: text("belongs in retrieval"),
        LeftOut.SET_ASIDE: text("set aside as copies"),
        LeftOut.LAPSED: text("valid until a day that has passed"),
        LeftOut.FILTERED: text("not of the chosen origins and languages"),
        LeftOut.EMPTY: text("no question or no answer"),
        LeftOut.BLOCKED: text("a note that blocks"),
        LeftOut.CONFLICT: text("contradicts another approved sample"),
        LeftOut.DUPLICATE: text("nearly the same as a sample that is in"),
    }
    return words[why]


def split_words(split: Split) -> str:
    """Name a side of a version."""
    return {Split.TRAIN: text("train"), Split.VALIDATION: text("validation"), Split.TEST: text("test")}[split]


def layout_words(layout: Layout) -> str:
    """Name a shape in which a version can be taken out."""
    words = {
        Layout.PARQUET: text("Parquet table"),
        Layout.PROMPT_COMPLETION: text("Prompt and completion (JSON lines)"),
        Layout.MESSAGES: text("Chat messages (JSON lines)"),
    }
    return words[layout]
