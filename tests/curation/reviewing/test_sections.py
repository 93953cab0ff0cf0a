"""Decisions that name a section of the guidelines: what is kept, and how agreement is told by it."""

from dataclasses import replace

from sqlalchemy import update

from curation.domain.guideline_sections import section_by_id, sections_of
from curation.domain.reason_policy import FlagReason, ReasonPolicy
from curation.domain.talk import NewFlag
from curation.store.reviews import find_decision
from curation.store.tables_samples import SampleRow
from tests.curation.reviewing.desk_builders import approving, rejecting, waiting_samples
from workbench.components.browser.timeline import rests_on
from workbench.routes.sections import lost_section

GUIDELINES = "# Doses\n\nA range.\n\n# Risks\n\nName them.\n"


def with_guidelines(desk):
    return replace(desk, project=replace(desk.project, guidelines=GUIDELINES))


def decision(desk, act, person=None):
    desk.reviewing.decide(person or desk.ada, desk.project, act)
    with desk.workbench.database.reading() as tx:
        return find_decision(tx, act.id)


def test_a_decision_keeps_the_section_that_it_names_and_what_stood_there(desk):
    desk = with_guidelines(desk)
    [sample] = waiting_samples(desk.workbench, desk.project, 1)
    made = decision(desk, replace(rejecting(sample), section="doses"))
    assert (made.section, made.section_hash) == ("doses", section_by_id(sections_of(GUIDELINES), "doses").hash)


def test_a_section_that_is_not_there_any_more_is_not_kept_and_the_person_is_told(desk):
    desk = with_guidelines(desk)
    [sample] = waiting_samples(desk.workbench, desk.project, 1)
    assert decision(desk, replace(rejecting(sample), section="gone <b>")).section is None
    assert "your decision stands" in lost_section(GUIDELINES, "gone <b>")
    assert lost_section(GUIDELINES, "doses") is lost_section(GUIDELINES, None) is None


def test_agreement_is_told_by_section_and_by_specialty(desk):
    desk = with_guidelines(desk)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    first, second, _ = waiting_samples(desk.workbench, desk.project, 3)
    with desk.workbench.database.transaction() as tx:
        tx.execute(update(SampleRow).where(SampleRow.id == second).values(specialties=["heart", "lung"]))
    for sample, act in ((first, rejecting(first)), (second, approving(second))):
        desk.reviewing.decide(desk.ada, desk.project, replace(act, section="doses"))
        desk.reviewing.decide(desk.ben, desk.project, approving(sample))
    found = desk.workbench.agreements.of_project(desk.owner, desk.project)
    assert {name: one.units for name, one in found.by_section.items()} == {"doses": 2}
    assert found.by_section["doses"].raw.value == 0.5
    assert {name: (one.units, one.raw.value) for name, one in found.by_specialty.items()} == {
        "heart": (1, 1.0),
        "lung": (1, 1.0),
    }


def test_the_history_says_on_what_a_decision_rests_and_whether_it_reads_otherwise_now(desk):
    desk = with_guidelines(desk)
    [sample] = waiting_samples(desk.workbench, desk.project, 1)
    decision(desk, replace(rejecting(sample), section="doses"))

    def said(guidelines):
        found = desk.workbench.histories.of(desk.ada, replace(desk.project, guidelines=guidelines), sample)
        return [told for one in found.history if (told := rests_on(one, found))]

    assert said(GUIDELINES) == ["Guidelines section Doses."]
    assert said(GUIDELINES.replace("range", "number")) == ["Guidelines section Doses, which read otherwise then."]
    desk.workbench.reason_rules.choose(desk.owner, desk.project, ReasonPolicy((FlagReason("r", "Risky", "risks"),)))
    flag = desk.workbench.flagging.flag(desk.ada, desk.project, NewFlag("f", sample, 1, "r"))
    assert (flag.section, flag.section_hash) == ("risks", section_by_id(sections_of(GUIDELINES), "risks").hash)
    assert said(GUIDELINES) == ["Guidelines section Doses.", "Guidelines section Risks."]
    assert said("# Risks")[:1] == ["Guidelines section doses, which is not there any more."]
