"""What the cards get of flags and threads: plain JSON, names filled in, moments as the browser counts them."""

from collections.abc import Mapping, Sequence

from curation.domain.identity import Json
from curation.domain.people import Permission, Person
from curation.domain.talk import Comment, Flag, Talk, Thread, spoken
from curation.texts import text


def flags_json(flags: Sequence[Flag], person: Person) -> list[Json]:
    """Write the flags that stand on a sample, each with whether the person may take it away."""
    manages = person.may(Permission.MANAGE)
    return [
        {
            "id": one.id,
            "reason": one.reason,
            "label": one.label,
            "note": one.note or "",
            "own": one.person_id == person.id,
            "may": manages or one.person_id == person.id,
        }
        for one in flags
        if one.ended_at is None
    ]


def talk_json(talk: Talk, person: Person) -> dict[str, Json]:
    """Write the threads of a sample for the one who reads them, their drafts, and the names that can be named."""
    return {
        "threads": [_thread(one, talk.people, person) for one in talk.threads],
        "drafts": dict(talk.drafts),
        "people": sorted(name for person_id, name in talk.people.items() if person_id != person.id),
    }


def _thread(thread: Thread, people: Mapping[str, str], person: Person) -> Json:
    quoted = thread.quoted
    return {
        "id": thread.id,
        "part": None if quoted is None else quoted.part.value,
        "quote": "" if quoted is None else quoted.words,
        "resolved": thread.resolved_at is not None,
        "comments": [_comment(one, people, person) for one in thread.comments],
    }


def _comment(comment: Comment, people: Mapping[str, str], person: Person) -> Json:
    own = comment.author_id == person.id
    return {
        "id": comment.id,
        "who": people.get(comment.author_id, text("Somebody who has left")),
        "own": own,
        "at": int(comment.created_at.timestamp() * 1000),
        "words": "" if comment.words is None else spoken(comment.words, comment.mentions, people),
        "withdrawn": comment.withdrawn_at is not None,
        "screened": comment.screened,
        "read": comment.read,
    }
