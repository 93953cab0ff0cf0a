"""Samples are found by the risk they have, by the specialty they need, and by how they were rated."""

from dataclasses import replace

import pytest

from curation.domain.browsing import Sort, Tally, Wanted, address_of, wanted_from
from curation.domain.people import PersonRole
from curation.domain.risks import Risk
from curation.domain.rubric import Criterion, Rating, Rubric, Scale
from curation.domain.samples import SampleStatus
from curation.errors import InputError
from curation.services.reviewing import Reviewing
from curation.services.risks import say_risk
from curation.services.staffing import Staffing
from tests.builders import a_person
from tests.curation.browsing.conftest import put
from tests.curation.reviewing.desk_builders import approving
from tests.statements import plan_of, statements

SAFE = Criterion("safe", "Is it safe?", Scale.YES_NO)


@pytest.fixture
def found(browsing, owned):
    """The ids that somebody (the owner unless named) finds by filters, which the count must agree with."""

    def look(person=None, **filters):
        actor, wanted = person or owned[1], Wanted(sort=Sort.OLDEST, **filters)
        assert wanted_from(address_of(wanted)) == wanted
        hits = [hit.sample.id for hit in browsing.page(actor, owned[2], wanted).hits]
        assert browsing.count(actor, owned[2], wanted) == Tally(len(hits), exact=True)
        return hits

    return look


def test_samples_are_found_by_risk_and_by_the_specialty_they_need(owned, clock, found):
    workbench, owner, project = owned
    workbench.projects.set_policy(owner, project, "review", {"queue": {"specialties": ["Pädiatrie", "Law"]}})
    put(workbench, project, {name: (f"{name}?", "Yes.") for name in ("a", "b", "c")}, clock)
    with workbench.database.transaction() as tx:
        say_risk(tx, project, {"a": Risk.HIGH, "b": Risk.RAISED}, owner.id, clock())
    Staffing(workbench.database, clock).need(owner, project, ["b", "c"], ["Pädiatrie"])
    Staffing(workbench.database, clock).need(owner, project, ["c"], ["Pädiatrie", "Law"])
    assert [found(risk=risk) for risk in Risk] == [["c"], ["b"], ["a"]]
    assert [found(specialty=name) for name in ("Pädiatrie", "Law", "Pädi", "%")] == [["b", "c"], ["c"], [], []]
    assert found(specialty="Pädiatrie", risk=Risk.RAISED, status=SampleStatus.WAITING) == ["b"]
    assert found(specialty="Law", risk=Risk.RAISED) == []


def test_samples_are_found_by_a_rating_that_stands_and_may_be_known(owned, clock, found, expert):
    workbench, owner, project = owned
    other = a_person(workbench, project, "Bob", PersonRole.EXPERT)
    workbench.projects.set_policy(owner, project, "review", {"slots": 2})
    workbench.rubric_rules.choose(owner, project, Rubric((SAFE,)))
    put(workbench, project, {"a": ("One?", "1"), "b": ("Two?", "2")}, clock)
    reviewing = Reviewing(workbench.database, workbench.seal, clock)
    no, yes = Rating("safe", 0), Rating("safe", 1)
    for name, rating in (("a", 0), ("b", 1)):
        clock.forward(1)
        said = replace(approving(name), seen=SampleStatus.WAITING, ratings=(("safe", rating),))
        reviewing.decide(other, project, said)
    assert (found(other, rating=no), found(other, rating=yes)) == (["a"], ["b"])
    assert found(expert, rating=no) == found(rating=no) == [], "nobody learns what others rated before they spoke"
    reviewing.decide(expert, project, approving("a"))
    assert found(expert, rating=no) == found(rating=no, reviewer=other.id) == ["a"]
    assert found(rating=no, reviewer=expert.id) == [], "it was somebody else who rated it so"
    reviewing.undo(other, project, "gone")
    assert found(other, rating=yes) == []


@pytest.mark.parametrize("said", ["safe", "safe:7", ":1", "safe:", "a b:1", "safe:\u0661"])
def test_a_rating_that_is_none_is_a_sentence(said):
    with pytest.raises(InputError, match="such as tone:2"):
        wanted_from({"rating": said})


def test_a_risk_that_is_none_names_all_of_them():
    assert wanted_from({"risk": "high"}) == Wanted(risk=Risk.HIGH)
    with pytest.raises(InputError, match="one of: normal, raised, high"):
        wanted_from({"risk": "huge"})


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_indexes_lead_to_what_is_rare(browsing, owned):
    engine = browsing.database.engine
    with statements(engine) as said:
        for wanted in (Wanted(risk=Risk.HIGH), Wanted(specialty="Law"), Wanted(rating=Rating("safe", 0))):
            browsing.count(owned[1], owned[2], wanted)
    leads = [one for one in said if "LIMIT" in one[0] and "count(*)" in one[0]]
    assert len(leads) >= 3
    for one in leads:
        steps = plan_of(engine, one)
        assert not [step for step in steps if step.startswith(("SCAN samples", "SCAN deci", "SCAN lanes"))], steps
