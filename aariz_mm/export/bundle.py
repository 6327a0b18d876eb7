"""A trained model written as a bundle, and compared with itself before it is kept."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
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
from aariz_mm.files import file_sha256, load_json, write_file
from aariz_mm.inference.predictor import TrainedModel
from aariz_mm.launching.configs import is_ensemble
from aariz_mm.reading.bundle import KEY, Bundle, BundleInfo, info_as_json
from aariz_mm.uncertainty.calibration import parse_calibration

from .graph import CropStageGraph
from .graphs import build_graph, names_of_outputs

__all__ = ['LARGEST_DIFFERENCE_PX', 'compare_with_model', 'describe_bundle', 'export_bundle', 'render_graph']

LARGEST_DIFFERENCE_PX = 0.01
"""Network-input pixels, between the bundle and the model that it was made from, of all coordinates but one in twenty:
where a crop's place is rounded the other way by the last digit, its landmark is found from another pixel on."""
_SHARE = 95
_OPSET = 18
_LARGEST_DIFFERENCE_OF_STAGES = 1e-4


def export_bundle(
    config: Config | str | Path,
    checkpoint: str | Path,
    out: str | Path,
    licence: str = '',
    calibration: str | Path | None = None,
) -> tuple[Path, float]:
    """Write a trained model as one ``.onnx`` file.

    Args:
        config: config, or the path of one, of a single model. checkpoint: file written by training.
        out: the file; an earlier bundle is replaced, nothing else. licence: of the weights, by their data.
        calibration: file of ``aariz-mm calibrate``; None leaves the bundle without.
    Returns:
        The path, and the difference from the model on test pictures, see :func:`compare_with_model`.
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
    if calibration is not None:
        content = load_json(Path(calibration), 'make it with aariz-mm calibrate')
        parse_calibration(content, info.symbols, str(calibration))
        info = replace(info, calibration=content)
    content = render_graph(graph, info)
    with TemporaryDirectory() as folder:
        bundle = Bundle(write_file(Path(folder) / 'new.onnx', content), threads=1)
        difference = compare_with_model(bundle, graph)
    most = LARGEST_DIFFERENCE_PX if info.kind == 'landmarks' else _LARGEST_DIFFERENCE_OF_STAGES
    if not difference <= most:
        raise ValueError(
            f'{out}: not written, for the bundle differs from the model by {difference:.3g}, at most {most}'
        )
    return write_file(out, content), difference


def describe_bundle(model: TrainedModel, graph: nn.Module, checkpoint: str | Path, licence: str = '') -> BundleInfo:
    """What a bundle says of itself.

    Errors:
        ValueError: the test pipeline brings pictures to the network in a way that a bundle does not know.
    """
    steps = {step['type']: step for step in model.config.test_dataloader.dataset.pipeline}
    is_crop = isinstance(graph, CropStageGraph)
    reading = _crop_steps(steps) if is_crop else _radiograph_steps(steps)
    saved = read_checkpoint(checkpoint)
    head = model.model.head
    decision = getattr(head, 'decision', None) or getattr(getattr(head, 'cvm_head', None), 'decision', 'median')
    return BundleInfo(
        kind='crop_stage' if is_crop else 'landmarks',
        outputs=names_of_outputs(graph),
        symbols=() if is_crop else model.symbols,
        decision=decision,
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
    return model.SerializeToString(deterministic=True)


def compare_with_model(bundle: Bundle, graph: nn.Module, pictures: np.ndarray | None = None) -> float:
    """Difference of a bundle from the graph in torch.

    Args:
        pictures: (B, h, w) uint8; three phantoms by default, one by one and together.
    Returns:
        Input pixels that 95 % of the coordinates do not exceed; of crops the largest difference of a probability.
    """
    pictures = _phantoms(bundle.info.input_size) if pictures is None else pictures
    with torch.no_grad():
        expected = graph(torch.from_numpy(pictures))
    expected = expected if isinstance(expected, tuple) else (expected,)
    wanted = dict(zip(bundle.info.outputs, expected, strict=True))
    key = bundle.info.outputs[0]
    alone = np.concatenate([bundle.run(picture[None])[key] for picture in pictures])
    share = _SHARE if key == 'points' else 100
    differences = [np.abs(found - wanted[key].numpy()) for found in (alone, bundle.run(pictures)[key])]
    return float(max(np.percentile(one, share) for one in differences))


def _phantoms(input_size: Sequence[int]) -> np.ndarray:
    from aariz_mm.phantom import draw_indexed_phantom
    from aariz_mm.reading.picture import picture_to_input

    images = [draw_indexed_phantom(0, 'test', index, (450, 550)).image for index in range(3)]
    return np.stack([picture_to_input(image, None, input_size)[0] for image in images])


def _radiograph_steps(steps: Mapping[str, Mapping]) -> dict[str, Any]:
    known = {'LoadCephalogram', 'GetBBoxCenterScale', 'CephalogramAffine', 'PackCephalogram'}
    _check_steps(steps, known)
    if steps['GetBBoxCenterScale'].get('padding') != 1.0 or steps['CephalogramAffine'].get('use_udp'):
        raise ValueError('a bundle knows neither padding about the whole radiograph nor the frames of UDP; drop them')
    fit_size = steps['LoadCephalogram'].get('fit_size')
    return dict(input_size=tuple(steps['CephalogramAffine']['input_size']), fit_size=fit_size and tuple(fit_size))


def _crop_steps(steps: Mapping[str, Mapping]) -> dict[str, Any]:
    _check_steps(steps, {'LoadCephalogram', 'StretchGrey', 'CVMCropAffine', 'mmpretrain.PackInputs'})
    fit_size, stretch = steps['LoadCephalogram'].get('fit_size'), steps['StretchGrey']
    if fit_size is None or fit_size[0] != fit_size[1]:
        raise ValueError(f'LoadCephalogram.fit_size={fit_size}: a bundle of crops needs that of a square')
    return dict(
        input_size=tuple(steps['CVMCropAffine']['input_size']), fit_size=tuple(fit_size),
        percentiles=(stretch.get('low', 1.0), stretch.get('high', 99.0)),
    )  # fmt: skip


def _check_steps(steps: Mapping[str, Mapping], known: set[str]) -> None:
    if set(steps) != known:
        raise ValueError(f'test pipeline of {sorted(steps)}: a bundle knows that of {sorted(known)} alone')


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
