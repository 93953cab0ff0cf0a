"""Every word on the judging card, from the one catalogue."""

from curation.domain.identity import Json
from curation.texts import text


def words() -> dict[str, Json]:
    """Return the card's words by the name that its script uses; places in braces are filled there."""
    return _pair() | _moments() | {"key_list": [[list(keys), what] for keys, what in judge_keys()]}


def judge_keys() -> list[tuple[tuple[str, ...], str]]:
    """Return every key of judging with what it does."""
    return [
        (("←", "1"), text("Answer 1 is better")),
        (("→", "2"), text("Answer 2 is better")),
        (("T", "3"), text("Both are equally good")),
        (("B", "4"), text("Both are bad")),
        (("U",), text("Undo your last choice")),
        (("H",), text("Show or hide these keys")),
    ]


def _pair() -> dict[str, Json]:
    return {
        "judge": text("Two answers to compare"),
        "choices": text("Your choice"),
        "question": text("Question"),
        "role_system": text("Instruction to the model"),
        "role_user": text("Earlier question"),
        "role_assistant": text("Earlier answer"),
        "first": text("Answer 1"),
        "second": text("Answer 2"),
        "same": text("The two answers are the same, word for word."),
        "left": text("Answer 1 is better"),
        "right": text("Answer 2 is better"),
        "tie": text("Equally good"),
        "both_bad": text("Both bad"),
        "note": text(
            "Note (optional). Nobody reads it while people judge; the lead does afterwards, without personal data."
        ),
        "undo": text("Undo"),
        "keys": text("Keys"),
        "close": text("Close"),
        "letters": text("Single-letter keys"),
    }


def _moments() -> dict[str, Json]:
    return {
        "progress": text("Pairs judged"),
        "count": text("{judged} of {total}"),
        "left_over": text("{left} left"),
        "loading": text("Fetching the next pairs"),
        "sending": text("Sending your last choices"),
        "done": text("All done, thank you"),
        "done_more": text("You have judged all {total} pairs. The lead closes the round when everybody is done."),
        "failing": text("The pairs cannot be fetched"),
        "unreachable": text("The workbench does not answer. Is it still running? Your choices are kept here."),
        "lost": text("Connection lost, your choices are kept. Trying again by itself."),
        "back": text("Connected again. Everything was sent."),
        "full": text("This browser cannot keep your choices. Stay on this page until they are sent."),
        "taken_back": text("Taken back. Choose again."),
    }
