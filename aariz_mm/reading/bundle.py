"""A bundle: one ``.onnx`` file with a network, its decoding and all that is needed to read with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.files import check_file, file_sha256
from aariz_mm.landmarks import SYMBOLS

from .network_session import open_session, run_session
from .stages import DECISIONS
from .timing import timed

__all__ = ['FORMAT', 'KEY', 'OUTPUTS', 'Bundle', 'BundleInfo', 'info_as_json', 'parse_info']

FORMAT, KEY = 1, 'aariz_mm'
"""Version of the metadata, and their name in the file."""
_CURE = 'take one that tools/export.py wrote'
_KINDS = ('landmarks', 'crop_stage')
_LARGEST_SIDE = 8192
OUTPUTS = ('points', 'scores', 'spread', 'errors', 'stage')
"""What networks of bundles give, of which one gives some.

``points`` (B, K, 2), network-input pixels; ``scores`` (B, K); ``spread`` (B, K, 3), variances along x and y and
covariance of the maps, input pixels squared; ``errors`` (B, K), how far off the landmarks may be by the width of their
maps, input pixels; ``stage`` (B, 6), probabilities. ``scores`` are the probability inside the decoding window, of which
readers make others where they know expected errors.
"""


@dataclass(frozen=True)
class BundleInfo:
    """What a bundle says of itself.

    kind: 'landmarks', of whole radiographs, or 'crop_stage', of C2-C4 crops. outputs: of the graph, in its order.
    input_size: (w, h) of the picture that it takes. fit_size: (w, h) into which a radiograph is reduced first; for
    crops the side that is cut. percentiles: of crops, that become black and white. symbols: K landmarks. decision: how
    a stage follows from the probabilities. scores: what ``tools/test.py --out`` wrote. calibration: what was
    learnt of its errors, see :func:`~aariz_mm.uncertainty.calibration.calibration_as_json`. temperature: of the
    probabilities of stages, once the stage is decided. The rest says where it comes from.
    """

    kind: str
    outputs: tuple[str, ...]
    input_size: tuple[int, int]
    fit_size: tuple[int, int] | None
    symbols: tuple[str, ...] = ()
    percentiles: tuple[float, float] | None = None
    decision: str = 'median'
    config: str = ''
    checkpoint_sha256: str = ''
    trained_on: Mapping[str, Any] | None = None
    licence: str = ''
    scores: Mapping[str, Any] | None = None
    versions: Mapping[str, str] | None = None
    calibration: Mapping[str, Any] | None = None
    temperature: float = 1.0
    format: int = FORMAT


class Bundle:
    """A bundle, loaded once.

    Args:
        path: of the .onnx file. threads: of the CPU; None takes all.
    Errors:
        FileNotFoundError, ValueError: no such file, no bundle, or one of a later version.
        ImportError: ONNX Runtime is not installed.
    """

    def __init__(self, path: str | Path, threads: int | None = None):
        self.path = check_file(path, 'bundle', _CURE)
        self._session = open_session(self.path, threads, _CURE)
        found = self._session.get_modelmeta().custom_metadata_map
        if KEY not in found:
            raise ValueError(f'{path}: an ONNX model, but no bundle of aariz_mm; {_CURE}')
        self.info = parse_info(found[KEY], str(path))
        self._check_graph()

    @property
    def models(self) -> tuple[str, ...]:
        """SHA-256 of the checkpoint that it was made of, by which a site's profile knows its model."""
        return (self.info.checkpoint_sha256,)

    @property
    def files(self) -> tuple[str, ...]:
        """SHA-256 of its file, as results state it."""
        return (file_sha256(self.path),)

    def run(self, pictures: np.ndarray) -> dict[str, np.ndarray]:
        """Outputs by name for pictures (B, h, w) uint8; see :data:`OUTPUTS`."""
        width, height = self.info.input_size
        if pictures.dtype != np.uint8 or pictures.shape[1:] != (height, width):
            raise ValueError(f'pictures {pictures.shape} {pictures.dtype}, expected (B, {height}, {width}) uint8')
        with timed('network'):
            found = run_session(self._session, self.path, self.info.outputs, pictures)
        named = dict(zip(self.info.outputs, found, strict=True))
        for name, values in named.items():
            expected = (len(pictures), *self._shape_of(name))
            if values.shape != expected:
                raise ValueError(f'{self.path}: its network gives {name} of shape {values.shape}, expected {expected}')
        return named

    def _shape_of(self, output: str) -> tuple[int, ...]:
        """Of an output, for one picture."""
        symbols = len(self.info.symbols)
        return dict(points=(symbols, 2), spread=(symbols, 3), stage=(6,)).get(output, (symbols,))

    def _check_graph(self) -> None:
        """Check that the graph takes and gives what the metadata say."""
        inputs, outputs = self._session.get_inputs(), [one.name for one in self._session.get_outputs()]
        taken = [(one.name, one.type, tuple(one.shape[1:])) for one in inputs]
        width, height = self.info.input_size
        expected = [('image', 'tensor(uint8)', (height, width))]
        if taken != expected or not set(self.info.outputs) <= set(outputs):
            raise ValueError(
                f'{self.path}: its network takes {taken} and gives {outputs}, by its metadata {expected} and '
                f'{list(self.info.outputs)}; {_CURE}'
            )


def info_as_json(info: BundleInfo) -> str:
    """The metadata as text."""
    return json.dumps(asdict(info), ensure_ascii=False, sort_keys=True)


def parse_info(text: str, name: str) -> BundleInfo:
    """Metadata from text.

    Args:
        name: of the bundle, for errors.
    Errors:
        ValueError: not of a bundle, or of a later version.
    """
    try:
        content = json.loads(text)
        version = content['format']
        if version == FORMAT:
            known = {field.name for field in fields(BundleInfo)}
            values = {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}
            info = BundleInfo(**{key: value for key, value in values.items() if key in known})
            _check_info(info)
            return info
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(f'{name}: its metadata are not those of a bundle ({error}); {_CURE}') from error
    raise ValueError(f'{name}: bundle of version {version}, expected {FORMAT}; renew aariz_mm, or export it again')


def _check_info(info: BundleInfo) -> None:
    sizes = [info.input_size, *([info.fit_size] if info.fit_size else [])]
    if info.kind not in _KINDS or not all(_is_size(size) for size in sizes):
        raise ValueError(f'kind {info.kind!r} and sizes {sizes}')
    if isinstance(info.temperature, bool) or not (isinstance(info.temperature, int | float) and info.temperature > 0):
        raise ValueError(f'temperature {info.temperature!r}')
    if (info.kind == 'landmarks') != bool(info.symbols) or not set(info.symbols) <= set(SYMBOLS):
        raise ValueError(f'symbols {info.symbols} of kind {info.kind!r}')
    if len(set(info.symbols)) < len(info.symbols):
        raise ValueError(f'a symbol twice in {info.symbols}')
    if not info.outputs or len(set(info.outputs)) < len(info.outputs) or not set(info.outputs) <= set(OUTPUTS):
        raise ValueError(f'outputs {info.outputs}, expected some of {OUTPUTS}')
    if info.decision not in DECISIONS:
        raise ValueError(f'decision {info.decision!r}')
    if info.percentiles is not None:
        low, high = info.percentiles
        if not 0 <= low < high <= 100:
            raise ValueError(f'percentiles {info.percentiles}')


def _is_size(size: object) -> bool:
    """Width and height that a network can have: whole pixels, and not so many that a lie fills the memory."""
    pair = isinstance(size, tuple) and len(size) == 2
    return pair and all(type(side) is int and 0 < side <= _LARGEST_SIDE for side in size)
