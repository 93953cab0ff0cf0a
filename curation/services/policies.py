"""Keeping a rule of a project: each change is the next number of its policy, and a line of the log."""

from datetime import datetime

from curation.domain.identity import Json
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.store.projects import add_policy


def keep_policy(tx: Transaction, project_id: str, kind: str, content: Json, by: tuple[str, datetime]) -> int:
    """Let a policy hold from now on, and say so in the log; return its number. `by` is who did it (an id) and when."""
    number = add_policy(tx, project_id, kind, content, by)
    append_event(tx, by[1], by[0], f"policy.{kind}", Thing("project", project_id, project_id))
    return number
