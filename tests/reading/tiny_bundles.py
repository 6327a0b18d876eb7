"""Bundles of a few kilobytes that find the mean face, moved by the brightness of the picture, in a millisecond."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.reading.bundle import KEY, BundleInfo, info_as_json

SIZE = (96, 120)


def write_landmark_bundle(path: Path, shift: float = 0.0) -> Path:
    """One that finds all 29 landmarks."""
    low, high = MEAN_MM.min(axis=0), MEAN_MM.max(axis=0)
    points = (MEAN_MM - low) / (high - low).max() * 60 + [20 + shift, 30]
    info = BundleInfo('landmarks', ('points', 'scores'), SIZE, None, tuple(SYMBOLS), config='tiny', licence='CC0')
    values = dict(points=points[None].astype(np.float32), scores=np.full((1, len(points)), 0.9, np.float32))
    return _write(path, info, values)


def write_stage_bundle(path: Path) -> Path:
    """One that says stage 4 of every crop."""
    info = BundleInfo('crop_stage', ('stage',), (32, 32), (32, 32), percentiles=(1.0, 99.0), config='tiny')
    return _write(path, info, dict(stage=np.array([[0, 0, 0.2, 0.5, 0.3, 0]], np.float32)))


def _write(path: Path, info: BundleInfo, values: dict[str, np.ndarray]) -> Path:
    width, height = info.input_size
    weights = [numpy_helper.from_array(value, f'{name}_at_0') for name, value in values.items()]
    weights += [numpy_helper.from_array(np.float32(0.001), 'small'), numpy_helper.from_array(np.array([1, 2]), 'axes')]
    nodes = [
        helper.make_node('Cast', ['image'], ['real'], to=TensorProto.FLOAT),
        helper.make_node('ReduceMean', ['real', 'axes'], ['mean'], keepdims=1),
        helper.make_node('Mul', ['mean', 'small'], ['moved']),
        helper.make_node('ReduceMean', ['moved', 'axes'], ['moved_row'], keepdims=0),
        helper.make_node('Reshape', ['moved_row', 'column'], ['moved_column']),
    ]
    weights.append(numpy_helper.from_array(np.array([-1, 1]), 'column'))
    for name, value in values.items():
        add = 'moved' if value.ndim == 3 else 'nothing'
        if value.ndim == 2:
            nodes.append(helper.make_node('Sub', ['moved_column', 'moved_column'], [f'{name}_nothing']))
            add = f'{name}_nothing'
        nodes.append(helper.make_node('Add', [f'{name}_at_0', add], [name]))
    inputs = [helper.make_tensor_value_info('image', TensorProto.UINT8, ['batch', height, width])]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ['batch', *value.shape[1:]])
        for name, value in values.items()
    ]
    graph = helper.make_graph(nodes, 'tiny', inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 18)], ir_version=10)
    helper.set_model_props(model, {KEY: info_as_json(info)})
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)
    return path
