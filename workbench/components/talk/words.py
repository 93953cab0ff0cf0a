"""Every word around threads, from the one catalogue."""

from curation.domain.identity import Json
from curation.texts import text


def thread_words() -> dict[str, Json]:
    """Return the words of threads by the name that the script uses; places in braces are filled there."""
    return {
        "title": text("Comments"),
        "close": text("Close"),
        "loading": text("Fetching the comments"),
        "nothing": text("Nobody has commented here, as far as you may know."),
        "resolved": text("Resolved ({count})"),
        "thread": text("Thread that {who} began"),
        "show": text("Show these words in the text"),
        "answer": text("Answer"),
        "answer_hint": text("Answer; @ names somebody"),
        "hint": text("New comment; @ names somebody"),
        "send": text("Send"),
        "names": text("Who is meant?"),
        "blind": text(
            "Checked for personal data before others read it. Reviewers who have not decided yet read it once they may "
            "know your decision."
        ),
        "about_all": text("About the whole sample instead"),
        "resolve": text("Resolve"),
        "reopen": text("Open again"),
        "take_back": text("Take back"),
        "bring_back": text("Bring back"),
        "you": text("You"),
        "fresh": text("new"),
        "screening": text("Being checked for personal data; only you see it."),
        "withdrawn": text("Taken back by its author."),
        "lost_words": text("Its words are gone: the key that sealed them was lost."),
        "sent": text("Sent."),
        "unsent": text("No connection: nothing was sent. Your words are kept here; send again."),
        "done_resolve": text("Resolved. It can be opened again."),
        "done_reopen": text("Open again."),
        "done_withdraw": text("Taken back. You can bring it back."),
        "done_restore": text("Brought back."),
    }
