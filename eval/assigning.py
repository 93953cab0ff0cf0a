"""Giving a round's questions to the people who judge it, each with sides and an order of their own."""

from collections.abc import Iterable
from dataclasses import replace

from curation.domain.people import Permission
from curation.errors import InputError
from curation.store.database import Transaction
from curation.store.projects import members
from curation.texts import text
from eval.blind import tasks_for
from eval.rounds import Round, RoundState
from eval.store_ratings import add_tasks, counts_of
from eval.store_rounds import change_round, questions_of


def able_raters(tx: Transaction, project_id: str, chosen: Iterable[str]) -> tuple[str, ...]:
    """Check that people may judge in a project; raises InputError naming who may not, or where nobody is named."""
    able = {m.id: m for m in members(tx, project_id)}
    wanted = tuple(dict.fromkeys(chosen))
    for person in wanted:
        if person not in able or not able[person].may(Permission.RATE):
            name = able[person].name if person in able else person
            raise InputError(text("{name} may not judge in this project. Make them an expert first.", name=name))
    if not wanted:
        raise InputError(text("Choose at least one person who judges."))
    return wanted


def open_judging(tx: Transaction, found: Round) -> Round:
    """Let people judge a round whose answers are all in."""
    opened = replace(found, state=RoundState.JUDGING)
    change_round(tx, opened)
    give(tx, opened, opened.raters)
    return opened


def give(tx: Transaction, found: Round, people: Iterable[str]) -> None:
    """Give people their tasks of a round; somebody who has them keeps them as they are."""
    numbers = [question.number for question in questions_of(tx, found.id)]
    there = counts_of(tx, found.id)
    for person in people:
        if person not in there:
            add_tasks(tx, tasks_for(found.id, found.seed, person, numbers, found.pairs()))
