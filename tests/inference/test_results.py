import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from mmpretrain.structures import DataSample

from aariz_mm.annotations.files import read_cvm_stage, read_landmarks
from aariz_mm.annotations.predicted import landmarks_as_annotation
from aariz_mm.files import write_json
from aariz_mm.inference.results import write_pictures
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.predictions import LandmarkPrediction, StagePrediction
from aariz_mm.radiographs.listing import RadiographFile
from aariz_mm.reading.results import check_out_dir, write_prediction


def make_prediction(path, pixel_size_mm=None):
    points = np.stack([np.arange(29.0) + 3, np.arange(29.0) + 0.126], axis=-1)
    return LandmarkPrediction(Path(path), SYMBOLS, points, np.full(29, 0.5), pixel_size_mm)


def test_landmarks_as_annotation_follows_the_dataset(tmp_path):
    content = landmarks_as_annotation(make_prediction('ceph.one.png', 0.1))
    assert content['ceph_id'] == 'ceph.one' and content['pixel_size_mm'] == 0.1
    assert content['landmarks'][0]['value'] == {'x': 3.0, 'y': 0.13}
    assert 'pixel_size_mm' not in landmarks_as_annotation(make_prediction('a.png'))


def test_a_turn_is_told_and_nothing_where_there_was_none():
    turned = replace(make_prediction('a.png'), turn='mirrored')
    assert landmarks_as_annotation(turned)['turn'] == 'mirrored'
    assert 'turn' not in landmarks_as_annotation(make_prediction('a.png'))


def test_write_prediction_can_be_read_back_as_an_annotation(tmp_path):
    cv2.imwrite(str(tmp_path / 'a.png'), np.full((60, 80), 90, np.uint8))
    prediction = make_prediction(tmp_path / 'a.png')
    json_path, png_path = write_prediction(prediction, tmp_path / 'out')
    np.testing.assert_allclose(read_landmarks(json_path, 'a', (80, 60)), prediction.keypoints_px, atol=0.005)
    assert cv2.imread(str(png_path)) is not None


def test_stage_stands_in_the_layout_of_the_dataset(tmp_path):
    prediction = StagePrediction(4, np.array([0, 0, 0.25, 0.5, 0.25, 0]), np.array([1.0, 2, 3, 4.126]))
    content = landmarks_as_annotation(replace(make_prediction('a.png'), cvm=prediction))
    assert content['cvm_stage'] == dict(id='predicted-CVM-S4', title='CVM-S4', value=4)
    assert list(content['cvm_probabilities'].items())[2:4] == [('CVM-S3', 0.25), ('CVM-S4', 0.5)]
    assert content['cvm_expected_stage'] == 4 and content['cervical_roi'] == dict(x1=1, y1=2, x2=3, y2=4.13)
    assert read_cvm_stage(write_json(tmp_path / 'a.json', content), 'a') == 4


def test_stage_without_region_says_so_and_is_drawn(tmp_path):
    cv2.imwrite(str(tmp_path / 'a.png'), np.full((60, 80), 90, np.uint8))
    prediction = StagePrediction(6, np.array([0, 0, 0, 0, 0, 1.0]))
    json_path, _ = write_prediction(replace(make_prediction(tmp_path / 'a.png'), cvm=prediction), tmp_path / 'out')
    content = json.loads(json_path.read_text())
    assert content['cervical_roi'] is None and content['cvm_expected_stage'] == 6


def test_pictures_of_crops_go_on_a_sheet_that_leaves_them_as_they_are(tmp_path):
    cv2.imwrite(str(tmp_path / 'c.png'), np.full((40, 40), 90, np.uint8))
    sample = DataSample(metainfo=dict(img_id='c', img_path=str(tmp_path / 'c.png'), img_shape=(64, 64), cvm_stage=2))
    sample.set_pred_score(torch.full((6,), 1 / 6)).set_pred_label(2)
    pictures, sheets = write_pictures([sample, sample], None, tmp_path / 'out')
    assert [path.name for path in (pictures[0], *sheets)] == ['c.png', 'contact_sheet.png']
    assert cv2.imread(str(sheets[0])).shape[1] == 2 * 426 + 3 * 12


def save_image(path, value=90):
    path.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(path), np.full((60, 80), value, np.uint8))
    return RadiographFile(path, path.stem)


