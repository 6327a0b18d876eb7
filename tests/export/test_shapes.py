"""Graphs with fixed shapes compute what they computed before, with fewer steps."""

import io

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from timm.layers import Conv2dSame
from torch import nn
from torch.nn.functional import interpolate

from aariz_mm.export.shapes import fix_shapes

SIZE = (37, 50)


class Small(nn.Module):
    """A convolution that pads by the size of its input, and an enlargement back to it."""

    def __init__(self, stride=2):
        super().__init__()
        torch.manual_seed(0)
        self.conv = Conv2dSame(1, 4, 5, stride=stride)

    def forward(self, image):
        grey = image.float()[:, None] / 255
        return interpolate(self.conv(grey), size=grey.shape[-2:], mode='bilinear', align_corners=False)


def rendered(module, size=SIZE):
    stream = io.BytesIO()
    torch.onnx.export(
        module.eval(), (torch.zeros((2, *size), dtype=torch.uint8),), stream, input_names=['image'],
        output_names=['map'], opset_version=18, dynamo=False,
        dynamic_axes=dict(image={0: 'batch'}, map={0: 'batch'}),
    )  # fmt: skip
    return stream.getvalue()


def computed(content, count=3, size=SIZE):
    session = onnxruntime.InferenceSession(content, providers=['CPUExecutionProvider'])
    pictures = np.random.default_rng(0).integers(0, 256, (count, *size)).astype(np.uint8)
    return session.run(None, {'image': pictures})[0]


def nodes_of(content, kind):
    return [node for node in onnx.load_from_string(content).graph.node if node.op_type == kind]


@pytest.mark.parametrize('size', [(37, 50), (36, 48), (33, 64), (38, 52)])
@pytest.mark.parametrize('count', [1, 3])
def test_fixed_shapes_change_no_result(size, count):
    content = rendered(Small(), size)
    np.testing.assert_allclose(
        computed(fix_shapes(content), count, size), computed(content, count, size), rtol=0, atol=1e-6
    )


def test_paddings_become_constants():
    content = rendered(Small())
    fixed = onnx.load_from_string(fix_shapes(content))
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in fixed.graph.initializer}
    assert {node.input[1] for node in nodes_of(content, 'Pad')}.isdisjoint(constants)
    assert [constants[node.input[1]].tolist() for node in fixed.graph.node if node.op_type == 'Pad'] == [
        [0, 0, 2, 1, 0, 0, 2, 2]
    ]


def test_whole_enlargement_becomes_a_scale_and_another_stays():
    whole, other = (nodes_of(fix_shapes(rendered(Small(), size)), 'Resize')[0] for size in ((36, 48), (37, 50)))
    assert len(whole.input) == 3
    assert len(other.input) == 4


def test_nothing_is_computed_of_shapes_any_more():
    content = rendered(Small(), (36, 48))
    assert nodes_of(content, 'Shape')
    assert not nodes_of(fix_shapes(content), 'Shape')


def test_graph_without_open_shapes_stays():
    content = rendered(nn.Sequential())
    assert computed(fix_shapes(content)).shape == (3, *SIZE)


def test_metadata_stay():
    model = onnx.load_from_string(rendered(Small()))
    helper.set_model_props(model, {'a': 'b'})
    assert onnx.load_from_string(fix_shapes(model.SerializeToString())).metadata_props[0].value == 'b'


def test_padding_by_the_number_of_pictures_stays():
    zeros = numpy_helper.from_array(np.zeros(5, np.int64), 'zeros')
    nodes = [
        helper.make_node('Cast', ['image'], ['grey'], to=TensorProto.FLOAT),
        helper.make_node('Shape', ['image'], ['count'], start=0, end=1),
        helper.make_node('Concat', ['zeros', 'count'], ['pads'], axis=0),
        helper.make_node('Pad', ['grey', 'pads'], ['map']),
    ]
    image = helper.make_tensor_value_info('image', TensorProto.UINT8, ['batch', *SIZE])
    output = helper.make_tensor_value_info('map', TensorProto.FLOAT, ['batch', SIZE[0], 'wider'])
    graph = helper.make_graph(nodes, 'open', [image], [output], [zeros])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 18)], ir_version=10)
    assert computed(fix_shapes(model.SerializeToString())).shape == (3, 37, 53)


def test_branch_reads_what_lies_outside_of_it():
    """A constant that only a branch of a condition reads is needed."""
    one, yes = numpy_helper.from_array(np.float32(1), 'one'), numpy_helper.from_array(np.array(True), 'yes')
    value = helper.make_tensor_value_info('value', TensorProto.FLOAT, [])
    branches = {
        f'{name}_branch': helper.make_graph([helper.make_node('Identity', ['one'], ['value'])], name, [], [value])
        for name in ('then', 'else')
    }
    nodes = [
        helper.make_node('If', ['yes'], ['value'], **branches),
        helper.make_node('Cast', ['image'], ['grey'], to=TensorProto.FLOAT),
        helper.make_node('Add', ['grey', 'value'], ['map']),
    ]
    image = helper.make_tensor_value_info('image', TensorProto.UINT8, ['batch', *SIZE])
    output = helper.make_tensor_value_info('map', TensorProto.FLOAT, ['batch', *SIZE])
    graph = helper.make_graph(nodes, 'branched', [image], [output], [one, yes])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 18)], ir_version=10)
    assert computed(fix_shapes(model.SerializeToString())).min() >= 1


@pytest.mark.parametrize('size', [(37, 50), (36, 48)])
def test_a_second_time_changes_nothing(size):
    once = fix_shapes(rendered(Small(), size))
    assert fix_shapes(once) == once
