"""tools/predict.py decodes a radiograph once: for the network, the checks and the pictures."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from dicom_files import write_dicom
from made_checkpoints import ROOT, write_untrained
from PIL import Image

from aariz_mm.inference.predictor import LandmarkPredictor
from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.reading.single import ReadingOptions, read_file

pytestmark = pytest.mark.usefixtures('first_look_only')


@pytest.fixture(scope='module')
def predictor(tmp_path_factory):
    config = 'configs/phantom/phantom_lite0.py'
    checkpoint = write_untrained(tmp_path_factory.mktemp('run') / 'epoch_1.pth', config)
    return LandmarkPredictor(ROOT / config, checkpoint, 'cpu')


@pytest.fixture(params=['a.png', 'a.jpg', 'a.tif', 'deep.png', 'a.dcm'])
def film(request, tmp_path):
    path, image = tmp_path / request.param, draw_indexed_phantom(0, 'test', 0, (225, 275)).image
    if path.suffix == '.dcm':
        return write_dicom(path, pixels=image.astype(np.uint16) * 16, bits=12)
    cv2.imwrite(str(path), image.astype(np.uint16) * 16 if path.stem == 'deep' else image)
    return path


def test_an_opened_radiograph_gives_the_landmarks_of_its_file(predictor, film):
    by_path, opened = predictor(film), predictor(open_radiograph(film))
    np.testing.assert_array_equal(by_path.keypoints_px, opened.keypoints_px)
    assert (by_path.warnings, by_path.pixel_size_mm) == (opened.warnings, opened.pixel_size_mm)


def test_the_pipeline_given_a_file_gives_the_same_landmarks(predictor, film):
    sample = predictor._predict(dict(img_path=str(film)))[0]
    np.testing.assert_array_equal(sample.pred_instances.keypoints[0], predictor(film).keypoints_px)


def test_a_picture_is_decoded_once(predictor, tmp_path, monkeypatch):
    Image.fromarray(draw_indexed_phantom(0, 'test', 0, (225, 275)).image).save(tmp_path / 'a.png')
    real, decoded = cv2.imdecode, []
    monkeypatch.setattr(cv2, 'imdecode', lambda *args: decoded.append(0) or real(*args))
    file = list_radiographs([tmp_path / 'a.png']).radiographs[0]
    outcome = read_file(predictor, file, ReadingOptions(tmp_path / 'out'))
    assert outcome.failure == '' and len(decoded) == 1


def test_steps_of_a_predictor_tell_of_the_network(predictor, tmp_path):
    Image.fromarray(draw_indexed_phantom(0, 'test', 0, (225, 275)).image).save(tmp_path / 'a.png')
    file = list_radiographs([tmp_path / 'a.png']).radiographs[0]
    outcome = read_file(predictor, file, ReadingOptions(tmp_path / 'out'))
    assert {'open', 'network', 'measure', 'draw', 'write'} == set(outcome.steps)


@pytest.mark.parametrize('trust', [False, True])
def test_a_resolution_that_is_trusted_gives_the_pixel_size(predictor, tmp_path, trust):
    image = Image.fromarray(draw_indexed_phantom(0, 'test', 0, (225, 275)).image)
    image.save(tmp_path / 'a.png', dpi=(254, 254))
    file = list_radiographs([Path(tmp_path / 'a.png')]).radiographs[0]
    options = ReadingOptions(tmp_path / 'out', opening=dict(trust_resolution=trust))
    size = read_file(predictor, file, options).content.get('pixel_size_mm')
    assert size == (pytest.approx(0.1, rel=1e-3) if trust else None)