def test_check_out_dir_lets_earlier_results_be_replaced(tmp_path):
    file = save_image(tmp_path / 'a.png')
    write_prediction(make_prediction(file.path), tmp_path / 'out')
    check_out_dir([file], tmp_path / 'out')


def test_check_out_dir_keeps_radiographs_and_annotations(tmp_path):
    file = save_image(tmp_path / 'a.png')
    with pytest.raises(ValueError, match='holds the radiographs themselves'):
        check_out_dir([file], tmp_path)
    (tmp_path / 'out').mkdir()
    (tmp_path / 'out' / 'a.json').write_text('{"ceph_id": "a", "landmarks": []}')
    with pytest.raises(ValueError, match=r'a\.json is no prediction and would be lost'):
        check_out_dir([file], tmp_path / 'out')


def test_check_out_dir_keeps_a_picture_that_is_no_overlay_of_ours(tmp_path):
    file = save_image(tmp_path / 'a.png')
    save_image(tmp_path / 'out' / 'a_overlay.png')
    with pytest.raises(ValueError, match=r'a_overlay\.png is of no prediction and would be lost'):
        check_out_dir([file], tmp_path / 'out')


def test_check_out_dir_keeps_the_prediction_of_another_radiograph(tmp_path):
    first, second = save_image(tmp_path / 'P1' / 'ceph.png', 90), save_image(tmp_path / 'P2' / 'ceph.png', 91)
    write_prediction(make_prediction(first.path), tmp_path / 'out')
    with pytest.raises(ValueError, match=r'ceph\.json is the prediction of another radiograph than .*P2'):
        check_out_dir([second], tmp_path / 'out')


@pytest.mark.parametrize('text', ['{"landmarks": [{"score": 1}]}', '{"landmarks": [{"score": 1', '[{"score": 1}]'])
def test_check_out_dir_takes_predictions_that_do_not_say_of_what(tmp_path, text):
    file = save_image(tmp_path / 'a.png')
    (tmp_path / 'out').mkdir()
    (tmp_path / 'out' / 'a.json').write_text(text)
    check_out_dir([file], tmp_path / 'out')


def test_check_out_dir_looks_into_folders_below(tmp_path):
    file = save_image(tmp_path / 'P1' / 'ceph.png')
    with pytest.raises(ValueError, match='holds the radiographs themselves'):
        check_out_dir([RadiographFile(file.path, 'P1/ceph')], tmp_path)


def test_write_prediction_makes_the_folders_of_its_result_and_keeps_the_warnings(tmp_path):
    file = save_image(tmp_path / 'a.png')
    prediction = replace(make_prediction(file.path), warnings=('it is mirrored',))
    json_path, overlay_path = write_prediction(prediction, tmp_path / 'out', 'P1/deep/a')
    assert json_path == tmp_path / 'out' / 'P1' / 'deep' / 'a.json' and overlay_path.is_file()
    assert json.loads(json_path.read_text())['warnings'] == ['it is mirrored']


def test_check_out_dir_keeps_a_prediction_that_was_corrected(tmp_path):
    file = save_image(tmp_path / 'a.png')
    json_path, _ = write_prediction(make_prediction(file.path), tmp_path / 'out')
    content = json.loads(json_path.read_text())
    content['landmarks'][0]['value']['x'] += 1
    json_path.write_text(json.dumps(content))
    with pytest.raises(ValueError, match=r'a\.json was corrected since it was written, and that would be lost'):
        check_out_dir([file], tmp_path / 'out')


def test_check_out_dir_says_that_a_radiograph_was_changed(tmp_path):
    file = save_image(tmp_path / 'a.png')
    write_prediction(make_prediction(file.path), tmp_path / 'out')
    save_image(tmp_path / 'a.png', 91)
    with pytest.raises(ValueError, match='or of this one before it was changed'):
        check_out_dir([file], tmp_path / 'out')


@pytest.mark.parametrize('name', ['', ' ', 'a.png', 'a.png/x/y'])
def test_check_out_dir_names_what_is_no_folder(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match='is no folder; give another --out-dir'):
        check_out_dir([save_image(tmp_path / 'a.png')], name)


@pytest.mark.parametrize('stem', ['x' * 235, '교' * 78])
def test_a_long_name_has_its_results(tmp_path, stem):
    file = save_image(tmp_path / f'{stem}.png')
    assert all(path.is_file() for path in write_prediction(make_prediction(file.path), tmp_path / 'out'))
