"""The words on the desk's card around flags and threads."""

from curation.domain.identity import Json
from curation.texts import text


def talk_words() -> dict[str, Json]:
    """Return the words by the name that the script uses."""
    return {
        "talk": text("Comments"),
        "talk_count": text("Comments ({count})"),
        "flag": text("Flag"),
        "flags": text("Flags"),
        "no_flags": text("The project has no reasons for flags. Its lead can add some under How review works."),
        "flag_note": text("A note, if it needs one. It is checked for personal data before others read it."),
        "flag_blind": text("A flag decides nothing. Other reviewers see it only when they may see your decision."),
        "flag_twice": text("You have flagged it so already."),
        "flag_away": text("Take the flag off: {label}"),
        "flagged": text("Flagged: {label}. You can still decide; U takes it back."),
        "unflagged": text("The flag is off: {label}."),
    }
