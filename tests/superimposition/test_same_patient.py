"""What the pictures say of whether two radiographs are of one patient."""

from types import SimpleNamespace

import numpy as np
import pytest

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.superimposition import Timepoint, series
from aariz_mm.superimposition.korean import speaker

GREY = np.zeros((8, 8), np.uint8)


def head(label):
    return Timepoint(label, SYMBOLS, MEAN_MM + 100.0, None, np.eye(3), 0.1, 1.0, '')


def doubts(monkeypatch, refused, keys=series.DEFAULT_KEYS, labels=('T1', 'T2'), quality=None):
    """Warnings of a series whose pictures were refused in some regions, by (region, label of the later)."""

    def register(fixed, fixed_grey, moving, moving_grey, region, start):
        if (region, moving.label) in refused:
            return SimpleNamespace(accepted=False, reason='it differs', quality=quality)
        return series.Registration(region, start, np.zeros((3, 3)), np.zeros(2), dict(correlation=0.9))

    monkeypatch.setattr(series, 'register', register)
    made = series.superimpose_series([head(label) for label in labels], keys, lambda one: GREY, draws=50)
    return [text for one in made for text in one.found.warnings if 'one patient' in text]


def all_regions(label='T2'):
    return {(region, label) for region in ('cranial_base', 'maxilla', 'mandible')}


def test_pictures_that_are_alike_nowhere_are_doubted(monkeypatch):
    found = doubts(monkeypatch, all_regions(), quality=dict(correlation=0.2))
    assert len(set(found)) == 1 and 'pictures of T1 and T2' in found[0]
    assert '한 환자의 것인지' in speaker('ko')(found[0])


@pytest.mark.parametrize('region', ['cranial_base', 'maxilla', 'mandible'])
def test_one_region_that_is_alike_is_enough(monkeypatch, region):
    assert not doubts(monkeypatch, all_regions() - {(region, 'T2')}, quality=dict(correlation=0.2))


def test_pictures_that_cannot_be_compared_say_nothing(monkeypatch):
    assert not doubts(monkeypatch, all_regions(), quality={})


def test_one_region_alone_says_nothing(monkeypatch):
    assert not doubts(monkeypatch, all_regions(), ('base_structure',), quality=dict(correlation=0.2))


def test_of_three_radiographs_the_two_are_named(monkeypatch):
    found = doubts(monkeypatch, all_regions('T3'), labels=('T1', 'T2', 'T3'), quality=dict(correlation=0.2))
    assert 'pictures of T1 and T3' in found[0]
    mixed = {('cranial_base', 'T2'), ('maxilla', 'T3'), ('mandible', 'T3')}
    assert not doubts(monkeypatch, mixed, labels=('T1', 'T2', 'T3'), quality=dict(correlation=0.2))
