"""Every word on the card of disagreements, from the one catalogue."""

from curation.domain.identity import Json
from curation.texts import text
from workbench.components.desk.words import earlier_turns, reasons


def words() -> dict[str, Json]:
    """Return the card's words by the name that its script uses; places in braces are filled there."""
    return _frame() | _acts() | _moments() | {"key_list": _keys(), "reasons": reasons()}


def _frame() -> dict[str, Json]:
    return {
        "card": text("Disagreements"),
        "list": text("Samples to settle"),
        "sides": text("What the reviewers said"),
        "count": text("To settle: {total}"),
        "voices": text("Decisions: {voices}"),
        "came": text("The text that was reviewed"),
        "context": text("Passages it rests on"),
        "own": text("your own decision"),
        "talk": text("What was said about it"),
        "flag": text("Flag: {label}"),
        "you": text("You"),
        "fresh": text("new"),
        "resolved": text("resolved"),
        "withdrawn": text("Taken back by its author."),
        "lost_words": text("Its words are gone: the key that sealed them was lost."),
        "page": text("Page of the sample"),
        "as_is": text("Approves it as it is"),
        "corrected": text("Approves it with other words"),
        "rejected": text("Rejects it: {reason}"),
        "unsure": text("Is not sure"),
        "retrieval": text("Says that it belongs in retrieval"),
        "question": text("Question"),
        "answer": text("Answer"),
        **earlier_turns(),
        "more": text("Show more"),
        "alone": text("You gave one of these decisions yourself; nobody else here can settle it."),
    }


def _acts() -> dict[str, Json]:
    return {
        "decisions": text("Your ruling"),
        "settle": text("This one is right"),
        "approve": text("Approve as it came"),
        "reject": text("Reject"),
        "write": text("Merge by hand"),
        "ask": text("Send back with a question"),
        "undo": text("Undo"),
        "keys": text("Keys"),
        "why": text("Why is it rejected?"),
        "writing": text("One text"),
        "write_purpose": text("It becomes the sample's text once it has been screened, and is approved by you."),
        "asking": text("What are the reviewers to answer?"),
        "ask_purpose": text("All of them get the sample again, with your question. What they said counts no more."),
        "ok": text("OK"),
        "cancel": text("Cancel"),
        "close": text("Close"),
    }


def _moments() -> dict[str, Json]:
    return {
        "empty": text("Nothing is open between reviewers"),
        "empty_more": text("Samples come here when all asked have spoken and do not agree, or somebody is not sure."),
        "said": {
            "settle": text("Settled."),
            "decide": text("Settled."),
            "write": text("Written. The text is screened before others see it."),
            "ask": text("Sent back with your question."),
        },
        "choose": text("Choose a decision that approves or rejects; this one only says that it is not sure."),
        "taken_back": text("Your last ruling is taken back."),
        "lost": text("The workbench does not answer. Nothing was changed; try again."),
    }


def _keys() -> list[Json]:
    return [
        [["↑", "↓"], text("Go to another sample")],
        [["←", "→", "1 … 9"], text("Choose a reviewer's decision")],
        [["K"], text("The chosen decision is right")],
        [["A"], text("Approve the text as it came")],
        [["X"], text("Reject; then 1 to 8 for the reason")],
        [["M"], text("Merge by hand, starting from the chosen text; Ctrl+Enter sends it")],
        [["B"], text("Send back with a question; Ctrl+Enter sends it")],
        [["U"], text("Undo your last ruling")],
        [["H"], text("Show or hide these keys")],
    ]
