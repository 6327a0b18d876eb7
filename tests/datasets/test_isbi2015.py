"""Real cephalograms in the Aariz layout (ISBI 2015 challenge); skipped where they are not there."""

import os
from pathlib import Path

import pytest

from aariz_mm.datasets import AarizDataset

ROOT = Path(os.environ.get('ISBI2015_ROOT') or Path(__file__).parents[3] / 'shared' / 'data' / 'isbi2015')

pytestmark = pytest.mark.skipif(
    not ROOT.is_dir(), reason=f'no ISBI 2015 data at {ROOT}; set ISBI2015_ROOT to its folder to run this test'
)


@pytest.mark.parametrize(('split', 'images'), [('train', 131), ('valid', 147)])
def test_isbi2015_loads_with_19_landmarks_each(split, images):
    dataset = AarizDataset(data_root=str(ROOT), split=split, truth='mean', landmarks='isbi19')
    records = [dataset.get_data_info(index) for index in range(len(dataset))]
    assert len(records) == images
    assert all(record['keypoints_visible'].sum() == 19 for record in records)
    assert {record['pixel_size_mm'] for record in records} == {0.25}
    assert {record['cvm_stage'] for record in records} == {None}


@pytest.mark.parametrize(('split', 'images'), [('train', 70), ('valid', 103)])
def test_isbi2015_third_reader_covers_part_of_the_images(split, images):
    dataset = AarizDataset(data_root=str(ROOT), split=split, truth='reader:CL-Detection 2023', on_error='drop')
    assert len(dataset) == images
    assert dataset.get_data_info(0)['keypoints_visible'].sum() == 24


@pytest.mark.parametrize(('split', 'images', 'with_24'), [('train', 131, 70), ('valid', 147, 103)])
def test_isbi2015_readers_are_joined(split, images, with_24):
    mean = AarizDataset(data_root=str(ROOT), split=split, truth='mean', landmarks='cldetection24')
    joined = AarizDataset(
        data_root=str(ROOT), split=split, truth=['mean', 'reader:CL-Detection 2023'], landmarks='cldetection24'
    )
    counts = [joined.get_data_info(index)['keypoints_visible'].sum() for index in range(len(joined))]
    assert len(counts) == images and counts.count(24) == with_24 and counts.count(19) == images - with_24
    seen = mean.get_data_info(5)['keypoints_visible'][0] > 0
    assert (joined.get_data_info(5)['keypoints'][0, seen] == mean.get_data_info(5)['keypoints'][0, seen]).all()
