from collections import Counter

import numpy as np
import pytest
from mmpose.registry import DATA_SAMPLERS

from aariz_mm.datasets.class_balanced_sampler import ClassBalancedSampler, balanced_indices, class_quotas

STAGES = [1] * 10 + [5] * 90


class FakeDataset:
    def __init__(self, stages):
        self.stages = stages

    def __len__(self):
        return len(self.stages)

    def get_data_info(self, index):
        return dict(cvm_stage=self.stages[index])


def draw(power, stages=STAGES, epoch=0, **kwargs):
    sampler = ClassBalancedSampler(FakeDataset(stages), power=power, seed=3, **kwargs)
    sampler.set_epoch(epoch)
    return list(sampler)


def stage_counts(indices, stages=STAGES):
    return Counter(stages[index] for index in indices)


@pytest.mark.parametrize(('power', 'quotas'), [(0, [90, 10]), (0.5, [75, 25]), (1, [50, 50])])
def test_quotas_by_hand(power, quotas):
    assert class_quotas([90, 10], 100, power).tolist() == quotas


def test_quotas_add_up_when_they_are_no_whole_numbers():
    assert class_quotas([7, 5, 3], 10, 1).tolist() == [4, 3, 3]


def test_sampler_with_power_0_takes_every_image_once_in_another_order():
    indices = draw(power=0)
    assert sorted(indices) == list(range(100)) != indices


@pytest.mark.parametrize(('power', 'rare'), [(0.5, 25), (1, 50)])
def test_sampler_gives_the_rare_stage_its_share(power, rare):
    indices = draw(power)
    assert stage_counts(indices) == {1: rare, 5: 100 - rare}
    repeats = Counter(index for index in indices if STAGES[index] == 1)
    assert set(repeats) == set(range(10)) and max(repeats.values()) - min(repeats.values()) <= 1


def test_sampler_takes_other_images_in_the_next_epoch_and_the_same_with_one_seed():
    assert draw(0.5) == draw(0.5) != draw(0.5, epoch=1)
    seen = set().union(*(draw(1, epoch=epoch) for epoch in range(15)))
    assert seen == set(range(100))


def test_sampler_leaves_images_without_a_stage_their_share():
    stages = [None] * 50 + STAGES
    assert stage_counts(draw(1, stages), stages) == {None: 50, 1: 50, 5: 50}
    assert sorted(draw(1, [None] * 5)) == [0, 1, 2, 3, 4]


def test_sampler_gives_each_rank_its_part_of_one_epoch(monkeypatch):
    def draw_rank(rank):
        monkeypatch.setattr('mmengine.dataset.sampler.get_dist_info', lambda: (rank, 3))
        return draw(0.5)

    everyone, parts = draw(0.5), [draw_rank(rank) for rank in range(3)]
    assert [len(part) for part in parts] == [34, 34, 34]  # rounded up, so that all ranks make as many steps
    assert [index for step in zip(*parts, strict=True) for index in step][:100] == everyone


def test_sampler_is_registered_and_as_long_as_the_dataset():
    sampler = DATA_SAMPLERS.build(dict(type='ClassBalancedSampler', dataset=FakeDataset(STAGES)))
    assert len(sampler) == len(list(sampler)) == 100


def test_balanced_indices_do_not_change_the_labels():
    classes = np.array([1, 2, 2])
    balanced_indices(classes, 1.0, np.random.default_rng(0))
    assert classes.tolist() == [1, 2, 2]


def test_sampler_rejects_another_power():
    with pytest.raises(ValueError, match=r'power must lie in \[0, 1\], got 2'):
        draw(power=2)
