"""Every word on the card of duplicate groups, from the one catalogue."""

from curation.domain.identity import Json
from curation.texts import text


def words() -> dict[str, Json]:
    """Return the card's words by the name that its script uses; places in braces are filled there."""
    return _frame() | _acts() | _moments() | {"key_list": _keys()} | _names()


def _frame() -> dict[str, Json]:
    return {
        "card": text("Duplicates and contradictions"),
        "list": text("Groups"),
        "members": text("Samples of this group"),
        "page": text("Page of sample {number}"),
        "kind": text("Kind"),
        "state": text("Status"),
        "least": text("Likeness"),
        "leasts": [
            ["", text("All")],
            *([str(share), text("{share} % or more", share=share)] for share in (99, 95, 90)),
        ],
        "any": text("All"),
        "count": text("Groups: {total}"),
        "facts": text("{size} samples, {alike} % alike"),
        "closed": text("Text in a closed language"),
        "kept": text("This one would be kept"),
        "suggested": text("Suggested"),
        "alike": text("{alike} % alike"),
        "notes": text("Notes: {notes}"),
        "hidden": text("{hidden} more are not shown: too many, or texts that nobody may read yet."),
        "duplicate_purpose": text("These say nearly the same. Choose which one stays; the others are set aside."),
        "conflict_purpose": text("One question, answers that do not agree. Choose the right one, or write one answer."),
        "more": text("Show more"),
        "question": text("Question"),
        "answer": text("Answer"),
    }


def _acts() -> dict[str, Json]:
    return {
        "decisions": text("Your decision"),
        "keep_one": text("Keep this one"),
        "keep_all": text("Keep all"),
        "split": text("This one is different"),
        "merge": text("Write one text"),
        "undo": text("Undo"),
        "keys": text("Keys"),
        "bulk": text("Keep the suggested sample of these {count} open groups of duplicates"),
        "bulk_sure": text("The others are set aside, none is deleted. Contradictions are left. Undo takes it back."),
        "all_valid": text("Both are right"),
        "note": text("When is each of the answers right?"),
        "merging": text("One text for all of them"),
        "merge_purpose": text("It replaces the chosen sample and is approved by you; the others are set aside."),
        "ok": text("OK"),
        "cancel": text("Cancel"),
        "close": text("Close"),
    }


def _moments() -> dict[str, Json]:
    return {
        "empty": text("No group waits here"),
        "empty_more": text("Samples that are alike come here after each import."),
        "said": {
            "keep_one": text("Kept. The others are set aside."),
            "keep_all": text("Noted: all of them stay."),
            "split": text("Noted: it does not belong to the group."),
            "merge": text("Written. The text is screened before others see it."),
        },
        "said_all": text("Decided on {decided} groups. The others of each are set aside."),
        "taken_back": text("Taken back ({taken_back})."),
        "lost": text("The workbench does not answer. Nothing was changed; try again."),
    }


def _names() -> dict[str, Json]:
    return {
        "kind_names": {"duplicate": text("Duplicates"), "conflict": text("Contradiction")},
        "kinds": [["duplicate", text("Duplicates")], ["conflict", text("Contradictions")]],
        "states": [["open", text("Open")], ["decided", text("Decided")], ["", text("All")]],
        "said_of": {
            "keep_one": text("One kept"),
            "keep_all": text("All kept"),
            "split": text("Taken apart"),
            "merge": text("Merged"),
            "copies": text("Copies set aside"),
        },
    }


def _keys() -> list[Json]:
    return [
        [["↑", "↓"], text("Go to another group")],
        [["←", "→", "1 … 9"], text("Choose a sample; the others show what differs from it")],
        [["K"], text("Keep the chosen sample, set the others aside")],
        [["A"], text("Keep all of them; of contradictions say when each is right")],
        [["S"], text("The chosen sample does not belong to the others")],
        [["M"], text("Write one text for all; Ctrl+Enter sends it, Esc keeps what you typed")],
        [["B"], text("Keep the suggested sample of all open groups of duplicates that are listed")],
        [["U"], text("Undo your last decision, or all that were taken at once")],
        [["H"], text("Show or hide these keys")],
    ]
