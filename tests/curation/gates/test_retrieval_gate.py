"""What belongs in retrieval goes out past the same gate as versions: searched again, stopped, let through once."""

import json
from collections.abc import Sequence

import pytest

from curation.domain.gates import Before
from curation.domain.identity import Json
from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus, question_and_answer
from curation.errors import ConflictError, InputError, JobFailedError, NotFoundError, PermissionRefusedError
from curation.services import gates as gates_module
from curation.services import retrieval_gate
from curation.services.gates import Ahead, ReleaseGate, ScanForRetrieval
from curation.services.retrieval import Retrieval
from curation.store.tables_people import GateRow
from curation.store.tables_samples import SampleRow
from tests.builders import a_person
from tests.curation.gates.test_release_gate import MAIL, blocked, gate, leaking, scans
from tests.curation.release.shelf import Shelf, Shelved, named
from workbench.bootstrap import Workbench

pytestmark = pytest.mark.slow


@pytest.fixture
def shelf(owned: tuple[Workbench, Person, Project]) -> Shelf:
    found = Shelf(*owned)
    found.add(*(looked_up(i) for i in range(3)))
    return found


def looked_up(number: int, answer: str = "It costs 4 euros a day.") -> Shelved:
    text = question_and_answer(f"What does lease {number} cost?", answer)
    return Shelved(named(number), text, SampleStatus.RETRIEVAL)


def retrieval(shelf: Shelf) -> Retrieval:
    worker = ScanForRetrieval(ReleaseGate(shelf.workbench.database, shelf.workbench.seal))
    return Retrieval(shelf.workbench.database, lambda _kind, question: worker(question))


def taken_out(shelf: Shelf) -> Sequence[str]:
    return [json.loads(line)["id"] for line in retrieval(shelf).lines(shelf.owner, shelf.project)]


def verdicts(shelf: Shelf) -> list[str]:
    with shelf.workbench.database.reading() as tx:
        rows = tx.query(GateRow).filter_by(object_kind=Before.RETRIEVAL.value).order_by(GateRow.number)
        assert all(MAIL not in json.dumps(row.evidence) for row in rows)
        return [row.verdict for row in rows]


def stopped(shelf: Shelf) -> str:
    shelf.add(looked_up(900, f"Write to {MAIL} and wait."))
    with pytest.raises(ConflictError, match="1 text may still hold personal data"):
        retrieval(shelf).lines(shelf.owner, shelf.project)
    [found] = shelf.workbench.gates.stopped(shelf.owner, shelf.project)
    assert (found.before, found.name, [one.sample_id for one in found.suspects]) == (Before.RETRIEVAL, "", [named(900)])
    return found.id


def test_what_is_clean_is_searched_and_given_out(shelf: Shelf) -> None:
    assert taken_out(shelf) == sorted(named(i) for i in range(3))
    assert scans(shelf) == 3
    assert verdicts(shelf) == ["passed"]


def test_what_is_found_stops_the_file_and_is_shown_without_its_value(shelf: Shelf) -> None:
    gates = shelf.workbench.gates
    stopped(shelf)
    [found] = gates.stopped(shelf.owner, shelf.project)
    [place] = gates.evidence(shelf.owner, shelf.project, found, 10)
    assert (place.sample_id, place.before, place.after) == (named(900), "Write to ", " and wait.")
    assert verdicts(shelf) == ["blocked"]


def test_a_privacy_officer_lets_it_through_once_and_for_these_places_alone(shelf: Shelf) -> None:
    gates, lead = shelf.workbench.gates, a_person(shelf.workbench, shelf.project, "Lea", PersonRole.LEAD)
    gate_id = stopped(shelf)
    with pytest.raises(PermissionRefusedError):
        gates.let_retrieval_through(lead, shelf.project, gate_id, "It is fine.")
    with pytest.raises(InputError, match="Say why"):
        gates.let_retrieval_through(shelf.owner, shelf.project, gate_id, " ")
    gates.let_retrieval_through(shelf.owner, shelf.project, gate_id, "A made-up address.")
    with pytest.raises(ConflictError, match="already"):
        gates.let_retrieval_through(shelf.owner, shelf.project, gate_id, "A made-up address.")
    assert gates.stopped(shelf.owner, shelf.project) == ()
    assert named(900) in taken_out(shelf)
    shelf.add(looked_up(901, f"Or write to {MAIL}."))
    with pytest.raises(ConflictError, match="1 text may still hold"):
        retrieval(shelf).lines(shelf.owner, shelf.project)


def test_the_gate_of_a_version_is_not_let_through_as_one_of_retrieval(shelf: Shelf) -> None:
    shelf.add(leaking(800))
    blocked(shelf)
    [found] = shelf.workbench.gates.stopped(shelf.owner, shelf.project)
    with pytest.raises(NotFoundError):
        shelf.workbench.gates.let_retrieval_through(shelf.owner, shelf.project, found.id, "It is fine.")


def test_a_file_that_passes_later_leaves_nothing_to_decide(shelf: Shelf) -> None:
    stopped(shelf)
    with shelf.workbench.database.transaction() as tx:
        tx.get_one(SampleRow, named(900)).status = SampleStatus.REJECTED.value
    assert len(taken_out(shelf)) == 3
    assert shelf.workbench.gates.stopped(shelf.owner, shelf.project) == ()
    assert verdicts(shelf) == ["blocked", "passed"]


def test_these_texts_are_searched_ahead_too_and_then_not_again(shelf: Shelf) -> None:
    assert Ahead(gate(shelf))()
    assert scans(shelf) == 3
    assert taken_out(shelf)
    assert scans(shelf) == 3


def test_many_are_searched_in_rounds_and_too_many_are_asked_for_later(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates_module, "_IN_A_SECOND", 1)
    monkeypatch.setattr(retrieval_gate, "MOST_ASKED", 2)
    with pytest.raises(ConflictError, match="still being searched"):
        retrieval(shelf).lines(shelf.owner, shelf.project)
    assert len(taken_out(shelf)) == 3


def test_a_text_that_comes_after_the_search_waits_for_the_next_file(shelf: Shelf) -> None:
    lines = retrieval(shelf).lines(shelf.owner, shelf.project)
    shelf.add(looked_up(900, f"Write to {MAIL}."))
    assert [json.loads(line)["id"] for line in lines] == sorted(named(i) for i in range(3))


def test_without_a_worker_nothing_goes_out(shelf: Shelf) -> None:
    with pytest.raises(JobFailedError, match="no worker is running"):
        shelf.workbench.retrieval.lines(shelf.owner, shelf.project)


def test_an_answer_that_cannot_be_read_lets_nothing_out(shelf: Shelf) -> None:
    def worker(_kind: str, _question: Json) -> Json:
        return {"more": False}

    with pytest.raises(JobFailedError, match="answer cannot be read"):
        Retrieval(shelf.workbench.database, worker).lines(shelf.owner, shelf.project)
