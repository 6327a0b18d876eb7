"""A calibration for a checkpoint, from its own file or out of the bundle of that checkpoint."""

import json

import pytest
from made_bundles import made_info, write_mean_face

from aariz_mm.bundles.finding import find_bundle
from aariz_mm.reading.bundle import Bundle
from aariz_mm.reading.calibrated import read_calibration

INFO = Bundle(find_bundle('ceph24'), 1).info


def test_the_file_and_the_bundle_hold_the_same(tmp_path):
    (tmp_path / 'c.json').write_text(json.dumps(dict(INFO.calibration)))
    of_file, of_bundle = (read_calibration(path, INFO.symbols) for path in (tmp_path / 'c.json', find_bundle('ceph24')))
    assert (of_file.base == of_bundle.base).all() and of_file.symbols == INFO.symbols


def test_a_bundle_of_another_checkpoint_is_refused(tmp_path):
    other = tmp_path / 'other.pth'
    other.write_bytes(b'weights')
    with pytest.raises(ValueError, match=r'the calibration of another model .*, not of .*other\.pth'):
        read_calibration(find_bundle('ceph24'), INFO.symbols, [other])


def test_a_bundle_without_one_is_refused(tmp_path):
    bundle = write_mean_face(tmp_path / 'a.onnx', made_info())
    with pytest.raises(ValueError, match='a bundle without a calibration'):
        read_calibration(bundle, INFO.symbols)


def test_one_of_other_landmarks_is_refused():
    with pytest.raises(ValueError, match='a calibration of the landmarks'):
        read_calibration(find_bundle('ceph24'), INFO.symbols[:19])


@pytest.mark.parametrize(('name', 'error'), [('no.json', FileNotFoundError), ('no.onnx', FileNotFoundError)])
def test_a_file_that_is_not_there_is_told(tmp_path, name, error):
    with pytest.raises(error):
        read_calibration(tmp_path / name, INFO.symbols)


def test_a_file_that_is_something_else_is_refused(tmp_path):
    (tmp_path / 'c.json').write_text('{"format": "aariz_mm scores"}')
    with pytest.raises(ValueError, match='no calibration of this version'):
        read_calibration(tmp_path / 'c.json', INFO.symbols)
