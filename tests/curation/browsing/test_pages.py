"""Pages, filters and views of the browser: each sample once, in order; nothing that somebody must not see."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.browsing import LONGEST_WORDS, Sort, Wanted, When, address_of, wanted_from
from curation.domain.lengths import STRETCHES
from curation.domain.people import PersonRole
from curation.domain.samples import Origin, SampleStatus
from curation.errors import InputError, NotFoundError, PermissionRefusedError
from curation.services import browsing as browsing_module
from curation.services.reviewing import Reviewing
from curation.store import browsing as browsing_store
from curation.store import narrowing
from curation.store.assignments import Assignment, assign, assigned_to
from curation.store.tables_topics import SampleTopicRow
from curation.store.tags import Tagging, add_tag, drop_tag, tags
from tests.builders import a_person
from tests.curation.browsing.conftest import put
from tests.curation.reviewing.desk_builders import approving


def ids(found):
    return [hit.sample.id for hit in found.hits]


def every_page(browsing, actor, project, wanted):
    pages, after = [], None
    while True:
        found = browsing.page(actor, project, wanted, after=after)
        pages.append(found)
        if found.next is None:
            return pages
        after = found.next


@pytest.fixture
def small(monkeypatch):
    """Pages of four, walks of seven: what takes a million samples otherwise."""
    monkeypatch.setattr(browsing_module, "PAGE", 4)
    monkeypatch.setattr(browsing_store, "CHUNK", 7)
    monkeypatch.setattr(browsing_store, "CHUNK_OF_WORDS", 5)
    monkeypatch.setattr(narrowing, "FEW", 3)
    monkeypatch.setattr(narrowing, "FEW_SAYING", 3)
    monkeypatch.setattr(narrowing.Lead.__init__, "__defaults__", (3, False))
    # A busy machine must not cut a page short here.
    monkeypatch.setattr(browsing_store.Walk.__init__, "__defaults__", (None, 600.0))


def many(owned, clock, count=30):
    for number in range(count):
        clock.forward(number % 4)
        put(owned[0], owned[2], {f"s{number:02}": (f"Question {number}?", f"Word{number % 5} here.")}, clock,
            attention=number % 6, language="de" if number % 3 else "en")  # fmt: skip


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("narrow", [{}, {"language": "de"}, {"words": "word1"}, {"words": "here", "language": "en"}])
def test_every_sample_is_on_one_page_and_back_leads_the_same_way(browsing, owned, clock, small, sort, narrow):
    _, owner, project = owned
    many(owned, clock)
    wanted = Wanted(sort=sort, **narrow)
    pages = every_page(browsing, owner, project, wanted)
    seen = [name for page in pages for name in ids(page)]
    assert len(seen) == len(set(seen)) == browsing.count(owner, project, wanted).count
    for page in pages:
        for earlier in pages:
            if page.before is not None and earlier.next is not None and earlier is pages[pages.index(page) - 1]:
                assert ids(browsing.page(owner, project, wanted, before=page.before)) == ids(earlier)


def test_the_order_is_that_of_attention_and_turns_with_the_sort(browsing, owned, clock, small):
    _, owner, project = owned
    many(owned, clock)
    first = every_page(browsing, owner, project, Wanted())
    scores = [hit.attention for page in first for hit in page.hits]
    assert scores == sorted(scores, reverse=True)
    oldest = every_page(browsing, owner, project, Wanted(sort=Sort.OLDEST))
    newest = every_page(browsing, owner, project, Wanted(sort=Sort.NEWEST))
    assert [n for p in oldest for n in ids(p)] == [n for p in newest for n in ids(p)][::-1]


def test_a_page_that_time_cuts_short_says_so_and_the_next_goes_on(browsing, owned, clock, small, monkeypatch):
    _, owner, project = owned
    many(owned, clock)
    monkeypatch.setattr(browsing_store.Walk, "seconds", -1.0)
    monkeypatch.setattr(browsing_store.Walk.__init__, "__defaults__", (None, -1.0))
    wanted = Wanted(words="word4 here", pattern="question 2")
    pages = every_page(browsing, owner, project, wanted)
    assert any(page.cut for page in pages)
    assert sorted(name for page in pages for name in ids(page)) == ["s24", "s29"]


def test_filters_leave_what_they_say(browsing, owned, clock):
    workbench, owner, project = owned
    put(workbench, project, {"a": ("One?", "1")}, clock, origin="written", attention=5.0)
    clock.forward(86_400)
    put(workbench, project, {"b": ("Two?", "2")}, clock, language="de", status="rejected", attention=1.0)
    with workbench.database.transaction() as tx:
        add_tag(tx, project.id, ["a"], "look again", Tagging(owner.id, clock()))
        assign(tx, project.id, [Assignment("b", owner.id, None, owner.id, clock())])
    cases = {
        "a": [
            Wanted(origin=Origin.WRITTEN),
            Wanted(language="en"),
            Wanted(least=2),
            Wanted(tag="look again"),
            Wanted(until=date(2026, 1, 1)),
            Wanted(pattern="^one"),
        ],
        "b": [
            Wanted(status=SampleStatus.REJECTED),
            Wanted(most=2),
            Wanted(assigned=owner.id),
            Wanted(since=date(2026, 1, 2)),
            Wanted(when=When.CHANGED, since=date(2026, 1, 2)),
            Wanted(pattern=r"t\w+\?"),
        ],
    }
    for name, wishes in cases.items():
        for wanted in wishes:
            assert ids(browsing.page(owner, project, wanted)) == [name], wanted
            if not wanted.pattern:
                assert browsing.count(owner, project, wanted) == browsing_store.Tally(1, exact=True)
    choices = browsing.choices(owner, project)
    assert (choices.languages, choices.tags) == (["de", "en"], ["look again"])


def test_whoever_is_blind_learns_nothing_of_others_decisions(browsing, owned, clock, expert):
    workbench, owner, project = owned
    other = a_person(workbench, project, "Bob", PersonRole.EXPERT)
    workbench.projects.set_policy(owner, project, "review", {"slots": 2})
    put(workbench, project, {"a": ("One?", "1"), "b": ("Two?", "2")}, clock)
    reviewing = Reviewing(workbench.database, workbench.seal, clock)
    reviewing.decide(other, project, approving("a"))
    by_bob = Wanted(reviewer=other.id)
    assert ids(browsing.page(other, project, by_bob)) == ["a"], "their own decision is no secret"
    for blind in (expert, owner):
        assert ids(browsing.page(blind, project, by_bob)) == []
        assert browsing.count(blind, project, by_bob).count == 0
    reviewing.decide(expert, project, approving("a"))
    assert ids(browsing.page(expert, project, by_bob)) == ["a"], "all have spoken"
    assert ids(browsing.page(owner, project, by_bob)) == ["a"]


def test_a_pattern_that_is_none_or_takes_too_long_is_a_sentence(browsing, owned, clock):
    _, owner, project = owned
    put(owned[0], project, {"a": ("One?", "a" * 40_000 + "!")}, clock)
    with pytest.raises(InputError, match="is no pattern"):
        browsing.page(owner, project, Wanted(pattern="(unclosed"))
    with pytest.raises(InputError, match="takes too long"):
        browsing.page(owner, project, Wanted(pattern=r"(a|aa|a?a)+(b|c)\1$"))


def test_samples_are_found_by_how_difficult_the_last_survey_held_them(browsing, owned, clock):
    workbench, owner, project = owned
    put(workbench, project, dict.fromkeys("abcd", ("One?", "Two.")), clock)
    with workbench.database.transaction() as tx:
        for name, level in (("a", "easy"), ("b", "hard"), ("c", "hard")):
            row = {"topic": 0, "rare": 0.0, "novel": 0.0, "level": level}
            tx.add(SampleTopicRow(sample_id=name, project_id=project.id, **row))
    assert sorted(ids(browsing.page(owner, project, Wanted(difficulty="hard")))) == ["b", "c"]
    assert browsing.count(owner, project, Wanted(difficulty="easy")).count == 1
    assert ids(browsing.page(owner, project, Wanted(difficulty="medium"))) == []


def test_a_place_that_is_none_is_a_sentence(browsing, owned):
    with pytest.raises(InputError, match="no place among the samples"):
        browsing.page(owned[1], owned[2], Wanted(), after="soon~x")


def test_views_are_ones_own_unless_shared(browsing, owned, expert):
    _, owner, project = owned
    wanted = Wanted(words="aspirin", status=SampleStatus.WAITING)
    mine = browsing.save_view(expert, project, "  Aspirin   first ", wanted)
    assert browsing.views(owner, project) == []
    shared = browsing.save_view(owner, project, "For all", Wanted(language="de"), shared=True)
    assert [view.title for view in browsing.views(expert, project)] == ["Aspirin first", "For all"]
    assert wanted_from(mine.address) == wanted
    with pytest.raises(PermissionRefusedError):
        browsing.save_view(expert, project, "Mine for all", Wanted(), shared=True)
    with pytest.raises(PermissionRefusedError, match="somebody else's"):
        browsing.drop_view(expert, project, shared.id)
    with pytest.raises(NotFoundError):
        browsing.drop_view(owner, project, mine.id)
    browsing.drop_view(owner, project, shared.id)
    assert [view.id for view in browsing.views(expert, project)] == [mine.id]
    with pytest.raises(InputError, match="needs a name"):
        browsing.save_view(owner, project, " ", Wanted())


def test_a_tag_stays_once_and_goes_with_its_act_alone(owned, clock):
    workbench, owner, project = owned
    put(workbench, project, {"a": ("One?", "1"), "b": ("Two?", "2")}, clock)
    with workbench.database.transaction() as tx:
        assert add_tag(tx, project.id, ["a"], "x", Tagging(owner.id, clock())) == ["a"]
        assert add_tag(tx, project.id, ["a", "b"], "x", Tagging(owner.id, clock(), "act")) == ["b"]
        assert drop_tag(tx, project.id, ["a", "b"], "x", "act") == ["b"]
        assert tags(tx, project.id, 10) == ["x"]
        assign(tx, project.id, [Assignment("a", owner.id, clock(), owner.id, clock())])
        assert assign(tx, project.id, [Assignment("a", owner.id, None, owner.id, clock())]) == []
        assert [one.due_at for one in assigned_to(tx, project.id, owner.id)] == [clock()]


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


@given(
    st.builds(
        Wanted,
        words=plain,
        pattern=plain,
        status=st.none() | st.sampled_from(SampleStatus),
        origin=st.none() | st.sampled_from(Origin),
        tag=st.none() | plain.filter(bool),
        topic=st.none() | st.integers(0, 999),
        difficulty=st.none() | st.sampled_from(["easy", "hard"]),
        answer_length=st.none() | st.sampled_from(STRETCHES),
        least=st.none() | st.integers(-50, 50).map(lambda n: n / 4),
        when=st.sampled_from(When),
        since=st.none() | st.dates(),
        sort=st.sampled_from(Sort),
    )
)
def test_an_address_says_filters_back_as_they_were(wanted):
    assert wanted_from(address_of(wanted)) == wanted


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({"status": "maybe"}, "status cannot be maybe"),
        ({"topic": "-1"}, "topic must be a whole number"),
        ({"question_length": "long"}, "200-399"),
        ({"answer_length": "9-8"}, "200-399"),
        ({"answer_length": "-8"}, "200-399"),
        ({"answer_length": "1-9999999999"}, "200-399"),
        ({"least": "much"}, "least must be a number"),
        ({"since": "yesterday"}, "since must be a day"),
        ({"words": "x" * (LONGEST_WORDS + 1)}, "words is longer than"),
        ({"tag": "x" * 500}, "tag is longer than"),
    ],
)
def test_an_address_that_cannot_be_read_names_what(address, told):
    with pytest.raises(InputError, match=told):
        wanted_from(address)
