"""Second voices by risk: said by people, raised by rules, and what follows for samples that were decided on."""

import pytest

from curation.domain.bulk import BulkKind, BulkOrder
from curation.domain.findings import Finding, Part, Place, Severity
from curation.domain.jobs import JobKind
from curation.domain.review_policy import policy_from
from curation.domain.risks import Risk, RiskMark, RiskRule, risk_of, risk_rules_from, risk_rules_json
from curation.domain.samples import SampleStatus
from curation.errors import InputError
from curation.services.bulk import BulkStage, BulkUndoStage
from curation.services.dismissing import Dismissing
from curation.services.risks import RiskStage
from curation.services.staffing import Staffing
from curation.store.samples import samples
from tests.curation.reviewing.desk_builders import a_finding, approving, rejecting, waiting_samples

DOSE = Finding("empty", Severity.WARNING, "A dose without a source.", Place(Part.ANSWER, 0, 0, 3))


class Silent:
    def report(self, progress):
        pass

    def log(self, line):
        pass


def rules(desk, **more):
    content = {"slots_by_risk": {"high": 2}, "queue": {"specialties": ["Cardiology"]}, **more}
    desk.workbench.review_rules.choose(desk.owner, desk.project, policy_from(content))


def stands(desk, sample="s000"):
    with desk.workbench.database.reading() as tx:
        found = samples(tx, desk.project.id, [sample])[sample]
    return found.status, found.risk


def run_job(desk, kind, stage):
    stage(next(job for job in desk.workbench.queue.open(desk.project.id) if job.kind is kind))


def got(desk, person):
    found = [item.sample_id for item in desk.reviewing.next_items(person, desk.project, 5)]
    desk.reviewing.release(person, desk.project, found)
    return found


@pytest.mark.parametrize("decision", [approving, rejecting])
def test_a_decided_sample_whose_risk_rises_waits_for_a_second_voice(desk, decision):
    waiting_samples(desk.workbench, desk.project, 1)
    rules(desk)
    desk.reviewing.decide(desk.ada, desk.project, decision("s000"))
    decided = stands(desk)[0]
    desk.reviewing.set_risk(desk.owner, desk.project, ["s000"], Risk.HIGH)
    assert stands(desk) == (SampleStatus.WAITING, Risk.HIGH)
    assert (got(desk, desk.ada), got(desk, desk.ben)) == ([], ["s000"])
    desk.reviewing.decide(desk.ben, desk.project, decision("s000"))
    assert stands(desk)[0] is decided


def test_a_risk_that_falls_again_lets_the_first_decision_stand(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    rules(desk)
    desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    for risk in (Risk.HIGH, Risk.NORMAL):
        desk.reviewing.set_risk(desk.owner, desk.project, ["s000"], risk)
    assert stands(desk) == (SampleStatus.APPROVED, Risk.NORMAL)


def test_a_risk_without_more_people_changes_nothing_that_was_decided(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    rules(desk)
    desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    desk.reviewing.set_risk(desk.owner, desk.project, ["s000"], Risk.RAISED)
    assert stands(desk) == (SampleStatus.APPROVED, Risk.RAISED)


def test_a_rule_on_notes_raises_what_has_them_and_dismissing_lowers_it(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    a_finding(desk.workbench.database, "s000", DOSE)
    rules(desk, raises=[{"check": "empty", "risk": "high"}])
    run_job(desk, JobKind.RISKS, lambda job: RiskStage(desk.workbench.database).run(job, Silent()))
    assert (stands(desk)[1], stands(desk, "s001")[1]) == (Risk.HIGH, Risk.NORMAL)
    Dismissing(desk.workbench.database).dismiss(desk.ada, desk.project, ("s000", 1), DOSE.key)
    assert stands(desk)[1] == Risk.NORMAL


def test_a_specialty_may_raise_the_risk_and_what_people_said_is_never_lowered(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    rules(desk, raises=[{"specialty": "Cardiology", "risk": "raised"}])
    desk.reviewing.set_risk(desk.owner, desk.project, ["s001"], Risk.HIGH)
    Staffing(desk.workbench.database).need(desk.owner, desk.project, ["s000", "s001"], ["Cardiology"])
    assert (stands(desk)[1], stands(desk, "s001")[1]) == (Risk.RAISED, Risk.HIGH)


def test_only_a_change_of_what_raises_the_risk_has_all_samples_looked_at(desk):
    desk.workbench.review_rules.choose(desk.owner, desk.project, policy_from({"slots": 2}))
    assert not desk.workbench.queue.open(desk.project.id)
    rules(desk, raises=[{"severity": "block", "risk": "high"}])
    assert [job.kind for job in desk.workbench.queue.open(desk.project.id)] == [JobKind.RISKS]


@pytest.mark.parametrize(
    ("order", "before", "after"),
    [
        (BulkOrder(BulkKind.RISK, risk=2), (0, ()), (2, ())),
        (BulkOrder(BulkKind.SPECIALTY, tag="Cardiology"), (0, ()), (0, ("Cardiology",))),
    ],
)
def test_many_are_given_a_risk_or_a_specialty_at_once_and_it_is_taken_back(desk, order, before, after):
    waiting_samples(desk.workbench, desk.project, 3)
    rules(desk)
    workbench, staffing = desk.workbench, desk.workbench.staffing

    def say(name):
        return stands(desk, name)[1], staffing.specialties(desk.owner, desk.project, name)

    act = workbench.bulk.look(desk.owner, desk.project, {}, order)
    stage, back = (one(workbench.database, workbench.seal) for one in (BulkStage, BulkUndoStage))
    run_job(desk, JobKind.BULK, lambda job: stage.run(job, Silent()))
    stage.run(workbench.bulk.go(desk.owner, desk.project, act.id), Silent())
    assert {say(f"s00{number}") for number in range(3)} == {after}
    back.run(workbench.bulk.undo(desk.owner, desk.project, act.id), Silent())
    assert {say(f"s00{number}") for number in range(3)} == {before}


def test_a_strange_specialty_or_risk_orders_nothing(desk):
    rules(desk)
    strange = (BulkOrder(BulkKind.RISK), BulkOrder(BulkKind.RISK, risk=7), BulkOrder(BulkKind.SPECIALTY, tag="Eye"))
    for order in (*strange, BulkOrder(BulkKind.UNSPECIALTY)):
        with pytest.raises(InputError):
            desk.workbench.bulk.look(desk.owner, desk.project, {}, order)


@pytest.mark.parametrize(
    "said",
    ["dose", {}, [{"risk": "high"}], [{"check": "dose"}], [{"check": "", "risk": "high"}], [{"check": "a", "risk": 0}],
     [{"severity": "grave", "risk": "high"}], [{"check": "a", "specialty": "b", "risk": "high"}], [7],
     [{"check": "x" * 61, "risk": "high"}], [{"check": f"c{i}", "risk": "high"} for i in range(51)]],
)  # fmt: skip
def test_rules_on_risk_that_cannot_be_are_refused_with_a_sentence(said):
    with pytest.raises(InputError, match="raises"):
        risk_rules_from("raises", said)


def test_rules_on_risk_come_back_as_they_were_said():
    said = (RiskRule(RiskMark.CHECK, "empty", Risk.HIGH), RiskRule(RiskMark.SEVERITY, "block", Risk.RAISED))
    assert risk_rules_from("raises", risk_rules_json(said)) == said
    assert risk_of(None, (), [DOSE], said) is Risk.HIGH
    assert risk_of(1, (), [], said) is Risk.RAISED
