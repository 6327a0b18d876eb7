"""MMEngine's Runner, which loads what was checked: strictly, and without running code from a file."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from functools import cache
from inspect import signature
from logging import WARNING
from pathlib import Path

from mmengine.config import Config
from mmengine.model import is_model_wrapper
from mmengine.registry import OPTIMIZERS
from mmengine.runner.base_loop import BaseLoop

from aariz_mm.compat import describing_environment
from aariz_mm.engine.checkpoints import (
    allow_plain_checkpoints,
    bare_weights,
    load_fitting_weights,
    load_weights,
    read_checkpoint,
)
from aariz_mm.engine.hooks.checkpoints import STEPS_OF_EPOCH
from aariz_mm.engine.hooks.resuming import VALIDATED_EPOCH
from aariz_mm.launching.compiling import compile_networks
from aariz_mm.launching.enduring_runner import EnduringRunner
from aariz_mm.launching.lengths import schedulers_of, unit_of
from aariz_mm.launching.resuming import check_resumable, finished_text, resolve_resume
from aariz_mm.launching.weights import check_test_weights, check_training_weights
from aariz_mm.processes.ranks import is_first_process

__all__ = ['CheckedRunner', 'build_test_runner', 'build_training_runner']

_NO_LENGTH = 1e-6

_OF_THE_CONFIG = ('total_steps', '_schedule_phases', 'begin', 'end')
"""What a resumed one-cycle schedule takes from the config, so that it ends where the training ends."""


class CheckedRunner(EnduringRunner):
    """MMEngine's Runner for one process or several, with eight more differences.

    - A checkpoint to test or to resume from must fit by every name and shape. One that a new training starts from may
      fit in part, which is logged as a warning; nothing of it is an error.
    - Files are read as data. MMEngine falls back to running their code.
    - ``auto_scale_lr`` scales the highest rate of a one-cycle schedule too, which would undo it.
    - A schedule in iterations that is longer than the training is said in a warning, for only data tell their number.
    - A training without a single batch is an error.
    - So is one with a landmark that no training image has; MMEngine's would train, and find it just anywhere.
    - ``fused``, by which our schedules make AdamW fast, is left out for optimisers that do not know it.
    - ``compile`` compiles the networks, see :func:`compile_networks`; MMEngine compiles the whole step.
    """

    def _log_env(self, env_cfg: dict) -> None:
        with describing_environment():
            super()._log_env(env_cfg)

    def load_checkpoint(self, filename: str, map_location='cpu', strict: bool = False, revise_keys=()) -> dict:
        """Load the weights of a file into the model; addresses are left to MMEngine.

        Args:
            filename: the checkpoint; the other arguments are MMEngine's and not used.
        Errors:
            FileNotFoundError, ValueError: no such file, no plain checkpoint, or one of another model.
        """
        if '://' in str(filename):
            allow_plain_checkpoints()
            return super().load_checkpoint(filename, map_location, strict)
        saved = read_checkpoint(filename)
        model = self.model.module if is_model_wrapper(self.model) else self.model
        if isinstance(self._train_loop, BaseLoop) and not self._resume:
            saved = self._load_what_fits(model, saved, filename)
        else:
            saved = {**saved, 'state_dict': bare_weights(saved, filename)}
            self.call_hook('after_load_checkpoint', checkpoint=saved)
            load_weights(model, saved, filename)
            self.logger.info(f'{filename}: loaded, every name and shape fits')
            if self._resume and isinstance(self._train_loop, BaseLoop):
                self._check_steps(saved, filename)
        self._has_loaded = True
        return _with_lengths_of_the_config(saved)

    def _load_what_fits(self, model, saved: dict, filename: str) -> dict:
        text = load_fitting_weights(model, saved, filename)
        self.logger.log(WARNING, f'load_from {text}')
        loaded = {'meta': saved.get('meta', {}), 'state_dict': model.state_dict()}
        self.call_hook('after_load_checkpoint', checkpoint=loaded)
        return loaded

    def _check_steps(self, saved: Mapping, filename: str) -> None:
        """A schedule in iterations ends with the training only where an epoch has as many as before."""
        epoch, done = (saved.get('meta', {}).get(key) for key in ('epoch', 'iter'))
        begun = _runtime_info(saved).get(STEPS_OF_EPOCH, 0)
        now = len(self._train_loop.dataloader)
        given = self.param_schedulers.values() if isinstance(self.param_schedulers, dict) else [self.param_schedulers]
        in_steps = any(not one.by_epoch for some in given for one in some or ())
        # Where an epoch has begun, its images are counted in batches, whatever the schedule.
        is_other = done - begun != epoch * now if epoch else begun >= now
        if done and (in_steps or begun) and is_other:
            had = f'{(done - begun) / epoch:g}' if epoch else f'more than {begun}'
            raise ValueError(
                f'{filename}: its training had {had} batches an epoch, this one has {now} (another batch '
                'size, other images or another number of processes), so the schedule would not end with the training; '
                'resume with the settings of that training, or start a new one from its weights by load_from'
            )

    def scale_lr(self, optim_wrapper, auto_scale_lr: Mapping | None = None) -> None:
        """As MMEngine, and the highest rate of one-cycle schedules with it."""
        super().scale_lr(optim_wrapper, auto_scale_lr)
        if not auto_scale_lr or not auto_scale_lr.get('enable'):
            return
        loader = self._train_dataloader
        size = loader['batch_size'] if isinstance(loader, Mapping) else loader.batch_size
        factor = size * self.world_size / auto_scale_lr['base_batch_size']
        for scheduler in self.param_schedulers if isinstance(self.param_schedulers, list) else []:
            if isinstance(scheduler, Mapping) and scheduler['type'] == 'OneCycleLR':
                scheduler['eta_max'] *= factor
                self.logger.info(f'The highest rate of the one-cycle schedule is {scheduler["eta_max"]}')

    def build_optim_wrapper(self, optim_wrapper):
        """As MMEngine, without ``fused`` where the optimiser does not know it."""
        if isinstance(optim_wrapper, Mapping):
            _leave_fused_out(optim_wrapper.get('optimizer'))
        return super().build_optim_wrapper(optim_wrapper)

    def build_train_loop(self, loop):
        """As MMEngine.

        Errors:
            ValueError: not one batch of training images, which MMEngine would take for a training without steps; or a
                landmark that no image has.
        """
        built = super().build_train_loop(loop)
        if len(built.dataloader) == 0:
            raise ValueError(
                f'{len(built.dataloader.dataset)} training images make no batch of {built.dataloader.batch_size} '
                '(drop_last); set train_dataloader.batch_size to at most their number'
            )
        check = getattr(built.dataloader.dataset, 'check_for_training', None)
        if check is not None:
            check()
        return built

    def _maybe_compile(self, target: str) -> None:
        """Compile the networks once, whatever they are used for."""
        model = self.model.module if is_model_wrapper(self.model) else self.model
        if not getattr(self, '_is_compiled', False):
            self._is_compiled = True
            compiled = compile_networks(model, self.cfg.get('compile'))
            if compiled:
                self.logger.info(f'torch compiles {", ".join(compiled)}: the first steps take minutes')

    def build_param_scheduler(self, scheduler):
        """As MMEngine, after a warning of schedules in iterations that the training is too short for."""
        for path, given in schedulers_of({'param_scheduler': scheduler}):
            end = given.get('end') or 0
            if unit_of(given) == 'max_iters' and self.max_iters < end < float('inf'):
                self.logger.warning(
                    f'{path} lasts until iteration {end}, but this training has {self.max_iters}: the rate does not '
                    f'come to its end; set {path}.end'
                )
            _part_phases(given, self.max_epochs and self.max_iters / self.max_epochs)
        return super().build_param_scheduler(scheduler)


def _leave_fused_out(optimizer) -> None:
    kind = optimizer.get('type') if isinstance(optimizer, Mapping) else None
    kind = OPTIMIZERS.get(kind) if isinstance(kind, str) else kind
    if kind is not None and 'fused' in optimizer and 'fused' not in signature(kind).parameters:
        optimizer.pop('fused')


def _part_phases(scheduler: Mapping, steps_per_epoch: float) -> None:
    """Keep the first phase of a one-cycle schedule from having no length, by which torch would divide."""
    if scheduler.get('type') != 'OneCycleLR' or not isinstance(scheduler.get('total_steps'), int):
        return
    steps = scheduler['total_steps'] * (steps_per_epoch if scheduler.get('convert_to_iter_based') else 1)
    if steps and abs(scheduler.get('pct_start', 0.3) * steps - 1) < _NO_LENGTH:
        scheduler['pct_start'] = (1 + 2 * _NO_LENGTH) / steps


def _with_lengths_of_the_config(saved: dict) -> dict:
    schedulers = saved.get('param_schedulers')
    if not isinstance(schedulers, list):
        return saved
    kept = [
        {key: value for key, value in state.items() if '_schedule_phases' not in state or key not in _OF_THE_CONFIG}
        for state in schedulers
    ]
    return {**saved, 'param_schedulers': kept}


def _runtime_info(saved: Mapping) -> Mapping:
    hub = saved.get('message_hub')
    return hub.get('runtime_info', {}) if isinstance(hub, Mapping) else {}


def build_test_runner(config: Config) -> CheckedRunner:
    """The Runner of a config for testing, once its checkpoints are checked.

    Early stopping is left out of the config's hooks: it would read the training data before the test.

    Errors: those of :func:`~aariz_mm.launching.weights.check_test_weights`.
    """
    _exempt_imports()
    check_test_weights(config)
    hooks = config.get('custom_hooks') or []
    config.custom_hooks = [hook for hook in hooks if 'EarlyStopping' not in str(hook.get('type'))]
    return CheckedRunner.from_cfg(config)


def build_training_runner(config: Config, skip_finished: bool = True) -> CheckedRunner | None:
    """The Runner of a config for training, once the checkpoint that it starts from is found and checked.

    Args:
        config: its ``load_from`` becomes the checkpoint that is resumed from.
        skip_finished: give None for a training that has nothing left to do, after a line that says so.
    Errors:
        FileNotFoundError, ValueError: the checkpoint is not there, can't be resumed or is of another model.
    """
    _exempt_imports()
    resolve_resume(config)
    start, saved = config.get('load_from'), None
    if config.get('resume') and start and Path(start).is_file():
        saved = read_checkpoint(start)
        check_resumable(config, saved, start)
    check_training_weights(config, saved)
    finished = None if saved is None else finished_text(config, saved, start)
    if finished is not None and is_first_process():
        print(finished)
    return None if finished and skip_finished and not _validates_late(config, saved) else CheckedRunner.from_cfg(config)


@cache
def _exempt_imports() -> None:
    """Leave what imports made out of the search for garbage: 0.2 s a time, and memory that workers would copy.

    Once, before there is a Runner: what is exempt is never found to be garbage.
    """
    gc.collect()
    gc.freeze()


def _validates_late(config: Config, saved: Mapping) -> bool:
    """Whether a score is due that the last checkpoint lacks."""
    is_on = config.get('val_cfg') is not None and config.get('val_dataloader') is not None
    epoch = saved['meta']['epoch']
    return is_on and _runtime_info(saved).get(VALIDATED_EPOCH, epoch) < epoch
