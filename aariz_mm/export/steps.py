"""How the test pipeline of a config brings pictures to its network, as far as a bundle knows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mmengine.config import Config

__all__ = ['crop_steps', 'radiograph_steps', 'test_steps']


def test_steps(config: Config | str | Path) -> dict[str, Mapping]:
    """Steps of the test pipeline by their type."""
    config = config if isinstance(config, Config) else Config.fromfile(str(config))
    return {step['type']: step for step in config.test_dataloader.dataset.pipeline}


def radiograph_steps(steps: Mapping[str, Mapping]) -> dict[str, Any]:
    """How a whole radiograph is brought to the network: ``input_size`` and ``fit_size``.

    Errors:
        ValueError: by steps or settings that a bundle does not know.
    """
    known = {'LoadCephalogram', 'GetBBoxCenterScale', 'CephalogramAffine', 'PackCephalogram'}
    _check_steps(steps, known)
    if steps['GetBBoxCenterScale'].get('padding') != 1.0 or steps['CephalogramAffine'].get('use_udp'):
        raise ValueError('a bundle knows neither padding about the whole radiograph nor the frames of UDP; drop them')
    fit_size = steps['LoadCephalogram'].get('fit_size')
    return dict(input_size=tuple(steps['CephalogramAffine']['input_size']), fit_size=fit_size and tuple(fit_size))


def crop_steps(steps: Mapping[str, Mapping]) -> dict[str, Any]:
    """How a crop of C2 to C4 is brought to the network: the same and ``percentiles``.

    Errors:
        ValueError: by steps or settings that a bundle does not know.
    """
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
