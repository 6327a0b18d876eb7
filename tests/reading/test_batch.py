"""Many radiographs: one that cannot be read stops none of the others, and nothing doubtful passes for good."""

import json
import warnings
from pathlib import Path

import cv2
import numpy as np
import pytest

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.caught import collect_warnings
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.reading.batch import predict_files


def predict(path: Path, pixel_size_mm: float | None) -> LandmarkPrediction:
    image = read_radiograph(path)
    if image.shape == (1, 1):
        raise RuntimeError('one pixel')
    points = np.stack([np.arange(29.0), np.arange(29.0)], axis=-1)
    return LandmarkPrediction(
        path, SYMBOLS, points, np.ones(29), pixel_size_mm, warnings=('doubt',) * (path.stem == 'd')
    )


@pytest.fixture
def films(tmp_path):
    folder = tmp_path / 'films'
    folder.mkdir()
    for name in ('a.png', 'c.png', 'd.tif'):
        cv2.imwrite(str(folder / name), np.arange(4800, dtype=np.uint8).reshape(60, 80))
    return folder


@pytest.mark.parametrize(
    ('content', 'reason'),
    [
        (b'', 'the file is empty'),
        (b'no image at all', 'expected a PNG, JPEG, BMP, TIFF, WebP or DICOM file'),
        (bytes(128) + b'DICM' + bytes(64), 'a DICOM file without a picture'),
        (cv2.imencode('.png', np.zeros((50, 50), np.uint8))[1].tobytes()[:60], 'cannot be decoded'),
        (cv2.imencode('.png', np.zeros((1, 1), np.uint8))[1].tobytes(), 'RuntimeError: one pixel (a bug'),
    ],
)
def test_a_broken_file_is_named_and_the_others_are_read(tmp_path, films, content, reason):
    (films / 'b.png').write_bytes(content)
    outcomes = list(predict_files(predict, list_radiographs([films]).radiographs, tmp_path / 'out'))
    assert [outcome.image.name for outcome in outcomes] == ['a.png', 'b.png', 'c.png', 'd.tif']
    assert reason in outcomes[1].failure and [bool(outcome.failure) for outcome in outcomes] == [
        False,
        True,
        False,
        False,
    ]
    assert sorted(path.name for path in (tmp_path / 'out').glob('*.json')) == ['a.json', 'c.json', 'd.json']


def test_warnings_go_into_the_outcome_and_the_file(tmp_path, films):
    outcomes = list(predict_files(predict, list_radiographs([films]).radiographs, tmp_path / 'out', 0.1))
    assert [outcome.warnings for outcome in outcomes] == [(), (), ('doubt',)]
    assert json.loads((tmp_path / 'out' / 'd.json').read_text())['warnings'] == ['doubt']


def test_a_result_that_cannot_be_written_stops_everything(tmp_path, films):
    (tmp_path / 'out').write_text('a file, no folder')
    with pytest.raises(OSError, match='out'):
        list(predict_files(predict, list_radiographs([films]).radiographs, tmp_path / 'out'))


def test_collect_warnings_takes_one_kind_and_lets_others_pass():
    with pytest.warns(DeprecationWarning, match='old'), collect_warnings(UserWarning) as texts:
        warnings.warn('mine', UserWarning, stacklevel=1)
        warnings.warn('old', DeprecationWarning, stacklevel=1)
    assert texts == ['mine']


def test_a_name_too_long_for_its_results_stops_none_of_the_others(tmp_path, films):
    (films / 'a.png').rename(films / f'{"a" * 250}.png')
    outcomes = list(predict_files(predict, list_radiographs([films]).radiographs, tmp_path / 'out'))
    assert outcomes[0].failure == 'the name is too long for its results; give the file a shorter one'
    assert not any(outcome.failure for outcome in outcomes[1:])
