"""Rounds in words."""

from curation.texts import text
from eval.rounds import Round, RoundState
from workbench.components.redacted import literal


def state_words(found: Round) -> str:
    """Say how far a round is."""
    words = {
        RoundState.PLANNED: text("planned"),
        RoundState.ANSWERING: text("the systems answer"),
        RoundState.JUDGING: text("people judge"),
        RoundState.CLOSED: text("closed"),
    }
    return words[found.state]


def systems_words(found: Round) -> str:
    """Name what a round compares."""
    return " / ".join(literal(arm.label) for arm in found.arms)
