"""Moments of a training at which its process can be let die, for measure_kills.py."""

import os
import signal
import time
from importlib import import_module

# Where: a module, and what in it is called then. When: before the call, or in the midst of what it writes.
MOMENTS = {
    'image cache, an entry half written': ('aariz_mm.radiographs.cache', 'write_file', 'within'),
    'first forward or any other': ('aariz_mm.engine.loops', 'RepeatableTrainLoop.run_iter', 'before'),
    'before the optimiser steps': ('mmengine.optim', 'OptimWrapper.step', 'before'),
    'a checkpoint half written': ('aariz_mm.engine.whole_files', 'write_file', 'within'),
    'a file written, not moved': ('aariz_mm.files', 'os.replace', 'before'),
    'last_checkpoint half written': ('aariz_mm.engine.hooks.checkpoints', 'write_file', 'within'),
    'before the outdated is removed': (
        'aariz_mm.engine.whole_files',
        'WholeFileBackend.remove_outdated',
        'before',
    ),
    'best written, last not yet anew': (
        'aariz_mm.engine.hooks.checkpoints',
        'WholeCheckpointHook._save_checkpoint_with_step',
        'before',
    ),
    'a step of the validation': ('aariz_mm.engine.hooks', 'StopHook.after_val_iter', 'before'),
    'the score is there': ('aariz_mm.engine.hooks', 'WholeCheckpointHook.after_val_epoch', 'before'),
    'freezing or unfreezing': ('aariz_mm.engine.hooks', 'StagedUnfreezingHook.before_train_epoch', 'before'),
    'while it is resumed': ('aariz_mm.launching.checked_runner', 'CheckedRunner.load_checkpoint', 'before'),
}


def plan(moment, turn):
    """Let this process die at the ``turn``-th time of a moment; where that is in a worker, both die."""
    module, name, when = MOMENTS[moment]
    owner, _, name = name.rpartition('.')
    place = import_module(module)
    for part in filter(None, owner.split('.')):
        place = getattr(place, part)
    stock, trainer, left, kept = getattr(place, name), os.getpid(), [turn], []

    def dies(*args, **settings):
        left[0] -= 1
        if left[0]:
            return stock(*args, **settings)
        if when == 'within':
            kept.append(write_half(*args))
        os.kill(trainer, signal.SIGKILL)
        if os.getpid() != trainer:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)

    setattr(place, name, dies)


def write_half(path, content, *args, **settings):
    """As ``aariz_mm.files.write_file``, up to the middle of the file; the half stays as long as what is returned."""
    from aariz_mm.files import replace_file

    block = replace_file(path)
    file = block.__enter__()
    file.write(content[: len(content) // 2])
    file.flush()
    return block
