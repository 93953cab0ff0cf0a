"""A decision reaches every place where its value stands, found there before or not, and is taken back to the letter."""

import json
import random

import pytest
from sqlalchemy import select

from curation.domain.privacy import PrivacyAction
from curation.pii.policy import PiiPolicy
from curation.services.import_plan import Wishes
from curation.services.privacy import Said, ValueFilter
from curation.services.privacy_marks import Mark
from curation.services.privacy_standing import seekable
from curation.services.privacy_values import rules_of
from curation.store.tables_privacy import MetadataSpanRow
from curation.store.tables_samples import PiiSpanRow, SampleRow
from tests.curation.importing.screening_world import ListReporter, lines_of
from tests.stored import LATER

pytestmark = pytest.mark.slow
NUMBER, DOCTOR = "QX4471Z9", "Zarwek"
ACCEPT, NOT_PERSONAL = Said(PrivacyAction.ACCEPT), Said(PrivacyAction.NOT_PERSONAL)
ROWS = (
    (f"My policy number is {NUMBER}. When does it end?", f"I met Dr. {DOCTOR} at noon, who knows the day."),
    (f"Does {NUMBER} cover a new lens, or qx4471z9b?", f"Ask {DOCTOR} about ZARWEK, not zarwekish; qx4471z9 is fine."),
    ("What is a lens?", f"It is ground at the {DOCTOR} Clinic, and zarwekish is no name."),
)
BESIDE = {"question": "Where is the file of the lens?", "answer": "In the box on the left.", "note": f"x {NUMBER} y"}


@pytest.fixture
def told(world):
    world.world.take_in(lines_of(*ROWS) + b"\n" + json.dumps(BESIDE).encode(), "b.jsonl")
    return world


def decide(world, entity, value, said):
    made = world.privacy.decide(world.paula, world.project, found(world, entity, value).key, said)
    world.work_off()
    return made


def found(world, entity, value):
    page = world.privacy.values(world.paula, world.project, ValueFilter(entity_type=entity), 0, 100)
    return next(group for group in page.groups if world.opened(group.key) == value)


def undo(world):
    world.privacy.undo(world.paula, world.project)
    world.work_off()


def state(world):
    """What every newest text and the metadata say, and every span in them; the numbers of rows are no part of it."""
    with world.world.workbench.database.reading() as tx:
        columns = [c for c in PiiSpanRow.__table__.c if c.name not in ("id", "revision")]
        heads = (SampleRow.id == PiiSpanRow.sample_id) & (SampleRow.head == PiiSpanRow.revision)
        spans = [tuple(row) for row in tx.execute(select(*columns).join(SampleRow, heads))]
        others = [c for c in MetadataSpanRow.__table__.c if c.name != "id"]
        beside = [tuple(row) for row in tx.execute(select(*others))]
        metadata = [json.dumps(one, sort_keys=True) for one in tx.scalars(select(SampleRow.attributes)) if one]
    return sorted(world.heads()), sorted(map(str, spans)), sorted(map(str, beside)), sorted(metadata)


def everything(world):
    return "\n".join(world.heads()) + "\n".join(state(world)[3])


def test_personal_hides_a_value_where_nothing_had_found_it(told) -> None:
    before = state(told)
    decide(told, "ACCOUNT_NUMBER", NUMBER, ACCEPT)
    assert "Does <ACCOUNT_NUMBER_1> cover a new lens, or qx4471z9b?" in everything(told)
    assert "; <ACCOUNT_NUMBER_1> is fine." in everything(told)
    assert '"note": "x <ACCOUNT_NUMBER_1> y"' in everything(told)
    assert NUMBER.lower() not in told.every_text().lower().replace("qx4471z9b", "")
    assert NUMBER.encode() not in told.disk()
    undo(told)
    assert state(told) == before


def test_case_and_whole_words_count_as_for_a_mark(told) -> None:
    before = state(told)
    decide(told, "PERSON", DOCTOR, ACCEPT)
    said = everything(told)
    assert "Ask <PERSON_1> about <PERSON_1>, not zarwekish" in said
    assert "at the <PERSON_1> Clinic, and zarwekish is no name." in said
    undo(told)
    assert state(told) == before


def test_a_new_type_reaches_places_that_nothing_had_found(told) -> None:
    before = state(told)
    decide(told, "ACCOUNT_NUMBER", NUMBER, Said(PrivacyAction.RETYPE, "CASE_NUMBER"))
    said = everything(told)
    assert "My policy number is <CASE_NUMBER_1>." in said
    assert "Does <CASE_NUMBER_1> cover" in said
    assert "ACCOUNT_NUMBER" not in said
    undo(told)
    assert state(told) == before


def test_a_widened_value_is_hidden_where_nothing_had_found_it(told) -> None:
    before = state(told)
    decide(told, "ACCOUNT_NUMBER", NUMBER, Said(PrivacyAction.EXTEND, whole=f"{NUMBER} cover"))
    assert "Does <ACCOUNT_NUMBER_1> a new lens" in everything(told)
    assert "x <ACCOUNT_NUMBER" not in everything(told)
    undo(told)
    assert state(told) == before


