"""How a webhook stands, and what came of a try, in words."""

from curation.domain.webhooks import WAITS, Delivery, Off, Reply, Topic, Webhook
from curation.texts import text, texts


def hook_state(hook: Webhook) -> str:
    """Say whether a webhook is told what happens, and if not, why."""
    if hook.off is Off.CHOSEN:
        return text("Switched off.")
    if hook.off is Off.GONE:
        return text("Switched off: the other side said that nobody listens there any more (410). Nothing is lost.")
    if hook.off is Off.FAILED:
        return text(
            "Switched off after {count} failures in a row. Nothing is lost: once on, it is told from there on.",
            count=len(WAITS) + 1,
        )
    if hook.off is Off.LOST:
        return text("Switched off: the key that opens its address is missing. Bring the key back and switch it on.")
    if hook.failures:
        return texts("On; {count} failure in a row, tried again.", "On; {count} failures in a row, tried again.",
                     hook.failures)  # fmt: skip
    return text("On.")


def reply_words(tried: Delivery) -> str:
    """Say what came of a try."""
    words = {
        Reply.TAKEN: text("taken ({status})", status=tried.status),
        Reply.REFUSED: text("refused ({status})", status=tried.status),
        Reply.GONE: text("gone ({status})", status=tried.status),
        Reply.UNREACHED: text("nobody answered"),
        Reply.TOO_SLOW: text("no answer in time"),
        Reply.UNTRUSTED: text("no trusted TLS connection; look at its certificate"),
        Reply.NOT_ALLOWED: text("the address is not allowed here"),
    }
    return words[tried.reply]


def topic_words(topic: Topic) -> str:
    """Name what a webhook can be told of."""
    words = {
        Topic.DECISION: text("Decisions"),
        Topic.VERSION: text("Versions"),
        Topic.IMPORT: text("Imports"),
        Topic.RUN: text("Training runs"),
        Topic.ROUND: text("Rounds"),
    }
    return words[topic]
