"""Smaller bundles: weights in half precision, or convolutions in whole numbers of 8 bits."""

from __future__ import annotations

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

__all__ = ['PRECISIONS', 'halve_weights', 'quantize_convolutions']

PRECISIONS = ('float32', 'float16', 'int8')
"""How the weights of a bundle are kept."""
_FEWEST_VALUES = 512
"""Smaller tensors, biases among them, stay as they are: they weigh nothing, and their range is wide."""


def halve_weights(content: bytes) -> bytes:
    """A bundle whose weights are stored in half precision; they are widened once, when it is loaded.

    All is computed in single precision as before, so it is as fast and half as large.

    Args:
        content: of an ``.onnx`` file.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load_from_string(content)
    kept, casts = [], []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor) if tensor.data_type == TensorProto.FLOAT else None
        if values is None or values.size < _FEWEST_VALUES or not _fits(values):
            kept.append(tensor)
            continue
        short = f'{tensor.name}__half'
        kept.append(numpy_helper.from_array(values.astype(np.float16), short))
        casts.append(helper.make_node('Cast', [short], [tensor.name], name=f'{short}__cast', to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    for field, items in (('initializer', kept), ('node', nodes)):
        items = [type(item).FromString(item.SerializeToString()) for item in items]
        model.graph.ClearField(field)
        getattr(model.graph, field).extend(items)
    return model.SerializeToString(deterministic=True)


def _fits(values: np.ndarray) -> bool:
    """Whether half precision holds the values."""
    return bool(np.abs(values).max(initial=0) < np.finfo(np.float16).max)


def quantize_convolutions(content: bytes, pictures: np.ndarray) -> bytes:
    """A bundle whose 1 x 1 convolutions of the backbone multiply whole numbers of 8 bits; the rest is as it was.

    Ranges are those that the values have on pictures: static quantisation of ONNX Runtime, a scale for each channel of
    the weights. On ISBI 2015's training radiographs a coarse-to-fine EfficientNet-Lite0 moves its landmarks so by 0.25
    pixels of 768 x 960 (median; 0.95 for one coordinate in twenty); with the depthwise convolutions, necks and heads
    in 8 bits, too, by 1.8.

    Args:
        content: of an ``.onnx`` file. pictures: (B, h, w) uint8, as the network sees radiographs.
    """
    import onnx
    from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Pictures(CalibrationDataReader):
        """Gives one picture after the other."""

        def __init__(self):
            self._rest = iter(pictures)

        def get_next(self):
            """The next one; None after the last."""
            picture = next(self._rest, None)
            return None if picture is None else {'image': picture[None]}

    properties = {one.key: one.value for one in onnx.load_from_string(content).metadata_props}
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter('ignore')
        plain, prepared, small = (str(Path(folder) / name) for name in ('plain.onnx', 'prepared.onnx', 'small.onnx'))
        Path(plain).write_bytes(content)
        quant_pre_process(plain, prepared, skip_symbolic_shape=True)
        quantize_static(
            prepared,
            small,
            Pictures(),
            op_types_to_quantize=['Conv'],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            nodes_to_exclude=_delicate(onnx.load(prepared).graph),
        )
        model = onnx.load(small)
    onnx.helper.set_model_props(model, properties)
    return model.SerializeToString(deterministic=True)


def _delicate(graph) -> list[str]:
    """Names of the convolutions that stay in single precision: depthwise ones, larger than 1 x 1, outside backbones."""
    shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    convolutions = [node for node in graph.node if node.op_type == 'Conv']
    return [
        node.name
        for node in convolutions
        if '/backbone/' not in node.name or shapes.get(node.input[1], ())[2:] != (1, 1)
    ]
