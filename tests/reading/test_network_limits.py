"""A bundle is data: what names other files, lies about its size or might never end is refused before it is loaded."""

import json

import numpy as np
import onnx
import pytest
from made_bundles import SIZE, made_info, write_mean_face
from onnx import TensorProto, helper, numpy_helper

from aariz_mm.reading import network_limits, network_session
from aariz_mm.reading.bundle import KEY, Bundle, info_as_json
from aariz_mm.reading.network_limits import check_network
from aariz_mm.reading.protobuf import read_fields

PICTURE = np.zeros((1, SIZE[1], SIZE[0]), np.uint8)


@pytest.fixture
def bundle(tmp_path):
    return write_mean_face(tmp_path / 'a.onnx', made_info())


@pytest.fixture
def change(bundle):
    """The bundle, once a function has changed its model in place."""

    def change_model(edit):
        model = onnx.load(bundle)
        edit(model)
        bundle.write_bytes(model.SerializeToString())
        return bundle

    return change_model


def point_elsewhere(tensor, location):
    tensor.ClearField('raw_data')
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key='location', value=location)


@pytest.mark.parametrize('location', ['secret.bin', '/etc/passwd', '../../secret.bin', 'http://example.org/a'])
def test_weights_in_another_file_are_refused(change, tmp_path, monkeypatch, location):
    (tmp_path / 'secret.bin').write_bytes(bytes(1 << 12))
    monkeypatch.chdir(tmp_path)  # where ONNX Runtime would look
    path = change(lambda model: point_elsewhere(model.graph.initializer[0], location))
    with pytest.raises(ValueError, match=r'a\.onnx: .*are in another file; a bundle is one file.*tools/export'):
        Bundle(path)


def test_so_are_those_of_a_constant_within_a_graph_of_a_node(change):
    constant = numpy_helper.from_array(np.zeros(4, np.float32), 'c')
    point_elsewhere(constant, 'secret.bin')
    inner = helper.make_graph([helper.make_node('Constant', [], ['v'], value=constant)], 'inner', [], [])
    path = change(
        lambda model: model.graph.node.append(
            helper.make_node('If', ['x'], ['y'], then_branch=inner, else_branch=inner)
        )
    )
    with pytest.raises(ValueError, match="tensor 'c' are in another file"):
        Bundle(path)


@pytest.mark.parametrize('dims', [[1 << 40], [1 << 20, 1 << 20, 1 << 20], [-1], [1000]])
def test_a_tensor_that_says_it_is_larger_than_it_is_is_refused(change, dims):
    path = change(lambda model: model.graph.initializer[0].dims.__setitem__(slice(None), dims))
    with pytest.raises(ValueError, match=r'says that it has \d+ values, and holds|of a negative size'):
        Bundle(path)


def loop(model):
    model.graph.node.append(helper.make_node('Loop', ['m'], ['y'], body=model.graph))


def function(model):
    model.functions.append(helper.make_function('d', 'f', [], ['y'], [], []))


def sparse(model):
    model.graph.sparse_initializer.add(dims=[1 << 40])


def deep(model):
    graph = helper.make_graph([], 'g', [], [])
    for _ in range(12):
        graph = helper.make_graph([helper.make_node('If', ['x'], ['y'], then_branch=graph)], 'g', [], [])
    model.graph.CopyFrom(graph)


@pytest.mark.parametrize(
    ('edit', 'told'),
    [
        (loop, 'a Loop in the network'),
        (function, 'function parts'),
        (sparse, 'sparse parts'),
        (deep, 'graphs in graphs'),
    ],
)
def test_what_no_export_writes_is_refused(change, edit, told):
    with pytest.raises(ValueError, match=told):
        check_network(change(edit).read_bytes())


def test_a_file_too_large_or_of_too_many_parts_is_refused(bundle, monkeypatch):
    monkeypatch.setattr(network_limits, '_MOST_PARTS', 10)
    with pytest.raises(ValueError, match='more than 10 parts'):
        Bundle(bundle)
    monkeypatch.setattr(network_limits, 'MOST_BYTES', 100)
    with pytest.raises(ValueError, match=r'a\.onnx: no ONNX model that can be loaded \(0 MB, expected at most'):
        Bundle(bundle)