def test_what_was_suggested_over_a_hidden_value_comes_back_with_it(told) -> None:
    clinic = found(told, "ORGANIZATION", "Zarwek Clinic")
    decide(told, "PERSON", DOCTOR, ACCEPT)
    page = told.privacy.values(told.paula, told.project, ValueFilter(entity_type="ORGANIZATION"), 0, 100)
    assert clinic.key not in {group.key for group in page.groups}
    undo(told)
    assert found(told, "ORGANIZATION", "Zarwek Clinic") == clinic


def test_a_part_of_what_is_public_stays_in_it(told) -> None:
    decide(told, "ORGANIZATION", "Zarwek Clinic", NOT_PERSONAL)
    decide(told, "PERSON", DOCTOR, ACCEPT)
    assert "at the Zarwek Clinic, and" in everything(told)
    assert "Ask <PERSON_1> about" in everything(told)


def test_a_bulk_of_decisions_reaches_every_place_and_is_taken_back(told) -> None:
    before = state(told)
    assert told.privacy.decide_all(told.paula, told.project, ValueFilter(), ACCEPT) > 3
    told.work_off()
    assert NUMBER not in everything(told)
    assert DOCTOR not in everything(told)
    undo(told)
    assert state(told) == before


def test_a_figure_as_short_as_an_age_is_hidden_where_it_was_found_alone(world) -> None:
    world.world.take_in(lines_of(("I am 94 years old. Is 94 mg too much?", "94 mg is fine.")), "c.jsonl")
    decide(world, "AGE_OVER_89", "94", ACCEPT)
    assert "I am <AGE_OVER_89_1> years old. Is 94 mg too much?\n94 mg is fine." in world.heads()
    with world.world.workbench.database.reading() as tx:
        rules = rules_of(tx, world.world.workbench.seal, world.project.id)
    assert rules.deny == PiiPolicy().deny


@pytest.mark.parametrize("value", ["94", "9.5", "the", "The", "date of birth", "x", "--"])
def test_what_stands_everywhere_is_hidden_where_it_was_found_alone(value) -> None:
    assert not seekable(value)


@pytest.mark.parametrize("value", ["1994", "q7", "May", "Anna", "the Zarwek", "Иван", "李雷"])
def test_what_names_somebody_is_looked_for_everywhere(value) -> None:
    assert seekable(value)


@pytest.mark.parametrize("database", LATER, indirect=True)
@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(more, marks=pytest.mark.long) for more in range(2, 12))])
def test_whatever_was_decided_in_whatever_order_can_be_taken_back(told, seed) -> None:
    draw = random.Random(seed)  # noqa: S311 - an order of acts, no secret
    before = state(told)
    for number in range(5):
        page = told.privacy.values(told.paula, told.project, ValueFilter(), 0, 100)
        key = draw.choice([group.key for group in page.groups if group.status.value == "open"])
        value = told.opened(key)
        said = draw.choice(
            [
                ACCEPT,
                NOT_PERSONAL,
                Said(PrivacyAction.RETYPE, "CODE_NAME"),
                Said(PrivacyAction.EXTEND, whole=f"{value} cover"),
            ]
        )
        told.privacy.decide(told.paula, told.project, key, said)
        if number % 2 or seed % 2:
            told.work_off()
    sample = told.world.asking("What is a lens")
    told.marking.mark(told.ada, told.project, Mark(f"m{seed}", sample.id, sample.head, "PERSON", value="ground"))
    told.work_off()
    assert "ground" not in told.every_text()
    told.marking.unmark(told.ada, told.project, f"m{seed}", sample.id)
    for number in range(5):
        told.privacy.undo(told.paula, told.project)
        if number % 2:
            told.work_off()
    told.work_off()
    assert state(told) == before


class Meanwhile(ListReporter):
    """A reporter in whose first word something else happens."""

    def __init__(self, act) -> None:
        super().__init__(None)
        self.act = act

    def report(self, progress) -> None:
        act, self.act = self.act, None
        if act is not None:
            act()
        super().report(progress)


@pytest.mark.parametrize("database", LATER, indirect=True)
def test_a_decision_made_during_an_import_reaches_what_comes_after_it(told) -> None:
    rows = [(f"Is it {number} o'clock?", f"It is {number}, says q7rn of the ward.") for number in range(260)]
    importing = told.world.workbench.importing
    done = importing.import_file(told.world.owner, told.project, lines_of(*rows), "c.jsonl", Wishes())

    def marked() -> None:
        sample = told.world.asking("plaster")
        told.marking.mark(told.ada, told.project, Mark("m", sample.id, sample.head, "PERSON", value="q7rn"))
        told.work_off()

    told.world.stage.run(done.job, Meanwhile(marked))
    assert "q7rn" in told.every_text()
    told.work_off()
    assert "q7rn" not in told.every_text()
