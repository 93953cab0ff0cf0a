"""Why samples are rejected, in words."""

from curation.domain.reviews import RejectReason
from curation.texts import text


def reason_words(reason: RejectReason) -> str:
    """Say why a sample is rejected."""
    words = {
        RejectReason.WRONG: text("Wrong"),
        RejectReason.UNSAFE: text("Unsafe"),
        RejectReason.OUTDATED: text("Outdated"),
        RejectReason.UNCLEAR: text("Unclear"),
        RejectReason.INCOMPLETE: text("Incomplete"),
        RejectReason.OFF_TOPIC: text("Off topic"),
        RejectReason.DUPLICATE: text("Duplicate"),
        RejectReason.OTHER: text("Something else"),
    }
    return words[reason]
