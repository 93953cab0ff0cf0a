"""A policy of personal data is tried out before it is kept, and stored texts follow it when it is."""

from dataclasses import replace

import pytest

from curation.domain.jobs import JobKind
from curation.domain.people import PersonRole
from curation.errors import ConflictError, InputError, JobFailedError, PermissionRefusedError
from curation.pii.policy import PiiPolicy
from curation.pii.policy_choices import Choice, with_choices
from curation.pii.policy_parts import UserPattern
from curation.services.pii_rules import Denied, PiiRules
from curation.services.pii_tried import TRY_PII, TriedRules
from curation.services.pii_try_out import LONGEST, PiiTryOut
from curation.services.rescreening import Rescreening
from curation.services.trying import NotTried
from tests.builders import a_person
from tests.curation.importing.screening_world import ListReporter
from tests.curation.privacy.conftest import PrivacyWorld

BADGES = PiiPolicy(patterns=(UserPattern("BADGE", r"q\d[a-z]{2}"),))


def rules_of(world: PrivacyWorld) -> PiiRules:
    workbench = world.world.workbench
    answers = {TRY_PII: PiiTryOut(workbench.database, workbench.seal)}
    return PiiRules(workbench.database, workbench.seal, lambda kind, question: answers[kind](question))


def save(world: PrivacyWorld, policy: PiiPolicy, denied=(), no_more=()):
    rules, owner = rules_of(world), world.world.owner
    return rules.save(owner, world.project, policy, rules.view(owner, world.project).seen, Denied(denied, no_more))


def follow(world: PrivacyWorld) -> list[str]:
    """Do what the worker would; return what the jobs log."""
    workbench, logged = world.world.workbench, ListReporter()
    for job in workbench.queue.open(world.project.id):
        if job.kind is JobKind.RESCREEN:
            Rescreening(workbench.database, workbench.seal).run(job, logged)
    world.work_off()
    return logged.lines


def jobs(world: PrivacyWorld, kind: JobKind) -> int:
    return [job.kind for job in world.world.workbench.queue.recent(world.project.id)].count(kind)


def test_what_a_new_policy_finds_is_hidden_in_stored_texts(world: PrivacyWorld):
    before = world.heads()
    assert "q7rn" in before[0]
    saved = save(world, BADGES)
    assert (saved.number, saved.denied) == (1, 0)
    assert "1 values hidden" in follow(world)[0]
    after = world.heads()
    assert after == [one.replace("q7rn", "<BADGE_1>").replace("Q7RN", "<BADGE_1>") for one in before]
    assert "q7rn" not in world.every_text()
    assert [group.marked for group in world.values(entity_type="BADGE").values()] == [True]
    assert "0 values hidden, 0 shown again" in follow(world)[0]
    assert world.heads() == after


def test_what_a_policy_hid_is_shown_again_where_a_later_one_does_not_hide_it(world: PrivacyWorld):
    before = world.heads()
    save(world, BADGES)
    follow(world)
    save(world, PiiPolicy())
    follow(world)
    assert world.heads() == before


def test_what_was_only_suggested_is_hidden_where_its_type_is_hidden_now(world: PrivacyWorld):
    assert "https://heart.example.org/stents" in world.heads()[1]
    save(world, with_choices(PiiPolicy(), [("URL", Choice.HIDDEN)]))
    follow(world)
    assert "<URL_1>" in world.heads()[1]


def test_what_came_in_hidden_stays_hidden_under_a_laxer_policy(world: PrivacyWorld):
    before = world.heads()
    save(world, with_choices(PiiPolicy(), [("PERSON", Choice.LEFT), ("EMAIL_ADDRESS", Choice.LEFT)]))
    follow(world)
    assert world.heads() == before


def test_what_is_denied_from_now_on_is_kept_sealed_and_hidden_in_stored_texts(world: PrivacyWorld):
    saved = save(world, PiiPolicy(), ["  plaster ", "PLACE: bypass", ""])
    assert (saved.number, saved.denied, saved.job) == (1, 2, None)
    world.work_off()
    assert "<PERSON_2>" in world.heads()[0]
    assert "<PLACE_1>" in world.heads()[2]
    view = rules_of(world).view(world.world.owner, world.project)
    assert (view.sealed_deny, view.policy.deny) == (2, ())
    assert b"PLACE: bypass" not in world.disk()
    assert save(world, PiiPolicy(), ["plaster"]).denied == 0


def test_a_denied_word_that_stands_everywhere_is_refused_and_nothing_is_kept(world: PrivacyWorld):
    with pytest.raises(InputError, match="the words beside it"):
        save(world, BADGES, ["the"])
    with pytest.raises(InputError, match="200"):
        save(world, BADGES, ["x" * 201])
    assert rules_of(world).view(world.world.owner, world.project).number == 0


