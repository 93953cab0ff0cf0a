"""Samples are found by how long their newest question and answer are."""

import pytest

from curation.domain.browsing import Sort, Tally, Wanted
from curation.domain.lengths import STRETCHES, Lengths
from curation.domain.samples import question_and_answer
from curation.store import erasing, narrowing
from tests.builders import a_project
from tests.curation.browsing.conftest import put
from tests.statements import plan_of, statements

UP_TO_TEN, LONGER = Lengths(0, 10), Lengths(11)


@pytest.mark.parametrize("most", [narrowing.FEW, 0], ids=["by the list", "walked"])
def test_by_the_length_of_the_newest_text(browsing, owned, clock, monkeypatch, most):
    workbench, owner, project = owned
    _, other = a_project(workbench, "Other")
    put(workbench, project, {"a": ("Short?", "Yes."), "b": ("Short?", "y" * 11), "c": ("Ä" * 11, "n" * 10)}, clock)
    put(workbench, other, {"z": ("Short?", "Yes.")}, clock)
    monkeypatch.setattr(narrowing.Lead.__init__, "__defaults__", (most, False))

    def found(**filters):
        wanted = Wanted(sort=Sort.OLDEST, **filters)
        hits = [hit.sample.id for hit in browsing.page(owner, project, wanted).hits]
        assert browsing.count(owner, project, wanted) == Tally(len(hits), exact=True)
        return hits

    assert (found(answer_length=UP_TO_TEN), found(answer_length=LONGER)) == (["a", "c"], ["b"])
    assert found(question_length=UP_TO_TEN, answer_length=LONGER) == ["b"]
    assert found(question_length=LONGER, language="en") == ["c"]
    assert found(question_length=Lengths(12)) == []
    with workbench.database.transaction() as tx:
        erasing.overwrite(tx, ("a", 1), question_and_answer("Short?", "Yes, " * 9), "")
    assert found(answer_length=LONGER) == ["a", "b"]


def test_every_length_is_in_one_stretch():
    assert [one.least for one in STRETCHES[1:]] == [(one.most or 0) + 1 for one in STRETCHES[:-1]]
    assert (STRETCHES[0].least, STRETCHES[-1].most) == (0, None)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_looking_by_length_reads_no_text(browsing, owned):
    engine = browsing.database.engine
    with statements(engine) as said:
        browsing.count(owned[1], owned[2], Wanted(answer_length=LONGER))
        browsing.page(owned[1], owned[2], Wanted(answer_length=LONGER, words="any"))
    plans = [plan_of(engine, one) for one in said if "answer_length" in one[0]]
    steps = [step for plan in plans for step in plan if " revisions " in step]
    assert steps
    assert not [step for step in steps if "ix_revisions_answer_length" not in step and "ix_revisions_sizes" not in step]