def test_a_number_of_many_bytes_is_none():
    with pytest.raises(ValueError, match='a number of more than 10 bytes'):
        list(read_fields(b'\x80' * 10_000_000))


def with_nodes(nodes, value=()):
    """A change of a model: nodes before its own, and the last one's values in what it gives."""

    def edit(model):
        size = helper.make_node('ReduceMax', [nodes[-1].output[0]], ['most'], keepdims=0)
        cast = helper.make_node('Cast', ['most'], ['zero_more'], to=TensorProto.FLOAT)
        own = list(model.graph.node)
        next(one for one in own if one.output[0] == 'nothing').input[1] = 'zero_more'
        del model.graph.node[:]
        model.graph.node.extend([*nodes, size, cast, *own])
        model.graph.initializer.extend(value)

    return edit


def test_a_network_that_needs_too_much_memory_ends_with_a_reason(change):
    size = numpy_helper.from_array(np.array([1 << 42]), 'size')
    path = change(with_nodes([helper.make_node('ConstantOfShape', ['size'], ['huge'])], [size]))
    # ONNX Runtime before 1.24 computes constants of any size while it loads, and fails there.
    told = r'cannot be run \(it needs more memory than [\d.]+ GB|no ONNX model that can be loaded \(RuntimeException'
    with pytest.raises(ValueError, match=rf'a\.onnx: (its network )?({told})'):
        Bundle(path, threads=1).run(PICTURE)


def test_half_of_the_machine_is_the_most(monkeypatch):
    monkeypatch.setattr(network_session.os, 'sysconf', lambda name: 4 << 10, raising=False)
    assert network_session.most_memory_bytes() == 8 << 20
    monkeypatch.setattr(network_session.os, 'sysconf', lambda name: 1 << 30, raising=False)
    assert network_session.most_memory_bytes() == 16 << 30


@pytest.mark.parametrize('lies', [
    dict(input_size=(96, 120)), dict(outputs=('points', 'scores', 'stage')), dict(outputs=('points', 'errors')),
])  # fmt: skip
def test_metadata_that_do_not_fit_the_network_are_refused(change, lies):
    text = info_as_json(made_info().__class__(**{**vars(made_info()), **lies}))
    path = change(lambda model: helper.set_model_props(model, {KEY: text}))
    with pytest.raises(ValueError, match=r'a\.onnx: its network takes .* by its metadata'):
        Bundle(path)


def test_an_answer_of_another_shape_is_refused(change):
    info = made_info()
    text = info_as_json(info.__class__(**{**vars(info), 'symbols': info.symbols[:5]}))
    path = change(lambda model: helper.set_model_props(model, {KEY: text}))
    with pytest.raises(ValueError, match=r'gives points of shape \(1, 19, 2\), expected \(1, 5, 2\)'):
        Bundle(path).run(PICTURE)


@pytest.mark.parametrize('lies', [
    dict(input_size=[100_000, 100_000]), dict(input_size=[192.0, 240.0]), dict(fit_size=[True, 5]), dict(fit_size='ab'),
    dict(symbols=['S', 'S']), dict(symbols=[['S']]), dict(outputs=[]), dict(outputs=['points', 'points']),
    dict(outputs=[{}]), dict(outputs=7), dict(decision='coin'), dict(percentiles=[99, 1]), dict(percentiles=['a', 'b']),
    dict(percentiles=[1]),
])  # fmt: skip
def test_metadata_that_lie_are_refused(change, lies):

    text = json.dumps(json.loads(info_as_json(made_info())) | lies)
    path = change(lambda model: helper.set_model_props(model, {KEY: text}))
    with pytest.raises(ValueError, match=r'a\.onnx: its metadata are not those of a bundle'):
        Bundle(path)
