from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from curation.domain.versions import Recipe, Split
from curation.release.split import assign, connected

shares = st.sampled_from([0.0, 0.05, 0.1, 0.25, 0.4])
recipes = st.builds(Recipe, seed=st.integers(0, 99), validation=shares, test=shares)
rows = st.lists(
    st.tuples(st.integers(0, 30).map("group:{}".format), st.integers(0, 60).map("passage:{}".format)), max_size=80
)


def own(keys: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(f"sample:{i}", *row) for i, row in enumerate(keys)]


@given(rows, recipes)
def test_no_key_is_ever_on_two_sides(keys: list[tuple[str, ...]], recipe: Recipe) -> None:
    found = assign(own(keys), recipe, {})
    seen: dict[str, set[Split]] = {}
    for row, side in zip(own(keys), found.sides, strict=True):
        for key in row:
            seen.setdefault(key, set()).add(side)
    assert all(len(sides) == 1 for sides in seen.values())


@given(rows, recipes, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(keys: list[tuple[str, ...]], recipe: Recipe, chance: Random) -> None:
    ordered = own(keys)
    mixed = sorted(ordered, key=lambda _: chance.random())
    first = dict(zip(ordered, assign(ordered, recipe, {}).sides, strict=True))
    second = dict(zip(mixed, assign(mixed, recipe, {}).sides, strict=True))
    assert first == second


@given(st.lists(st.integers(1, 6), min_size=40, max_size=120), recipes)
def test_sides_come_within_half_a_group_of_their_shares(sizes: list[int], recipe: Recipe) -> None:
    keys = [(f"group:{i}",) for i, size in enumerate(sizes) for _ in range(size)]
    found = Counter(assign(keys, recipe, {}).sides)
    for side, share in ((Split.TEST, recipe.test), (Split.VALIDATION, recipe.validation)):
        assert abs(found[side] - len(keys) * share) <= max(sizes) / 2 + 1


@given(rows, recipes, recipes)
def test_sides_that_were_given_once_stay(keys: list[tuple[str, ...]], first: Recipe, second: Recipe) -> None:
    half = own(keys)[: len(keys) // 2]
    before = assign(half, first, {})
    sticky = {key: side for row, side in zip(half, before.sides, strict=True) for key in row}
    grown = {key for row in own(keys)[len(half) :] for key in row}
    after = assign(own(keys), second, sticky)
    for row, old, group, new in zip(half, before.sides, after.groups, after.sides, strict=False):
        alone = not grown & {k for r, g in zip(own(keys), after.groups, strict=True) if g == group for k in r}
        if alone:
            assert new is old, row


def test_groups_that_grew_together_go_to_train_and_are_counted() -> None:
    sticky = {"sample:a": Split.TEST, "sample:b": Split.TRAIN}
    found = assign([("sample:a", "group:g"), ("sample:b", "group:g"), ("sample:c",)], Recipe(), sticky)
    assert found.sides[:2] == (Split.TRAIN, Split.TRAIN)
    assert found.moved == 1
    assert found.groups[0] == "group:g"


def test_few_samples_still_get_a_test_side_and_too_few_do_not() -> None:
    def sides(count: int) -> Counter[Split]:
        return Counter(assign([(f"sample:{i}",) for i in range(count)], Recipe(), {}).sides)

    assert sides(4) == {Split.TRAIN: 2, Split.VALIDATION: 1, Split.TEST: 1}
    assert sides(2) == {Split.TRAIN: 2}


def test_another_seed_gives_another_split_of_the_same_size() -> None:
    keys = [(f"sample:{i}",) for i in range(200)]
    one, other = (assign(keys, Recipe(seed=seed), {}).sides for seed in (1, 2))
    assert one != other
    assert Counter(one) == Counter(other) == {Split.TRAIN: 160, Split.VALIDATION: 20, Split.TEST: 20}


def test_rows_are_connected_through_others() -> None:
    assert connected([("s:1", "g:1"), ("s:2", "p:1"), ("s:3", "g:1", "p:1"), ("s:4",)]) == ("g:1", "g:1", "g:1", "s:4")
