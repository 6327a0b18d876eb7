"""Entries that were not marked, and entries whose fields contradict one another."""

import math

import numpy as np
import pytest

from aariz_mm.annotations.entries import is_unmarked, landmark_index, read_point
from aariz_mm.annotations.files import MachineRow, read_landmarks
from aariz_mm.annotations.problems import ImageProblem
from aariz_mm.annotations.records import Machines
from aariz_mm.annotations.splits import modes_of_other_splits
from aariz_mm.datasets import AarizDataset, aariz_dataset
from aariz_mm.landmarks import LANDMARKS, SYMBOLS

SIZE = (60, 80)
NAN = math.nan


@pytest.fixture
def logged(monkeypatch):
    """Lines that the dataset logs."""
    lines = []
    monkeypatch.setattr(aariz_dataset, 'print_log', lambda text, logger, level: lines.append(text))
    return lines


def entry(landmark=LANDMARKS[0], **changes):
    return dict(landmark_id=landmark.landmark_id, symbol=landmark.symbol, title=landmark.title) | changes


@pytest.mark.parametrize(
    'value',
    [
        dict(x=0, y=0), dict(x=0.0, y=0.0), dict(x=1, y=1), dict(x=-1, y=-1), dict(x=-999, y=-999), None, {}, '', 'NaN',
        dict(x=None, y=None), dict(x=NAN, y=NAN), dict(x='NaN', y='nan'), dict(x='', y=' '),
    ],
)  # fmt: skip
def test_an_entry_that_was_not_marked_is_refused_or_missing(tmp_path, value):
    with pytest.raises(
        ImageProblem, match=r"a\.json: landmark 'A' \(A-point\) has value .* nothing was marked"
    ) as caught:
        read_point(dict(value=value), 0, SIZE, tmp_path / 'a.json')
    assert caught.value.reason == 'unmarked landmark'
    assert np.isnan(read_point(dict(value=value), 0, SIZE, tmp_path / 'a.json', 'missing')).all()


@pytest.mark.parametrize('value', [dict(x=0, y=5), dict(x=5, y=0), dict(x=2, y=1)])
def test_points_on_the_edge_were_marked(tmp_path, value):
    assert read_point(dict(value=value), 0, SIZE, tmp_path, 'missing') == (value['x'], value['y'])


@pytest.mark.parametrize(
    'value', [dict(x=NAN, y=5), dict(x=5, y=None), dict(x='a', y='b'), dict(x=5, y=1e9), dict(x=-1, y=5), 'twelve']
)
def test_broken_values_are_refused_whatever_counts_as_missing(tmp_path, value):
    assert not is_unmarked(value)
    with pytest.raises(ImageProblem, match=r'expected finite numbers|lies outside the image'):
        read_point(dict(value=value), 0, SIZE, tmp_path, 'missing')


@pytest.mark.parametrize(
    'changes',
    [
        dict(symbol='B'), dict(title='B-point'), dict(symbol='b '), dict(title=' menton'),
        dict(symbol='B', title='B-point'), dict(landmark_id=LANDMARKS[2].landmark_id), dict(symbol='Menton'),
    ],
)  # fmt: skip
def test_an_id_that_contradicts_symbol_or_title_is_refused(tmp_path, changes):
    with pytest.raises(ImageProblem, match=r'landmark_id .* is that of .*, but the (symbol|title) is') as caught:
        landmark_index(entry(**changes), tmp_path)
    assert caught.value.reason == 'contradicting landmark'


@pytest.mark.parametrize(
    'changes', [{}, dict(symbol=None), dict(title='Point A'), dict(symbol='a'), dict(title='A-POINT ')]
)
def test_other_spellings_are_no_contradiction(tmp_path, changes):
    assert landmark_index(entry(**changes), tmp_path) == 0


def test_no_name_is_that_of_two_landmarks():
    names = [name.casefold() for landmark in LANDMARKS for name in (landmark.symbol, landmark.title)]
    assert len(set(names)) == 2 * len(LANDMARKS)


@pytest.mark.parametrize('number', [3, 10, 29])
def test_landmarks_in_one_place_are_refused(tiny_aariz, number):
    for symbol in SYMBOLS[:number]:
        tiny_aariz.move_point('b', symbol, 30, 40)
    with pytest.raises(ImageProblem, match=rf'{number} landmarks \(A, ANS, B.*\) are all at \(30, 40\)'):
        read_landmarks(tiny_aariz.landmark_path('b'), 'b', SIZE)


def test_two_landmarks_may_be_in_one_place(tiny_aariz):
    for symbol in ('LPM', 'UPM'):
        tiny_aariz.move_point('b', symbol, 30, 40)
    assert np.isfinite(read_landmarks(tiny_aariz.landmark_path('b'), 'b', SIZE)).all()


def test_the_dataset_leaves_unmarked_landmarks_out_and_counts_them(tiny_aariz, logged):
    tiny_aariz.move_point('b', 'A', 0, 0)
    dataset = AarizDataset(tiny_aariz.root, unmarked='missing')
    record = next(record for record in dataset if record['img_id'] == 'b')
    assert record['keypoints_visible'][0].tolist() == [0] + [1] * 28
    assert logged[0].endswith(f': 1 landmarks of {len(dataset)} images are missing or were not marked')
    with pytest.raises(ImageProblem, match="unmarked='missing' in the dataset's settings"):
        AarizDataset(tiny_aariz.root)


def test_the_dataset_names_images_of_another_split(tiny_aariz, logged):
    tiny_aariz.edit_csv('b,ART Plus,0.1,png,Train', 'b,ART Plus,0.1,png,Test')
    AarizDataset(tiny_aariz.root)
    assert '1 of ' in logged[0] and 'images are of another split by' in logged[0] and '(b: Test)' in logged[0]


@pytest.mark.parametrize('mode', ['Train', 'train', 'TRAIN', ''])
def test_modes_are_compared_without_case(mode):
    rows = {'a': (MachineRow('ART Plus', '0.1', 2, mode=mode),), 'b': (MachineRow('ART Plus', '0.1', 3, mode='valid'),)}
    assert modes_of_other_splits(['a', 'b', 'c'], 'Train', Machines(None, rows)) == {'b': 'valid'}
