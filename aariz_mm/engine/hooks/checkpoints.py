"""Checkpoints of which the last and the best are whole at any moment, however a training ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mmengine.dist import is_main_process
from mmengine.hooks import CheckpointHook
from mmpose.registry import HOOKS

from aariz_mm.engine.whole_files import BACKEND, WholeFileBackend
from aariz_mm.files import write_file

__all__ = ['STEPS_OF_EPOCH', 'WholeCheckpointHook']

STEPS_OF_EPOCH = 'steps_of_epoch'
"""Where the message hub keeps how many steps of an unfinished epoch a checkpoint has."""
_OUTDATED = 'outdated_checkpoints'
_PARTS = ('.epoch_*.part', '.iter_*.part', '.best_*.part')


@HOOKS.register_module()
class WholeCheckpointHook(CheckpointHook):
    """MMEngine's ``CheckpointHook`` with the same settings and names, which keeps what is there until it is replaced.

    MMEngine removes the checkpoint of the epoch before, and the best one, before it writes the new one, and writes in
    place: a kill or a full disk in that moment costs both. Here a checkpoint is written under another name, synced to
    the disk and moved; then ``last_checkpoint`` names it, in the same way; then what is outdated is removed. What was
    left by a kill in between is removed when the training is resumed. After the last validation the checkpoint is
    written once more, so that it knows that score. Remote storage is left to MMEngine.
    """

    _saved: tuple[int, int] | None = None
    """Epochs and steps of the checkpoint that was written last; None where there is none."""
    _writes = 0

    def before_train(self, runner) -> None:
        """Find out where checkpoints go, and clear what a killed training has left there."""
        if self.backend_args is None and self.file_client_args is None and '://' not in str(self.out_dir or ''):
            self.backend_args = dict(backend=BACKEND)
        super().before_train(runner)
        if not self._is_whole:
            return
        self._follow_folder(runner)
        if is_main_process():
            self._clear(runner)
        last = runner.message_hub.get_info('last_ckpt')
        if last and Path(self._in_folder(last)).is_file():
            self.last_ckpt, self._saved = self._in_folder(last), (runner.epoch, runner.iter)

    @property
    def _is_whole(self) -> bool:
        return isinstance(getattr(self, 'file_backend', None), WholeFileBackend)

    def _follow_folder(self, runner) -> None:
        """Look for the best checkpoint of a training whose folder was moved where it lies now."""
        if getattr(self, 'best_ckpt_path', None):
            self.best_ckpt_path = self._in_folder(self.best_ckpt_path)
        for key, path in getattr(self, 'best_ckpt_path_dict', {}).items():
            self.best_ckpt_path_dict[key] = path and self._in_folder(path)

    def _in_folder(self, path: str) -> str:
        return self.file_backend.join_path(self.out_dir, path.replace('\\', '/').rpartition('/')[2])

    def _clear(self, runner) -> None:
        for pattern in _PARTS:
            for path in Path(self.out_dir).glob(pattern):
                self.file_backend.remove(path)
        for path in Path(runner.work_dir).glob('.last_checkpoint.*.part'):
            self.file_backend.remove(path)
        for path in runner.message_hub.runtime_info.get(_OUTDATED, ()):
            self.file_backend.remove(self._in_folder(path))
        self.file_backend.remove_outdated()
        if runner.message_hub.get_info(STEPS_OF_EPOCH, 0):  # it goes when its epoch is complete
            self.file_backend.remove(self._in_folder(runner.message_hub.get_info('last_ckpt')))

    def before_save_checkpoint(self, runner, checkpoint: dict) -> None:
        """Let the checkpoint know what it replaces, for whoever resumes from it."""
        if self._is_whole:
            hub = checkpoint['message_hub']
            hub['runtime_info'][_OUTDATED] = list(self.file_backend.outdated)
            hub['resumed_keys'][_OUTDATED] = True

    def after_val_epoch(self, runner, metrics: dict) -> None:
        """Save the best; and the last one, whose score nothing that comes later would keep."""
        before = self._writes
        super().after_val_epoch(runner, metrics)
        is_due = self.by_epoch and self._saved is not None and runner.epoch == runner.max_epochs
        if is_due and self._writes == before:
            self._save_checkpoint_with_step(runner, runner.epoch, dict(epoch=runner.epoch, iter=runner.iter))

    def save_now(self, runner, steps: int = 0) -> str | None:
        """Save between two steps, or what is not saved yet of an epoch that has ended.

        Args:
            steps: steps made of the epoch that has begun; 0 where none has.
        Returns:
            Path of the checkpoint that has it all; None where it cannot be (remote storage of MMEngine).
        """
        if not self._is_whole:
            return None
        runner.message_hub.update_info(STEPS_OF_EPOCH, steps)
        done = runner.iter + bool(steps)  # the loop counts a step when all hooks have seen it
        meta = dict(epoch=runner.epoch, iter=done)
        if steps:
            self._write(runner, f'iter_{done}.pth', meta)
        elif self._saved != (runner.epoch, done):
            self._save_checkpoint_with_step(runner, runner.epoch if self.by_epoch else done, meta)
        return self.last_ckpt

    def _save_checkpoint_with_step(self, runner, step: int, meta: dict) -> None:
        if not self._is_whole:
            super()._save_checkpoint_with_step(runner, step, meta)
            return
        if self.max_keep_ckpts > 0 and step not in list(self.keep_ckpt_ids)[-1:]:
            if len(self.keep_ckpt_ids) == self.max_keep_ckpts:
                oldest = self.filename_tmpl.format(self.keep_ckpt_ids.popleft())
                self.file_backend.remove(self.file_backend.join_path(self.out_dir, oldest))
            self.keep_ckpt_ids.append(step)
            runner.message_hub.update_info('keep_ckpt_ids', list(self.keep_ckpt_ids))
        self._write(runner, self.filename_tmpl.format(step), meta)

    def _write(self, runner, name: str, meta: dict) -> None:
        """Write a checkpoint, then the note of it, and then remove what is outdated."""
        path, earlier = self.file_backend.join_path(self.out_dir, name), self.last_ckpt
        runner.message_hub.update_info('last_ckpt', path)
        with _explained(path, earlier):
            runner.save_checkpoint(
                self.out_dir,
                name,
                save_optimizer=self.save_optimizer,
                save_param_scheduler=self.save_param_scheduler,
                meta=dict(meta),
                by_epoch=self.by_epoch,
                backend_args=self.backend_args,
                **self.args,
            )
            self.last_ckpt, self._saved = path, (meta['epoch'], meta['iter'])
            self._writes += 1
            if is_main_process():
                write_file(os.path.join(runner.work_dir, 'last_checkpoint'), os.fsencode(path), durable=True)
                self.file_backend.remove_outdated(spared=path)

    def _save_best_checkpoint(self, runner, metrics: dict) -> None:
        if not self._is_whole:
            super()._save_best_checkpoint(runner, metrics)
            return
        with _explained(os.path.join(self.out_dir, 'best_*.pth'), self.last_ckpt):
            super()._save_best_checkpoint(runner, metrics)


@contextmanager
def _explained(path: str, earlier: str | None) -> Iterator[None]:
    """Say of what cannot be written which checkpoint there is."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        rest = f'{earlier} is whole' if earlier else 'there is no earlier one'
        raise OSError(
            f'{path}: the checkpoint cannot be written ({error.strerror}); {rest}. Make room on the disk, or give a '
            '--work-dir that can be written, and go on with --resume'
        ) from None
