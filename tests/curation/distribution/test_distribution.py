"""What the data looks like: counts, topics that keep their targets, and who is spoken of."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.browsing import LONGEST_WORDS, Tally, Wanted, wanted_from
from curation.domain.distribution import Apart, Bar, Facet, Topic, Trait, level_gaps, most_wanted, share_interval
from curation.domain.findings import Finding, Severity
from curation.domain.jobs import JobKind, JobState
from curation.domain.lengths import STRETCHES
from curation.domain.people import PersonRole
from curation.domain.samples import Origin, SampleStatus
from curation.errors import InputError, NotFoundError, PermissionRefusedError
from curation.quality.apart import stand_apart
from curation.quality.mentions import Mentions, pattern_of
from curation.quality.topics import Clusters, topics_of
from curation.services.dismissing import Dismissing
from curation.services.distribution import Distributions
from curation.services.import_plan import Wishes
from curation.services.survey_due import queue_surveys
from curation.services.surveying import SurveyStage
from curation.store import surveys
from curation.store.findings import add_findings
from tests.builders import HandClock, a_person, a_project, a_workbench
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of
from tests.curation.reviewing.desk_builders import approving, waiting_samples

HEART = ("stent", "artery", "heart", "bypass", "blood", "vessel", "pulse", "valve", "aorta", "clot", "rhythm", "vein")
MONEY = ("loan", "interest", "bank", "account", "credit", "deposit", "fee", "bond", "share", "tax", "saving", "debt")


def about(words, number, seed):
    chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    return [(" ".join(chance.sample(words, 5)) + "?", " ".join(chance.sample(words, 6)) + ".") for _ in range(number)]


def surveyed(world: World):
    found = Distributions(world.workbench.database)
    job = found.survey(world.owner, world.project)
    SurveyStage(world.workbench.database).run(job, ListReporter())
    return found.now(world.owner, world.project)


def test_counts_are_those_of_the_store_and_lengths_fall_into_their_bars(tmp_path):
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    waiting_samples(workbench, project, 4)
    workbench.reviewing.decide(owner, project, approving("s001"))
    with workbench.database.transaction() as tx:
        add_findings(tx, [(name, 1, Finding("short", Severity.NOTE, "Short.")) for name in ("s001", "s002")])
    found = workbench.distributions.now(owner, project)
    assert (found.samples, found.approved, found.set_aside, found.survey) == (4, 1, 0, None)
    counts = {facet: [(bar.key, bar.samples, bar.approved) for bar in bars] for facet, bars in found.bars.items()}
    assert counts[Facet.LANGUAGE] == [("en", 4, 1)]
    assert counts[Facet.ORIGIN] == [("collected", 4, 1)]
    assert counts[Facet.CHECK] == [("short", 2, 1)]
    assert counts[Facet.ANSWER_LENGTH] == [("0-49", 4, 1)]


def test_two_subjects_become_topics_with_their_own_words_and_lead_to_their_samples(tmp_path):
    world = a_world(tmp_path)
    world.take_in(lines_of(*about(HEART, 14, 1), *about(MONEY, 10, 2)), "a.jsonl")
    survey = surveyed(world).survey
    assert survey is not None
    assert [topic.samples for topic in survey.topics] == [14, 10]
    assert set(survey.topics[0].words) <= set(HEART)
    assert set(survey.topics[1].words) <= set(MONEY)
    wanted = Wanted(topic=1, language="en", origin=Origin.COLLECTED)
    assert world.workbench.browsing.count(world.owner, world.project, wanted).count == 10


def test_a_target_stays_with_its_topic_when_topics_change_their_order(tmp_path):
    world = a_world(tmp_path)
    world.take_in(lines_of(*about(HEART, 12, 1), *about(MONEY, 9, 2)), "a.jsonl")
    surveyed(world)
    world.workbench.distributions.aim(world.owner, world.project, 1, 50)
    world.take_in(lines_of(*about(MONEY, 12, 3)), "b.jsonl")
    survey = surveyed(world).survey
    assert survey is not None
    first = survey.topics[0]
    assert (set(first.words) <= set(MONEY), first.target, first.missing) == (True, 50, 50)
    assert [topic.number for topic in most_wanted(survey.topics)] == [0]


def test_only_a_lead_orders_a_survey_or_sets_a_target_and_an_order_that_waits_is_not_given_twice(tmp_path):
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    expert = a_person(workbench, project, "Ada", PersonRole.EXPERT)
    with pytest.raises(PermissionRefusedError):
        workbench.distributions.survey(expert, project)
    first = workbench.distributions.survey(owner, project)
    assert workbench.distributions.survey(owner, project).id == first.id
    with pytest.raises(NotFoundError):
        workbench.distributions.aim(owner, project, 3, 5)
    with pytest.raises(InputError):
        workbench.distributions.aim(owner, project, 0, -1)


def test_people_are_counted_once_a_sample_and_every_group_is_named():
    found = Mentions()
    found.add("My mother and her sister ask.", "She may.", approved=True)
    found.add("The German-made valve?", "No woman was asked; indiana is no word here.", approved=False)
    counted = {one.group: one for one in found.counted()}
    assert (counted["women"].samples, counted["women"].in_question, counted["women"].approved) == (2, 1, 1)
    assert (counted["men"].samples, counted["Europeans"].samples, counted["Asians"].samples) == (0, 1, 0)
    assert {one.trait for one in counted.values()} == set(Trait)


def test_the_same_texts_give_the_same_topics_and_few_texts_are_one():
    texts = [f"{q} {a}" for q, a in (*about(HEART, 20, 5), *about(MONEY, 20, 6))]
    assert topics_of(texts) == topics_of(texts)
    assert topics_of(texts[:3]) == Clusters([0, 0, 0], [()], [1.0] * 3)
    assert topics_of([]) == Clusters([], [], [])
    assert topics_of(["the of and"] * 12) == Clusters([0] * 12, [()], [1.0] * 12)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(count, total):
    low, high = share_interval(min(count, total), total)
    assert 0 <= low <= min(count, total) / total <= high <= 1


def test_the_interval_is_that_of_the_book():
    low, high = share_interval(81, 263)  # Newcombe 1998, table II
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert share_interval(0, 0) == (0.0, 1.0)


def test_a_topic_with_enough_is_not_wanted():
    there = {SampleStatus.APPROVED: 5, SampleStatus.WAITING: 4}
    assert most_wanted([Topic(0, (), there, 5), Topic(1, (), there, None)]) == ()


def test_what_waits_is_counted_before_more_is_collected():
    topic = Topic(0, ("heart",), {SampleStatus.APPROVED: 5, SampleStatus.WAITING: 4, SampleStatus.REJECTED: 9}, 20)
    assert (topic.samples, topic.missing, topic.undecided, topic.to_collect) == (18, 15, 4, 11)
    assert Topic(0, (), {SampleStatus.WAITING: 30}, 20).to_collect == 0


def test_a_difficulty_is_missing_only_where_it_is_surely_rarer_than_wanted():
    bars = [Bar("easy", "easy", 800, 0), Bar("medium", "medium", 180, 0), Bar("hard", "hard", 20, 0)]
    [gap] = level_gaps(bars, {"easy": 0.3, "medium": 0.19, "hard": 0.1})
    assert (gap.level, gap.share, gap.wanted, gap.missing) == ("hard", 0.02, 0.1, 89)
    assert (20 + gap.missing) / (1_000 + gap.missing) >= 0.1
    assert level_gaps([], {"hard": 0.5}) == ()


def test_a_rare_topic_and_a_strange_text_stand_apart_and_come_earlier(tmp_path):
    world = a_world(tmp_path)
    odd = ("Zebra quokka marimba obsidian?", "Quokka obsidian zebra marimba fjord.")
    world.take_in(lines_of(*about(HEART, 60, 1), *about(MONEY, 60, 2), odd), "a.jsonl")
    surveyed(world)
    [sample] = [line for line in world.lines() if "Zebra" in line.question]
    said = world.workbench.checks.why_first(world.owner, world.project, sample.sample.id)
    assert set(said) & {"few samples are about its topic", "it is unlike the other samples"}
    assert sample.attention > min(line.attention for line in world.lines())
    with world.workbench.database.reading() as tx:
        apart = surveys.members_of(tx, world.project.id)[sample.sample.id].apart
    assert max(apart.rare, apart.novel) > 0.5


def test_fewer_than_forty_texts_stand_nowhere_apart():
    assert stand_apart([0] * 39, [0.1] * 39) == [Apart(0.0, 0.0)] * 39
    found = stand_apart([0] * 90 + [1] * 10, [1.0] * 99 + [0.0])
    assert (found[0], found[99]) == (Apart(0.0, 0.0), Apart(0.6, 1.0))


def test_a_survey_is_due_after_an_import_and_a_day_after_it_where_something_was_decided(tmp_path):
    world, clock = a_world(tmp_path), HandClock()

    def asked():
        clock.forward(30)
        queue_surveys(world.workbench.database, clock())
        jobs = [job for job in world.workbench.queue.open(world.project.id) if job.kind is JobKind.SURVEY]
        for job in jobs:
            taken = world.workbench.queue.claim("worker", (JobKind.SURVEY,))
            SurveyStage(world.workbench.database, clock).run(taken, ListReporter())
            world.workbench.queue.finish("worker", job.id, JobState.DONE)
        return len(jobs)

    assert asked() == 0
    taken_in(world, lines_of(*about(HEART, 45, 1)), "a.jsonl", clock)
    assert (asked(), asked()) == (1, 0)
    taken_in(world, lines_of(*about(MONEY, 5, 2)), "b.jsonl", clock)
    assert world.workbench.distributions.now(world.owner, world.project).came == 5
    assert asked() == 0
    clock.forward(600)
    assert (asked(), asked()) == (1, 0)
    reviewing = replace(world.workbench.reviewing, clock=clock)
    reviewing.decide(world.owner, world.project, approving(world.lines()[0].sample.id))
    assert (asked(), asked()) == (0, 0)
    clock.forward(86_400)
    assert (asked(), asked()) == (1, 0)
    clock.forward(86_400)
    assert asked() == 0


def taken_in(world, data, name, clock):
    done = world.workbench.importing.import_file(world.owner, world.project, data, name, Wishes())
    replace(world.stage, clock=clock).run(done.job, ListReporter())
    world.workbench.queue.claim("worker", (JobKind.SCREEN_SOURCE,))
    world.workbench.queue.finish("worker", done.job.id, JobState.DONE)


def test_every_bar_leads_to_as_many_samples(tmp_path):
    world = a_world(tmp_path)
    long = ("Why " + " ".join(HEART) * 5 + "?", " ".join(HEART) * 120)
    world.take_in(lines_of(*about(HEART, 14, 1), ("Short?", "Yes, it is so."), long), "a.jsonl")
    found = surveyed(world)
    assert len(found.bars[Facet.ANSWER_LENGTH]) == len(STRETCHES)
    note, noted = Finding("spelling", Severity.NOTE, "Typo."), [line.sample.id for line in world.lines()[:2]]
    with world.workbench.database.transaction() as tx:
        add_findings(tx, [(name, 1, note) for name in noted])
    Dismissing(world.workbench.database).dismiss(world.owner, world.project, (noted[0], 1), note.key)
    found = world.workbench.distributions.now(world.owner, world.project)
    assert next(bar.samples for bar in found.bars[Facet.CHECK] if bar.key == "spelling") == 1
    assert all(found.bars.values())
    browsing = world.workbench.browsing
    for facet, bars in found.bars.items():
        for bar in bars:
            tally = browsing.count(world.owner, world.project, wanted_from({facet.value: bar.key}))
            assert tally == Tally(bar.samples, exact=True), (facet, bar)


def test_the_pattern_of_a_group_finds_what_was_counted_for_it():
    counted = Mentions()
    texts = ("The wife asks.", "Adults and pensioners.", "A seniority clause.", "Her NON-BINARY child.")
    for said in texts:
        counted.add(said, "", approved=False)
    for one in counted.counted():
        found = [said for said in texts if re.search(pattern_of(one.trait, one.group), said, re.IGNORECASE)]
        assert len(found) == one.samples, one.group
        assert len(pattern_of(one.trait, one.group)) <= LONGEST_WORDS
