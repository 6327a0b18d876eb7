"""``init_cfg=dict(type='Pretrained', checkpoint=...)`` that notices when the weights do not fit."""

from __future__ import annotations

from collections.abc import Mapping

from mmengine.logging import print_log
from mmengine.model.weight_init import PretrainedInit
from mmengine.runner.checkpoint import CheckpointLoader
from mmpose.registry import WEIGHT_INITIALIZERS
from torch import Tensor, nn

from .checkpoint_schemes import SCHEMES, register_schemes

__all__ = ['Pretrained', 'load_all_parameters']

register_schemes()


@WEIGHT_INITIALIZERS.register_module(name='Pretrained')
class Pretrained(PretrainedInit):
    """MMEngine's ``Pretrained``, strict for ``timm://NAME`` and ``package://PACKAGE/FILE``.

    Every parameter of the module must be found in the file with its shape; what the file holds beyond that (a
    classifier) is left out and counted in the log. Parameter names may differ in ``.`` against ``_``, as timm's
    feature extractors rename stages. Other checkpoint locations behave as in MMEngine.

    Errors:
        ValueError: a parameter is missing from the file or has another shape, or timm does not know the name.
        FileNotFoundError: the package or the file is not there.
    """

    def __call__(self, module: nn.Module) -> None:
        """Load into ``module``, or into its ``timm_model`` where it is MMPretrain's wrapper of timm."""
        if not self.checkpoint.startswith(tuple(SCHEMES)):
            super().__call__(module)
            return
        source = CheckpointLoader.load_checkpoint(self.checkpoint, self.map_location, logger='silent')
        prefix = self.prefix or ''
        chosen = {key.removeprefix(prefix): value for key, value in source.items() if key.startswith(prefix)}
        if source and not chosen:
            raise ValueError(f'{self.checkpoint}: no name starts with prefix={prefix!r}; it has {list(source)[:3]} …')
        if chosen:
            unused = load_all_parameters(getattr(module, 'timm_model', module), chosen, self.checkpoint)
            print_log(f'{self.checkpoint}: loaded, {unused} tensors of the file not needed', logger='current')


def load_all_parameters(module: nn.Module, source: Mapping[str, Tensor], name: str) -> int:
    """Copy into ``module`` a tensor for each of its parameters and buffers.

    Args:
        source: name -> tensor; names may use ``_`` where the module has ``.`` and the reverse.
        name: what errors call the source.
    Returns:
        How many tensors of ``source`` were not needed.
    Errors:
        ValueError: a tensor is missing or has another shape.
    """
    found = {key.replace('.', '_'): value for key, value in source.items()}
    target = module.state_dict()
    wanted = {key: found.get(key.replace('.', '_')) for key in target}
    missing = [key for key, value in wanted.items() if value is None and not key.endswith('num_batches_tracked')]
    misfits = [
        f'{key} {tuple(value.shape)} for {tuple(target[key].shape)}'
        for key, value in wanted.items()
        if value is not None and value.shape != target[key].shape
    ]
    if missing or misfits:
        raise ValueError(
            f'{name} does not fit {type(module).__name__}: {len(missing)} of {len(target)} parameters missing '
            f'{missing[:3]}, {len(misfits)} of another shape {misfits[:3]}; name the weights of this very model'
        )
    module.load_state_dict({key: value for key, value in wanted.items() if value is not None}, strict=False)
    return len(source) - sum(value is not None for value in wanted.values())
