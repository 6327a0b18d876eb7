from collections import Counter

import pytest

from aariz_mm.annotations.splits import stratified_sample

STRATA = {f'{device}{stage}{i}': (device, stage) for device in 'AB' for stage in (3, 5) for i in range(20)}


def test_stratified_sample_draws_each_stratum_in_proportion():
    drawn = stratified_sample(STRATA, 0.25, seed=0)
    assert Counter(STRATA[key] for key in drawn) == dict.fromkeys([('A', 3), ('A', 5), ('B', 3), ('B', 5)], 5)


def test_stratified_sample_repeats_with_its_seed_whatever_the_order():
    reordered = dict(reversed(STRATA.items()))
    assert stratified_sample(STRATA, 0.2, seed=3) == stratified_sample(reordered, 0.2, seed=3)
    assert stratified_sample(STRATA, 0.2, seed=3) != stratified_sample(STRATA, 0.2, seed=4)


def test_stratified_sample_keeps_proportions_beside_a_lone_stratum():
    drawn = stratified_sample({**STRATA, 'lone': ('C', 1)}, 0.25, seed=0)
    assert Counter(STRATA[key][0] for key in drawn if key != 'lone')['B'] == 10


def test_stratified_sample_falls_back_to_devices_when_strata_outnumber_the_part():
    drawn = stratified_sample(STRATA, 0.03, seed=0)  # 2 of 80: fewer than the 4 strata
    assert sorted(STRATA[key][0] for key in drawn) == ['A', 'B']


@pytest.mark.parametrize('count', [2, 3, 5])
def test_stratified_sample_always_draws_one_and_leaves_one(count):
    strata = {str(i): (i, i) for i in range(count)}
    assert len(stratified_sample(strata, 0.01, seed=0)) == 1
    assert len(stratified_sample(strata, 0.99, seed=0)) == count - 1


@pytest.mark.parametrize(('strata', 'fraction'), [({'a': ('A', 1)}, 0.5), (STRATA, 0), (STRATA, 1)])
def test_stratified_sample_refuses_what_cannot_be_split(strata, fraction):
    with pytest.raises(ValueError, match='cannot be split with valid_fraction='):
        stratified_sample(strata, fraction, seed=0)
