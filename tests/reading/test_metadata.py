"""Metadata of a bundle change, its network does not; the package onnx reads what was written."""

from dataclasses import replace

import numpy as np
import onnx
import pytest
from made_bundles import SIZE, made_info, write_mean_face

from aariz_mm.reading.bundle import KEY, Bundle
from aariz_mm.reading.metadata import add_calibration, check_landmarks, replace_info

INFO = made_info(fold=0, num_folds=3, fold_seed=0)
PICTURE = np.zeros((2, SIZE[1], SIZE[0]), np.uint8)


@pytest.fixture
def bundle(tmp_path):
    return write_mean_face(tmp_path / 'a.onnx', INFO)


@pytest.mark.parametrize('licence', ['', 'CC BY 4.0', 'ä' * 300, 'x' * 70_000])
def test_metadata_are_replaced_and_the_network_stays(bundle, licence):
    before = Bundle(bundle).run(PICTURE)
    bundle.write_bytes(replace_info(bundle.read_bytes(), replace(INFO, licence=licence)))
    after = Bundle(bundle)
    assert after.info == replace(INFO, licence=licence)
    assert all(np.array_equal(before[name], after.run(PICTURE)[name]) for name in before)


def test_metadata_stand_in_the_file_once_and_those_of_others_stay(bundle):
    model = onnx.load(bundle)
    model.metadata_props.add(key='author', value='someone')
    content = model.SerializeToString()
    for licence in 'abc':
        content = replace_info(content, replace(INFO, licence=licence))
    assert sorted(prop.key for prop in onnx.load_from_string(content).metadata_props) == [KEY, 'author']


@pytest.mark.parametrize('cut', [1, 7, 1000])
def test_a_file_that_is_cut_short_is_refused(bundle, cut):
    content = bundle.read_bytes()
    with pytest.raises(ValueError, match='cut short'):
        replace_info(content[:-cut] if cut < len(content) else content[:3], INFO)


def test_what_is_no_model_is_refused():
    with pytest.raises(ValueError, match=r'no ONNX model|no whole ONNX model'):
        replace_info(b'\xff\xff hello', INFO)


def test_a_calibration_of_other_landmarks_leaves_the_bundle_as_it_was(bundle):
    before = bundle.read_bytes()
    with pytest.raises(ValueError, match=r'a\.onnx: no calibration that can be used'):
        add_calibration(bundle, dict(format='x'))
    assert bundle.read_bytes() == before


def test_bundles_of_other_landmarks_or_sizes_do_not_go_together(bundle, tmp_path):
    other = write_mean_face(tmp_path / 'b.onnx', replace(INFO, symbols=INFO.symbols[::-1]))
    check_landmarks(bundle, [Bundle(bundle)])
    with pytest.raises(ValueError, match=r'b\.onnx finds 19 landmarks .* give bundles of one config'):
        check_landmarks(other, [Bundle(bundle)])


@pytest.mark.parametrize('temperature', [0, -1, 'warm', None, True])
def test_a_bundle_of_a_strange_temperature_is_refused(bundle, temperature):
    bundle.write_bytes(replace_info(bundle.read_bytes(), replace(INFO, temperature=temperature)))
    with pytest.raises(ValueError, match='its metadata are not those of a bundle'):
        Bundle(bundle)
