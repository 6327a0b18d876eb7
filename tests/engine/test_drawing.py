"""Random numbers that follow from a place in the training."""

import pickle
import random

import numpy as np
import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, SequentialSampler

from aariz_mm.engine.drawing import PlacedIndex, PlacedSampler, draw_by_place, number_of, own_numbers, seed_all


class Draws(Dataset):
    """Samples of an index and three random numbers."""

    def __len__(self):
        return 6

    def __getitem__(self, index):
        assert type(index) is int
        return index, random.random(), np.random.rand(), torch.rand(()).item()


def batches(epoch=0, skipped=0, workers=0, rank=0):
    loader = DataLoader(Draws(), batch_size=2, num_workers=workers, collate_fn=list)
    places = draw_by_place(loader)
    places.start, places.skipped = (7, epoch, rank), skipped
    return list(loader)


def test_near_keys_give_other_numbers_and_the_same_key_the_same():
    assert number_of((0, 1, 0, 5)) == number_of((0, 1, 0, 5)) < 2**64
    assert len({number_of((0, epoch, 0, place)) for epoch in range(20) for place in range(50)}) == 1000


def test_samples_are_drawn_by_place_and_not_by_what_came_before():
    first = batches()
    np.random.rand(9)
    assert batches() == first
    assert batches(skipped=2) == first[1:] and batches(skipped=4) == first[2:]


def test_another_epoch_and_another_process_draw_others():
    drawn = [
        {sample[2] for batch in batches(**where) for sample in batch} for where in ({}, dict(epoch=1), dict(rank=1))
    ]
    assert len(set.union(*drawn)) == 18


def test_a_worker_draws_what_the_process_itself_draws():
    assert batches(workers=1) == batches()


def test_one_image_twice_in_an_epoch_is_drawn_twice():
    loader = DataLoader(Draws(), batch_sampler=None, sampler=[3, 3], batch_size=2, collate_fn=list)
    draw_by_place(loader)
    ((one, other),) = loader
    assert one[0] == other[0] == 3 and one[1:] != other[1:]


def test_numbers_of_the_rest_go_on_as_if_nothing_had_been():
    seed_all(0, 0, 0, 0)
    expected = random.random(), np.random.rand(), torch.rand(()).item()
    seed_all(0, 0, 0, 0)
    with own_numbers((1, 2)):
        np.random.rand(5), random.random(), torch.rand(3)
    assert (random.random(), np.random.rand(), torch.rand(()).item()) == expected


def test_an_index_keeps_its_place_on_the_way_to_a_worker():
    index = pickle.loads(pickle.dumps(PlacedIndex(4, (1, 2, 3))))
    assert index == 4 and index.key == (1, 2, 3) and [10, 11, 12, 13, 14][index] == 14


def test_a_sampler_keeps_its_order_and_length():
    sampler = PlacedSampler([5, 2, 9])
    assert list(sampler) == [5, 2, 9] and len(sampler) == 3
    assert [index.key[3] for index in sampler] == [0, 1, 2]


def test_what_cannot_be_placed_is_left_as_it_is():
    assert draw_by_place(DataLoader([1, 2], batch_size=1)) is None
    own = BatchSampler(SequentialSampler(range(6)), 2, False)
    assert draw_by_place(DataLoader(Draws(), batch_sampler=own)) is None
