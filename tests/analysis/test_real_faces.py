"""Measurements of real cephalograms (ISBI 2015 challenge); skipped where they are not there."""

import os
from pathlib import Path

import numpy as np
import pytest

from aariz_mm.analysis import MEASUREMENTS, measure
from aariz_mm.analysis.facing import facing
from aariz_mm.datasets import AarizDataset

ROOT = Path(os.environ.get('ISBI2015_ROOT') or Path(__file__).parents[3] / 'shared' / 'data' / 'isbi2015')

pytestmark = pytest.mark.skipif(
    not ROOT.is_dir(), reason=f'no ISBI 2015 data at {ROOT}; set ISBI2015_ROOT to its folder to run this test'
)


@pytest.fixture(scope='module')
def faces():
    """Points (B, 24, 2) of the third reader, NaN where unlabelled, and their symbols."""
    dataset = AarizDataset(
        data_root=str(ROOT), split='valid', truth='reader:CL-Detection 2023', landmarks='cldetection24', on_error='drop'
    )
    records = [dataset.get_data_info(index) for index in range(len(dataset))]
    symbols = tuple(dataset.metainfo['keypoint_id2name'][index] for index in range(24))
    points = np.concatenate([record['keypoints'] for record in records])
    visible = np.concatenate([record['keypoints_visible'] for record in records]) > 0.5
    return np.where(visible[..., None], points, np.nan), symbols


def test_real_faces_look_right(faces):
    points_px, symbols = faces
    assert (facing({symbol: points_px[:, index] for index, symbol in enumerate(symbols)}) == 1).all()


def test_medians_of_real_faces_are_those_of_a_human_face(faces):
    measured = measure(*faces, 0.25)
    bounds = dict(SNA=(78, 88), SNB=(75, 86), ANB=(-2, 6), FMA=(20, 35), gonial=(115, 135), saddle=(115, 130),
                  articular=(138, 155), Bjork_sum=(388, 405), Jarabak=(58, 70), IMPA=(85, 105), interincisal=(105, 140),
                  facial_angle=(82, 93), Y_axis=(54, 68), APDI=(76, 88),
                  gonial_upper=(46, 56), gonial_lower=(70, 80), lower_face_PP=(53, 59), FHI=(64, 80))  # fmt: skip
    for key, (low, high) in bounds.items():
        assert low < np.nanmedian(measured[key].value) < high, key


def test_real_faces_without_molars_lack_what_takes_them(faces):
    for key, found in measure(*faces, 0.25).items():
        takes_molars = bool({'UMT', 'LMT'} & set(MEASUREMENTS[key].landmarks))
        assert (found.reason != '').all() == takes_molars
