"""Small bundles that need no training: they find the landmarks of the mean face, wherever the face is."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.reading.bundle import KEY, BundleInfo, info_as_json

SIZE = (192, 240)
SYMBOLS_19 = tuple(SUBSETS['isbi19'])


def made_info(**trained_on):
    return BundleInfo(
        'landmarks', ('points', 'scores', 'spread'), SIZE, (240, 300), SYMBOLS_19, checkpoint_sha256='ab',
        trained_on=dict(dict(split='train', truth='mean', images=30), **trained_on) if trained_on else None,
    )  # fmt: skip


def write_mean_face(path, info):
    """A bundle whose answer is the mean face in the middle of the picture."""
    points = 0.9 * MEAN_MM[[SYMBOLS.index(symbol) for symbol in SYMBOLS_19]] + [60, 90]
    found = dict(points=points, scores=np.full(19, 0.8), spread=np.tile([9.0, 9.0, 0.0], (19, 1)))
    image = helper.make_tensor_value_info('image', TensorProto.UINT8, ['batch', SIZE[1], SIZE[0]])
    nodes = [
        helper.make_node('Cast', ['image'], ['grey'], to=TensorProto.FLOAT),
        helper.make_node('ReduceMean', ['grey', 'axes'], ['mean'], keepdims=0),
        helper.make_node('Mul', ['mean', 'zero'], ['nothing']),
    ]
    constants = [numpy_helper.from_array(np.array([1, 2]), 'axes'), numpy_helper.from_array(np.float32(0), 'zero')]
    outputs = []
    for name, values in found.items():
        axes = numpy_helper.from_array(np.arange(1, values.ndim + 1), f'{name}_axes')
        constants += [axes, numpy_helper.from_array(values[None].astype(np.float32), f'{name}_constant')]
        nodes.append(helper.make_node('Unsqueeze', ['nothing', f'{name}_axes'], [f'{name}_nothing']))
        nodes.append(helper.make_node('Add', [f'{name}_nothing', f'{name}_constant'], [name]))
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ['batch', *values.shape]))
    graph = helper.make_graph(nodes, 'mean_face', [image], outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 18)], ir_version=10)
    helper.set_model_props(model, {KEY: info_as_json(info)})
    onnx.save(model, path)
    return path
