"""Every word on the card of personal data, from the one catalogue."""

from curation.domain.identity import Json
from curation.texts import text


def words() -> dict[str, Json]:
    """Return the card's words by the name that its script uses; places in braces are filled there."""
    return _frame() | _acts() | _moments() | {"key_list": _keys(), "statuses": _statuses()}


def _frame() -> dict[str, Json]:
    return {
        "card": text("Values of personal data"),
        "list": text("Values"),
        "status": text("Status"),
        "type": text("Type"),
        "any": text("All"),
        "left": text("Only what is left in the text"),
        "count": text("{total} values"),
        "stands": text("Places: {occurrences}, samples: {samples}"),
        "found_by": text("Found by {detectors}, score {low} to {high}"),
        "found_at": text("Found by {detectors}, score {low}"),
        "said_by": text("Last said by {name}, {when}"),
        "suggested": text("Suggested: it still stands in the text"),
        "marked": text("Found later"),
        "purged": text(
            "The original was purged: a decision reaches future imports only, stored texts stay as they are."
        ),
        "original": text("Original"),
        "sealed": text("The original is sealed. Opening it is written into the audit log."),
        "open": text("Show original"),
        "examples": text("In context"),
        "page": text("Page of the sample"),
        "more": text("Show more"),
    }


def _acts() -> dict[str, Json]:
    return {
        "decisions": text("Your decision"),
        "accept": text("Personal"),
        "not_personal": text("Not personal"),
        "retype": text("Other type"),
        "extend": text("Widen"),
        "undo": text("Undo"),
        "keys": text("Keys"),
        "all_accept": text("All {count} open ones are personal"),
        "all_not_personal": text("None of the {count} open ones is personal"),
        "sure": text("This is said of every open value that the filter shows. Undo takes all of it back."),
        "new_type": text("Which type is it?"),
        "other_type": text("Another type, in capitals"),
        "whole": text("Type the whole value, as it stands in the text around it"),
        "typed": text("Type the value, so that future imports leave it in the text"),
        "decided": text("This value has been decided on"),
        "change_all": text(
            "Changing it changes all texts. Both decisions stay in the audit log, and Undo brings the first back."
        ),
        "change": text("Change it"),
        "leave": text("Leave it"),
        "ok": text("OK"),
        "cancel": text("Cancel"),
        "close": text("Close"),
    }


def _moments() -> dict[str, Json]:
    return {
        "loading": text("Fetching values"),
        "empty": text("No value waits here"),
        "empty_more": text("Choose another status, or come back when something was imported."),
        "said": text("Noted. The texts follow in the background."),
        "said_all": text("Noted for {decided} values. The texts follow in the background."),
        "taken_back": text("Taken back ({taken_back}). The texts follow in the background."),
        "lost": text("The workbench does not answer. Nothing was changed; try again."),
        "again": text("Try again"),
    }


def _statuses() -> list[Json]:
    return [
        ["open", text("Open")],
        ["accepted", text("Personal")],
        ["not_personal", text("Not personal")],
        ["retyped", text("Other type")],
        ["extended", text("Widened")],
    ]


def _keys() -> list[Json]:
    return [
        [["↑", "↓"], text("Go to another value")],
        [["O"], text("Show the original")],
        [["A"], text("Personal: it stays hidden, a suggestion becomes hidden")],
        [["N"], text("Not personal: it is shown in all texts")],
        [["T"], text("Give it another type")],
        [["E"], text("Widen it to the whole value")],
        [["U"], text("Undo your last decision")],
        [["H"], text("Show these keys")],
    ]