def test_reviewers_entries_stay_when_a_policy_is_saved(world: PrivacyWorld):
    save(world, PiiPolicy(), ["plaster"])
    save(world, replace(PiiPolicy(), profile="precise", allow=("*.example",)))
    view = rules_of(world).view(world.world.owner, world.project)
    assert (view.policy.profile, view.policy.allow, view.sealed_deny) == ("precise", ("*.example",), 1)


def test_saving_what_holds_already_changes_nothing(world: PrivacyWorld):
    saved = save(world, PiiPolicy())
    assert (saved.number, saved.job) == (0, None)


def test_saving_twice_before_the_worker_comes_by_looks_once(world: PrivacyWorld):
    save(world, BADGES)
    save(world, replace(BADGES, profile="precise"))
    assert jobs(world, JobKind.RESCREEN) == 1


def test_a_change_made_meanwhile_is_not_overwritten(world: PrivacyWorld):
    rules, owner = rules_of(world), world.world.owner
    seen = rules.view(owner, world.project).seen
    save(world, BADGES)
    with pytest.raises(ConflictError, match="meanwhile"):
        rules.save(owner, world.project, replace(PiiPolicy(), profile="precise"), seen)


def test_trying_out_a_text_shows_what_is_hidden_and_keeps_nothing(world: PrivacyWorld):
    typed = "Anna Bauer, badge q7rn, was born on 3 May 1990 and writes in 2021, with zorbak."
    found = rules_of(world).try_out(world.world.owner, world.project, BADGES, typed, ["zorbak"])
    assert (
        found.shown == "<PERSON_1>, badge <BADGE_1>, was born on <DATE_OF_BIRTH_1> and writes in 2021, with <PERSON_2>."
    )
    assert (found.texts, found.changed, found.hidden) == (1, 1, 4)
    assert [one.entity_type for one in found.suggestions] == ["DATE_TIME"]
    assert found.suggestions[0].around[1] == "2021"
    assert "presidio" in found.engine
    assert rules_of(world).view(world.world.owner, world.project).number == 0
    assert b"zorbak" not in world.disk()


def test_trying_out_shows_what_stored_texts_would_lose(world: PrivacyWorld):
    found = rules_of(world).try_out(world.world.owner, world.project, BADGES, None)
    assert (found.texts, found.changed, found.hidden, found.shown) == (3, 2, 2, "")
    assert {one.around[1] for one in found.spans} == {"<BADGE_1>"}


def test_a_surrogate_is_not_given_to_anybody_by_trying_out(world: PrivacyWorld):
    policy = PiiPolicy(operators=(("*", "surrogate"),))
    found = rules_of(world).try_out(world.world.owner, world.project, policy, "Ask Anna Bauer.")
    assert found.shown == "Ask <PERSON_1>."


def test_what_cannot_be_tried_out_is_a_sentence(world: PrivacyWorld):
    rules, who = rules_of(world), (world.world.owner, world.project)
    broken = rules.tried_or_why(*who, PiiPolicy(patterns=(UserPattern("BADGE", "("),)), "text")
    assert isinstance(broken, NotTried)
    assert (broken.readable, "Pattern 1" in broken.because) == (False, True)
    long = rules.tried_or_why(*who, PiiPolicy(), "x" * (LONGEST + 1))
    assert isinstance(long, NotTried)
    assert "20,001" in long.because

    def nobody(kind, question):
        raise JobFailedError("Nobody answers.")

    alone = PiiRules(rules.database, rules.seal, nobody).tried_or_why(*who, PiiPolicy(), "text")
    assert alone == NotTried("Nobody answers.", readable=True)


def test_any_text_can_be_tried_out(world: PrivacyWorld):
    for typed in ("\x00 Anna\ud800 Bauer <b>", "\u202eAnna Bauer", ""):
        found = rules_of(world).try_out(world.world.owner, world.project, PiiPolicy(), typed)
        assert isinstance(found, TriedRules)


def test_only_who_leads_or_guards_privacy_sees_and_changes_the_policy(world: PrivacyWorld):
    eve = a_person(world.world.workbench, world.project, "Eve", PersonRole.ENGINEER)
    rules = rules_of(world)
    for act in (
        lambda: rules.view(eve, world.project),
        lambda: rules.try_out(eve, world.project, PiiPolicy(), "text"),
        lambda: rules.save(eve, world.project, PiiPolicy(), ""),
    ):
        with pytest.raises(PermissionRefusedError):
            act()
    assert rules.view(world.paula, world.project).number == 0
