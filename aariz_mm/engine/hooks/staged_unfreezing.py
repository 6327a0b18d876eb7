"""Training in two stages: with some modules frozen, then with all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mmengine.hooks import Hook
from mmengine.model import is_model_wrapper
from mmengine.runner import IterBasedTrainLoop
from mmpose.registry import HOOKS
from torch import nn
from torch.nn.parallel import DistributedDataParallel

__all__ = ['StagedUnfreezingHook', 'find_modules', 'freeze_parameters']

_RATES = ('lr', 'initial_lr', 'max_lr', 'min_lr')
"""What a parameter group holds of its rate: the present one, and those that schedulers set it from."""


@HOOKS.register_module()
class StagedUnfreezingHook(Hook):
    """Keeps modules frozen for the first epochs, then unfreezes them and scales the learning rates, once.

    Frozen means: no gradient, so that the optimiser skips the parameters, weight decay included; and evaluation
    mode, so that batch norms keep their statistics. The optimiser holds all parameters from the start, and its groups
    stay as they are. The checkpoint notes that the rates are scaled: a resumed run does it neither twice nor never.

    Args:
        modules: dotted names of modules of the model; each stands for all beneath it.
        frozen_epochs: number of epochs, counted from the start of the training, that they stay frozen.
        lr_factor: what the rates of all groups are multiplied by afterwards. Schedulers go on from there, those that
            multiply the present rate and those that set it from its first value or from a given maximum.
    Errors:
        ValueError: no modules, a number of epochs below 1 or a factor that is not positive; while training, a module
            that the model does not have, a loop that counts no epochs, or several processes without
            ``find_unused_parameters``.
    """

    def __init__(self, modules: Sequence[str], frozen_epochs: int, lr_factor: float = 0.1):
        if isinstance(modules, str) or not modules:
            raise ValueError(f"StagedUnfreezingHook: modules {modules!r}, expected names such as ['backbone']")
        if frozen_epochs < 1 or not lr_factor > 0:
            raise ValueError(
                f'StagedUnfreezingHook: frozen_epochs {frozen_epochs} and lr_factor {lr_factor}, expected at least 1 '
                'and a positive number'
            )
        self.modules, self.frozen_epochs, self.lr_factor = tuple(modules), frozen_epochs, lr_factor
        self._scaled_key = f'learning_rates_scaled_for/{",".join(self.modules)}'
        self._frozen: list[nn.Module] = []
        self._held: list[nn.Parameter] = []

    def before_train(self, runner) -> None:
        """Check what the runner brings along."""
        if isinstance(runner.train_loop, IterBasedTrainLoop):
            raise ValueError('StagedUnfreezingHook counts epochs; use EpochBasedTrainLoop')
        model = runner.model
        if isinstance(model, DistributedDataParallel) and not model.find_unused_parameters:
            raise ValueError(
                'StagedUnfreezingHook: with several processes, frozen parameters stop the exchange of gradients; set '
                'find_unused_parameters = True in the config'
            )
        self._frozen = find_modules(model.module if is_model_wrapper(model) else model, self.modules)

    def before_train_epoch(self, runner) -> None:
        """Freeze; or unfreeze and, where no run has done so before, scale the rates."""
        if runner.epoch < self.frozen_epochs:
            self._held += freeze_parameters(self._frozen)
            return
        for parameter in self._held:
            parameter.requires_grad_(True)
        self._frozen, self._held = [], []
        if not runner.message_hub.get_info(self._scaled_key, False):
            _scale_learning_rates(runner.optim_wrapper, runner.param_schedulers, self.lr_factor)
            runner.message_hub.update_info(self._scaled_key, True)
            runner.logger.info(f'{", ".join(self.modules)}: unfrozen, learning rates x {self.lr_factor}')

    def before_train_iter(self, runner, batch_idx: int, data_batch=None) -> None:
        """Put what is frozen into evaluation mode again, which the loop ends at every epoch."""
        for module in self._frozen:
            module.eval()


def find_modules(model: nn.Module, names: Iterable[str]) -> list[nn.Module]:
    """Modules of a model by their dotted names.

    Errors:
        ValueError: the model has no such module.
    """
    known = dict(model.named_modules())
    unknown = [name for name in names if name not in known or not name]
    if unknown:
        top = [name for name, _ in model.named_children()]
        raise ValueError(f'{type(model).__name__} has no modules {unknown}; it has {top} and what is beneath them')
    return [known[name] for name in names]


def freeze_parameters(modules: Iterable[nn.Module]) -> list[nn.Parameter]:
    """Take the gradients from modules and let them have none.

    Returns:
        The parameters that were trainable until now.
    """
    trainable = [value for module in modules for value in module.parameters() if value.requires_grad]
    for parameter in trainable:
        parameter.requires_grad_(False)
        parameter.grad = None  # a gradient of 0 would still let momentum and weight decay move it
    return trainable


def _scale_learning_rates(optim_wrapper, schedulers: Iterable | None, factor: float) -> None:
    """Multiply the rates of every parameter group, and those that schedulers go back to.

    Args:
        optim_wrapper: MMEngine's wrapper of an optimiser, or an optimiser; its groups are changed in place.
        schedulers: MMEngine's schedulers of it, changed in place; those of other values than the rate are left alone.
    """
    for group in optim_wrapper.param_groups:
        group.update({key: group[key] * factor for key in _RATES if key in group})
    for scheduler in schedulers or ():
        if scheduler.param_name == 'lr' and hasattr(scheduler, 'base_values'):
            scheduler.base_values = [value * factor for value in scheduler.base_values]
