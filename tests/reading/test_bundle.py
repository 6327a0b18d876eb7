"""What is no bundle is refused in a line; what a bundle says of itself survives."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from aariz_mm.reading.bundle import KEY, Bundle, BundleInfo, info_as_json, parse_info

INFO = BundleInfo('landmarks', ('points',), (192, 240), (240, 300), ('S', 'N'), trained_on=dict(split='train'))


def write_model(path, **properties):
    value = helper.make_tensor_value_info('image', TensorProto.UINT8, ['batch', 240, 192])
    out = helper.make_tensor_value_info('points', TensorProto.UINT8, ['batch', 240, 192])
    graph = helper.make_graph([helper.make_node('Identity', ['image'], ['points'])], 'graph', [value], [out])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 18)], ir_version=10)
    helper.set_model_props(model, properties)
    onnx.save(model, path)
    return path


def test_metadata_come_back():
    assert parse_info(info_as_json(INFO), 'a.onnx') == INFO


def test_a_bundle_runs_and_tells_what_it_is(tmp_path):
    bundle = Bundle(write_model(tmp_path / 'a.onnx', **{KEY: info_as_json(INFO)}))
    assert bundle.info == INFO
    with pytest.raises(ValueError, match=r'pictures .* expected \(B, 240, 192\) uint8'):
        bundle.run(np.zeros((1, 4, 4), np.uint8))


@pytest.mark.parametrize('content', [b'', b'no model', bytes(1000)])
def test_what_is_no_model_is_refused(tmp_path, content):
    (tmp_path / 'a.onnx').write_bytes(content)
    with pytest.raises(ValueError, match=r'a\.onnx: no ONNX model that can be loaded .*tools/export\.py'):
        Bundle(tmp_path / 'a.onnx')


def test_a_model_of_others_is_refused(tmp_path):
    with pytest.raises(ValueError, match='an ONNX model, but no bundle of aariz_mm'):
        Bundle(write_model(tmp_path / 'a.onnx'))


def test_a_missing_bundle_is_called_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r'a\.onnx: no such bundle'):
        Bundle(tmp_path / 'a.onnx')


def test_a_later_version_asks_for_a_newer_program():
    with pytest.raises(ValueError, match=r'bundle of version 9, expected 1; renew aariz_mm'):
        parse_info(info_as_json(replace(INFO, format=9)), 'a.onnx')


@pytest.mark.parametrize(
    'changes',
    [
        dict(kind='teeth'), dict(symbols=()), dict(symbols=('S', 'Xx')), dict(input_size=(0, 5)), dict(input_size=(5,)),
        dict(kind='crop_stage'), dict(input_size=None),
    ],
)  # fmt: skip
def test_metadata_that_contradict_are_refused(changes):
    text = json.dumps(json.loads(info_as_json(INFO)) | changes)
    with pytest.raises(ValueError, match=r'a\.onnx: its metadata are not those of a bundle'):
        parse_info(text, 'a.onnx')


@pytest.mark.parametrize('text', ['', '[]', '{}', '{"format": 1}', 'null', '[' * 100_000])
def test_metadata_that_are_none_are_refused(text):
    with pytest.raises(ValueError, match='its metadata are not those of a bundle'):
        parse_info(text, 'a.onnx')


def test_reading_imports_neither_torch_nor_openmmlab():
    code = (
        'import sys, aariz_mm.reading.reader; '
        'sys.exit(any(name in sys.modules for name in ("torch", "mmengine", "mmpose", "mmcv")))'
    )
    assert subprocess.run([sys.executable, '-c', code], timeout=120).returncode == 0
