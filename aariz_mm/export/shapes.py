"""Shapes that a graph computes of every picture anew, computed once: pictures of a bundle have one size.

A padding that is not known in advance can't become part of its convolution, and an enlargement to a size that is not
known can't work in the layout of the convolutions about it: each costs ONNX Runtime two copies of what flows through.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

__all__ = ['fix_shapes']

_PADS, _SCALES, _SIZES = 1, 2, 3
"""Inputs of the nodes Pad and Resize, by the operators' definition."""


def fix_shapes(content: bytes) -> bytes:
    """A bundle whose paddings and enlargements are constants; it computes the same.

    Paddings that depend on the number of pictures stay as they are, and so do enlargements that are not by a whole
    number.

    Args:
        content: of an ``.onnx`` file whose input ``image`` is (B, h, w) uint8.
    """
    import onnx

    model = onnx.load_from_string(content)
    constants = {tensor.name for tensor in model.graph.initializer}
    nodes = [node for node in model.graph.node if _has_open_shape(node, constants)]
    alone, together = (_evaluate(model, nodes, count) for count in (1, 2))
    for node in nodes:
        if node.op_type == 'Pad':
            _fix_padding(model, node, alone, together)
        else:
            _fix_enlargement(model, node, alone)
    _drop_unused(model.graph)
    return model.SerializeToString(deterministic=True)


def _has_open_shape(node, constants: Collection[str]) -> bool:
    index = dict(Pad=_PADS, Resize=_SIZES).get(node.op_type)
    given = '' if index is None or len(node.input) <= index else node.input[index]
    return bool(given) and given not in constants


def _evaluate(model, nodes: Sequence, count: int) -> dict[str, np.ndarray]:
    """What the inputs of nodes are for so many pictures."""
    import onnx
    import onnxruntime

    names = {node.input[index] for node in nodes for index in _looked_at(node)}
    initial = {tensor.name for tensor in model.graph.initializer}
    shown = onnx.ModelProto.FromString(model.SerializeToString())
    known = {output.name for output in shown.graph.output}
    shown.graph.output.extend(onnx.ValueInfoProto(name=name) for name in sorted(names - initial - known))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    session = onnxruntime.InferenceSession(shown.SerializeToString(), options, providers=['CPUExecutionProvider'])
    height, width = session.get_inputs()[0].shape[1:]
    found = session.run(None, {'image': np.zeros((count, height, width), np.uint8)})
    constants = {t.name: onnx.numpy_helper.to_array(t) for t in model.graph.initializer if t.name in names}
    return dict(zip([output.name for output in session.get_outputs()], found, strict=True)) | constants


def _looked_at(node) -> tuple[int, ...]:
    return (_PADS,) if node.op_type == 'Pad' else (0, _SIZES)


def _fix_padding(model, node, alone: Mapping[str, np.ndarray], together: Mapping[str, np.ndarray]) -> None:
    pads = alone[node.input[_PADS]]
    if np.array_equal(pads, together[node.input[_PADS]]):
        node.input[_PADS] = _constant(model, f'{node.output[0]}__pads', pads.astype(np.int64))


def _fix_enlargement(model, node, alone: Mapping[str, np.ndarray]) -> None:
    before, after = np.array(alone[node.input[0]].shape), alone[node.input[_SIZES]]
    if (after % before == 0).all() and (after[:2] == before[:2]).all():
        scales = _constant(model, f'{node.output[0]}__scales', (after // before).astype(np.float32))
        kept = list(node.input[:_SCALES])
        del node.input[:]
        node.input.extend([*kept, scales])


def _constant(model, name: str, value: np.ndarray) -> str:
    from onnx import numpy_helper

    model.graph.initializer.append(numpy_helper.from_array(value, name))
    return name


def _drop_unused(graph) -> None:
    """Take out nodes and constants that no output needs; ONNX Runtime would compute them."""
    needed, kept = {output.name for output in graph.output}, []
    for node in reversed(graph.node):
        if needed & set(node.output):
            needed |= _names_read(node)
            kept.append(type(node).FromString(node.SerializeToString()))
    constants = [type(one).FromString(one.SerializeToString()) for one in graph.initializer if one.name in needed]
    for field, items in (('node', kept[::-1]), ('initializer', constants)):
        graph.ClearField(field)
        getattr(graph, field).extend(items)


def _names_read(node) -> set[str]:
    """Inputs of a node and of what it holds, such as the branches of a condition."""
    inner = (one for attribute in node.attribute for one in attribute.g.node)
    return set(node.input).union(*map(_names_read, inner))
