"""The keys of a record, of which every image has the same."""

import math
from pathlib import Path

import numpy as np

from aariz_mm.annotations.files import read_machines
from aariz_mm.annotations.layout import find_machine_csv, find_split, list_split
from aariz_mm.annotations.predicted import landmark_entry, stage_entry
from aariz_mm.annotations.records import Machines, RecordPolicy, blank_record, read_records
from aariz_mm.landmarks import BY_SYMBOL, SYMBOLS
from aariz_mm.phantom import write_phantom_dataset


def test_a_blank_record_states_the_size_and_that_the_rest_is_unknown():
    record = blank_record('a', Path('a.png'), (60, 80))
    assert (record['img_path'], record['ori_shape'], record['img_shape']) == ('a.png', (80, 60), (80, 60))
    assert record['bbox'].tolist() == [[0, 0, 60, 80]]
    assert math.isnan(record['pixel_size_mm']) and math.isnan(record['sn_mm_per_px'])
    assert (record['device'], record['cvm_stage'], record['readers_px'].shape) == ('', None, (0, 0, 2))


def test_a_record_of_the_dataset_fills_a_blank_one(tmp_path):
    root = write_phantom_dataset(tmp_path / 'aariz', 0, 0, 1, size=(225, 275), progress=False)
    machines = Machines(find_machine_csv(root), read_machines(find_machine_csv(root)))
    policy = RecordPolicy('official', SYMBOLS)
    (record,) = read_records(list_split(find_split(root, 'test')), machines, policy).records
    added = set(record) - set(blank_record('a', 'a.png', (60, 80)))
    assert added == {'keypoints', 'keypoints_visible', 'truth'}
    assert np.isfinite(record['pixel_size_mm']) and record['readers_px'].shape == (2, 29, 2) and record['device']


def test_entries_are_as_the_dataset_has_them():
    assert landmark_entry('S', 3, 4) == dict(
        landmark_id=BY_SYMBOL['S'].landmark_id, title='Sella', symbol='S', value=dict(x=3, y=4)
    )
    assert stage_entry(2, 'x') == dict(id='x', title='CVM-S2', value=2)
