"""What lapses, in words: until when something holds, and why a sample came back."""

from datetime import date

from curation.domain.lapses import Back, Why
from curation.texts import text


def day_words(day: date) -> str:
    """Write a day: `1 Jun 2026`."""
    return f"{day:%-d %b %Y}"


def back_words(back: Back) -> str:
    """Say why a sample came back, and what to look at."""
    because = back.because
    said: list[str] = []
    if because is not None and because.why is Why.SOURCE:
        said.append(text("What it came from has been superseded by {name}.", name=back.newer))
    if because is not None and because.why is Why.GUIDELINE:
        said.append(text("The guidelines have changed since it was decided on: {section}.", section=back.section))
    expired = because.until if because is not None and because.why is Why.EXPIRED else None
    if back.passed and back.until is not None:
        said.append(text("Valid until {day}, which has passed.", day=day_words(back.until)))
    elif expired is not None:
        said.append(text("It was valid until {day}.", day=day_words(expired)))
    return " ".join((*said, text("Check whether it still holds.")))


def why_words(why: Why) -> str:
    """Name a reason for which samples come back."""
    words = {
        Why.EXPIRED: text("Its last day has passed"),
        Why.SOURCE: text("Its source was superseded"),
        Why.GUIDELINE: text("The guidelines changed"),
    }
    return words[why]
