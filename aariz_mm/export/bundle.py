"""A trained model written as a bundle, and compared with itself before it is kept."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from mmengine.config import Config
from torch import nn

import aariz_mm
from aariz_mm.engine.checkpoints import read_checkpoint
from aariz_mm.extras import require
from aariz_mm.files import check_file, file_sha256, load_json, write_file
from aariz_mm.inference.predictor import TrainedModel
from aariz_mm.launching.configs import is_ensemble
from aariz_mm.launching.test_description import SCORES_FORMAT
from aariz_mm.reading.bundle import KEY, Bundle, BundleInfo, info_as_json

from .comparison import Comparison, compare_with_model, largest_difference, relative_speed
from .compression import PRECISIONS, halve_weights, quantize_convolutions
from .graph import CropStageGraph
from .graphs import build_graph, names_of_outputs
from .shapes import fix_shapes
from .steps import crop_steps, radiograph_steps, test_steps

__all__ = ['describe_bundle', 'export_bundle', 'render_graph']

_OPSET = 18
_TEST = 'test the checkpoint by tools/test.py --out'


def export_bundle(
    config: Config | str | Path,
    checkpoint: str | Path,
    out: str | Path,
    licence: str = '',
    precision: str = 'float32',
    pictures: np.ndarray | None = None,
    scores: str | Path | None = None,
) -> tuple[Path, Comparison]:
    """Write a trained model as one ``.onnx`` file.

    Args:
        config: config, or the path of one, of a single model. checkpoint: file written by training.
        out: the file; an earlier bundle is replaced, nothing else. licence: of the weights, by their data.
        precision: one of :data:`~aariz_mm.export.compression.PRECISIONS`.
        pictures: (B, h, w) uint8 as the network sees radiographs, on which ``int8`` finds its ranges and the bundle is
            compared; None takes three phantoms, for another precision.
        scores: JSON file that ``tools/test.py --out`` wrote of this checkpoint.
    Returns:
        The path, and how the bundle compares with the model.
    Errors:
        FileNotFoundError, ValueError: as :class:`~aariz_mm.inference.predictor.TrainedModel`; a model or a pipeline
            that a bundle can't represent; a file that is no bundle; or a bundle that does not do what the model does.
    """
    out = _check_out(out)
    require('onnx', 'onnxruntime')
    model = TrainedModel(config, checkpoint, 'cpu')
    if is_ensemble(model.config, [checkpoint]):
        raise ValueError('an ensemble is read by a list of bundles; export each of its members')
    graph = build_graph(model.model)
    info = describe_bundle(model, graph, checkpoint, licence)
    info = info if scores is None else replace(info, scores=_read_scores(scores))
    plain = render_graph(graph, info)
    content = _compress(plain, precision, pictures)
    with TemporaryDirectory() as folder:
        bundle = Bundle(write_file(Path(folder) / 'new.onnx', content), threads=1)
        difference, speed = compare_with_model(bundle, graph, pictures), 1.0
        if content is not plain:
            whole = Bundle(write_file(Path(folder) / 'plain.onnx', plain), threads=1)
            speed = relative_speed(bundle, whole, pictures)
    most = largest_difference(info.kind, precision)
    if not difference <= most:
        raise ValueError(
            f'{out}: not written, for the bundle differs from the model by {difference:.3g}, at most {most} in '
            f'{precision}'
        )
    return write_file(out, content), Comparison(difference, len(content) / len(plain), speed)


def _compress(content: bytes, precision: str, pictures: np.ndarray | None) -> bytes:
    if precision == 'float32':
        return content
    if precision == 'float16':
        return halve_weights(content)
    if precision != 'int8':
        raise ValueError(f'precision {precision!r}: expected one of {list(PRECISIONS)}')
    if pictures is None:
        raise ValueError('int8 finds its ranges on radiographs: name a folder of some dozens of the training split')
    return halve_weights(quantize_convolutions(content, pictures))


def describe_bundle(model: TrainedModel, graph: nn.Module, checkpoint: str | Path, licence: str = '') -> BundleInfo:
    """What a bundle says of itself.

    Errors:
        ValueError: the test pipeline brings pictures to the network in a way that a bundle does not know.
    """
    steps = test_steps(model.config)
    is_crop = isinstance(graph, CropStageGraph)
    reading = crop_steps(steps) if is_crop else radiograph_steps(steps)
    saved = read_checkpoint(checkpoint)
    head = model.model.head
    decision = _of_stage_head(head, 'decision', 'median')
    return BundleInfo(
        kind='crop_stage' if is_crop else 'landmarks',
        outputs=names_of_outputs(graph),
        symbols=() if is_crop else model.symbols,
        decision=decision,
        temperature=float(_of_stage_head(head, 'temperature', 1.0)),
        config=Path(model.config.filename or '').stem,
        checkpoint_sha256=file_sha256(checkpoint),
        trained_on=_protocol(saved),
        licence=licence,
        versions=dict(aariz_mm=aariz_mm.__version__, torch=str(torch.__version__)),
        **reading,
    )


def render_graph(graph: nn.Module, info: BundleInfo) -> bytes:
    """The graph as the bytes of a bundle; pictures come in batches of any number."""
    import onnx

    width, height = info.input_size
    pictures = torch.zeros((2, height, width), dtype=torch.uint8)
    names, stream = list(info.outputs), io.BytesIO()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter('ignore')  # of tracing and of the exporter; what comes out is compared with the model
        torch.onnx.export(
            graph, (pictures,), stream, input_names=['image'], output_names=names, opset_version=_OPSET, dynamo=False,
            dynamic_axes={name: {0: 'batch'} for name in ('image', *names)},
        )  # fmt: skip
    model = onnx.load_from_string(stream.getvalue())
    onnx.helper.set_model_props(model, {KEY: info_as_json(info)})
    return fix_shapes(model.SerializeToString(deterministic=True))


def _read_scores(path: str | Path) -> dict[str, Any]:
    """Scores of the whole split, without those of each landmark, device and human reader."""
    scores = load_json(check_file(path, 'scores', _TEST), _TEST)
    if not isinstance(scores, dict) or scores.get('format') != SCORES_FORMAT:
        raise ValueError(f'{path}: no scores; expected the JSON file that tools/test.py --out wrote')
    plain = (str, int, float, list, type(None))
    return {key: value for key, value in scores.items() if not set('/@') & set(key) and isinstance(value, plain)}


def _of_stage_head(head: nn.Module, name: str, default: Any) -> Any:
    """A setting of a CVM head, alone or within a joint head; the default without one."""
    return getattr(head, name, getattr(getattr(head, 'cvm_head', None), name, default))


def _protocol(saved: Mapping) -> dict[str, Any]:
    protocol = saved.get('meta', {}).get('dataset_meta', {}).get('protocol') or {}
    return {key: value for key, value in protocol.items() if isinstance(value, str | int | float | list | None)}


def _check_out(out: str | Path) -> Path:
    out = Path(out)
    if out.suffix.lower() != '.onnx':
        raise ValueError(f'--out {out}: expected a name that ends in .onnx')
    if out.exists():
        try:
            Bundle(out, threads=1)
        except ValueError as error:
            raise ValueError(f'{out} is no bundle and would be lost; give another --out') from error
    return out
