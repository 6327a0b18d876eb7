"""What the scores of a test were made with: protocol, config, checkpoints, software."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

import mmengine
import mmpose
import torch

import aariz_mm
from aariz_mm.engine.checkpoints import split_name
from aariz_mm.files import check_replaceable, file_sha256

__all__ = ['SCORES_FORMAT', 'check_scores_path', 'describe_test']

SCORES_FORMAT = 'aariz_mm scores'


def describe_test(
    scores: Mapping, config_path: str, checkpoints: Sequence[str], seed: int | None, protocol: Mapping
) -> dict:
    """The scores with what they were made with, all flat.

    Keys: ``format``, ``config``, ``config_name``, ``checkpoint``, ``checkpoint_sha256`` (the first 16 hexadecimal
    digits), ``seed`` of the runner, ``version_*`` of the software, and ``protocol_*``, what the dataset states. Where
    several checkpoints were given, theirs are lists.
    """
    hashes = [file_sha256(split_name(checkpoint)[1])[:16] for checkpoint in checkpoints]
    single = len(checkpoints) == 1
    return {
        'format': SCORES_FORMAT,
        **scores,
        'config': config_path,
        'config_name': Path(config_path).stem,
        'checkpoint': checkpoints[0] if single else list(checkpoints),
        'checkpoint_sha256': hashes[0] if single else hashes,
        'seed': seed,
        **{f'version_{name}': version for name, version in _versions().items()},
        **{f'protocol_{key}': value for key, value in protocol.items()},
    }


def check_scores_path(path: str | Path) -> Path:
    """Check that writing scores to ``path`` replaces nothing but earlier scores. Call it before a test.

    Errors:
        ValueError: another file is there.
    """
    return check_replaceable(
        path, [f'"{SCORES_FORMAT}"', '"MRE_mm"', '"CVM_qwk"'], 'file of scores', 'give another --out'
    )


def _versions() -> dict[str, str]:
    return dict(
        aariz_mm=aariz_mm.__version__,
        mmpose=mmpose.__version__,
        mmengine=mmengine.__version__,
        torch=str(torch.__version__),
        python=platform.python_version(),
    )
