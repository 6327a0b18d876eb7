"""Kills small trainings at planned and at random moments, resumes each, compares the end with one that was left alone.

    python tests/launching/measure_kills.py [--kills 50] [--stops 10] [--removals 4] [--seed 0] [--out kills.json]

Each training is a process of its own, forked from one that has imported all, and runs ``train CONFIG --resume``. At a
planned moment it sends SIGKILL to itself; at a random one it gets it from outside. At the end folders are removed while
trainings run. 12 phantoms, averaged weights, dropout, augmentation by a worker, a backbone that is unfrozen. Counted
are checkpoints that are not whole after a kill, pointers to none, and tensors at the end (weights, averaged weights,
optimiser) that differ in any bit.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
import kill_moments
from small_launches import write_config

import aariz_mm.launching.checked_runner
import aariz_mm.register  # noqa: F401
from aariz_mm.cli import main
from aariz_mm.engine.checkpoints import read_checkpoint
from aariz_mm.phantom.writer import write_phantom_dataset

EPOCHS = 8
MORE = f"""
from aariz_mm.recipes import pipelines

model['head']['cvm_head']['dropout'] = 0.2
steps = pipelines(codec, _base_.augment)
for loader, pipeline in zip((train_dataloader, val_dataloader, test_dataloader), (steps[0], steps[1], steps[1])):
    pipeline[0]['cache_dir'] = '{{cache}}'
    loader.update(num_workers=1, persistent_workers=True)
    loader['dataset']['pipeline'] = pipeline
train_cfg, param_scheduler, custom_hooks = one_cycle(
    epochs={EPOCHS}, max_rate=1e-3, val_interval=1, average_steps=20, average_from=0
)
custom_hooks.append(dict(type='StagedUnfreezingHook', modules=['backbone'], frozen_epochs=2, lr_factor=0.5))
default_hooks = dict(logger=dict(interval=1), checkpoint=dict(max_keep_ckpts=1, save_best='MRE_mm'))
"""
KEPT = ('state_dict', 'ema_state_dict', 'optimizer', 'param_schedulers')


def start(config: Path, work_dir: Path, moment: str | None = None, turn: int = 1) -> int:
    """Process of a training that dies at the ``turn``-th time of a moment; its words go to a file."""
    pid = os.fork()
    if pid:
        return pid
    os.setpgid(0, 0)
    with open(f'{work_dir}.txt', 'ab', buffering=0) as words:
        os.dup2(words.fileno(), 1)
        os.dup2(words.fileno(), 2)
    status = 70
    try:
        if moment:
            kill_moments.plan(moment, turn)
        # A training that was killed before it had a folder has nothing to resume.
        resume = ['--resume'] if work_dir.is_dir() else []
        status = main(['train', str(config), '--work-dir', str(work_dir), *resume])
    finally:
        os._exit(status)


def wait(pid: int, seconds: float | None = None, number: int = signal.SIGKILL) -> int:
    """Status of a process, negative where a signal ended it; after so many seconds it is sent one."""
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if end is not None and time.monotonic() > end:
            os.kill(pid, number)
            end = None
        time.sleep(0.005)


def faults_of(work_dir: Path, was_saved: bool) -> list[str]:
    """What is wrong with the checkpoints of a training that was ended."""
    pointer, found = work_dir / 'last_checkpoint', []
    if not pointer.exists():
        return ['the pointer is gone'] if was_saved else []
    last = Path(pointer.read_text())
    for path in {last, *work_dir.glob('*.pth')}:
        try:
            saved = read_checkpoint(path)
        except (ValueError, FileNotFoundError) as error:
            found.append(f'{path.name}: {error}')
            continue
        best = saved['message_hub']['runtime_info'].get('best_ckpt') if path == last else None
        if best and not Path(best).is_file():
            found.append(f'{last.name} names {Path(best).name}, which is gone')
    return found


def differences(one: object, other: object, at: str = '') -> list[str]:
    """Where two checkpoints differ in any bit."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return [f'{at}: keys']
        return [line for key in one for line in differences(one[key], other[key], f'{at}.{key}')]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return [line for index, pair in enumerate(zip(one, other, strict=True))
                for line in differences(*pair, f'{at}.{index}')]  # fmt: skip
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return [] if one.dtype == other.dtype and torch.equal(one, other) else [at]
    return [] if callable(one) or one == other else [at]


def compare(work_dir: Path, alone: Path) -> dict:
    """What a training that was killed ended with, beside the one that was left alone."""
    names = [sorted(path.name for path in folder.iterdir() if path.is_file()) for folder in (work_dir, alone)]
    ends = [read_checkpoint((folder / 'last_checkpoint').read_text()) for folder in (work_dir, alone)]
    best = [read_checkpoint(next(folder.glob('best_*.pth')))['state_dict'] for folder in (work_dir, alone)]
    pairs = [{key: end[key] for key in KEPT} for end in ends]
    return {
        'epochs': ends[0]['meta']['epoch'],
        'files differ': sorted(set(names[0]) ^ set(names[1])),
        'tensors differ': differences(*pairs) + differences(*best, 'best'),
        'tensors': sum(len(end['state_dict']) for end in ends[:1]),
    }


class Campaign:
    """Trainings in a folder, ended again and again; ``rows`` tells of each end, ``ends`` of each training."""

    def __init__(self, folder: Path, seed: int):
        self.folder, self.rng, self.rows, self.ends = folder, random.Random(seed), [], []
        write_phantom_dataset(folder / 'data', 12, 4, 1, size=(300, 365), progress=False)
        began = time.monotonic()
        self.alone = self._name('alone')
        assert wait(start(self.config('alone'), self.alone)) == 0, Path(f'{self.alone}.txt').read_text()[-2000:]
        self.seconds = time.monotonic() - began
        self.count = 0
        self._begin()

    def _name(self, name: str) -> Path:
        return self.folder / name / 'run'

    def config(self, name: str) -> Path:
        """Of a training with a cache of its own."""
        (self.folder / name).mkdir(exist_ok=True)
        cache = self.folder / name / 'cache'
        return write_config(self.folder / name, self.folder / 'data', MORE.format(cache=cache))

    def _begin(self) -> None:
        self.count += 1
        self.work_dir, self.given = self._name(f'killed_{self.count}'), self.config(f'killed_{self.count}')

    def end_once(self, moment: str, number: int = signal.SIGKILL) -> bool:
        """Go on with a training until it is ended; False where it came to its own end before."""
        was_saved = (self.work_dir / 'last_checkpoint').exists()
        planned = moment if moment in kill_moments.MOMENTS else None
        seconds, began = None if planned else self.rng.uniform(0.2, 0.6 * self.seconds), time.monotonic()
        status = wait(start(self.given, self.work_dir, planned, self.rng.randint(1, 3)), seconds, number)
        expected = -signal.SIGKILL if number == signal.SIGKILL else 128 + number
        if status == 0:
            self.seconds = min(self.seconds, time.monotonic() - began)  # other work may have slowed the first one
            self.finish()
            return False
        wrong = [] if status in (expected, -number) else [f'status {status}, see {self.work_dir}.txt']
        row = {'moment': moment, 'training': self.count, 'faults': wrong + faults_of(self.work_dir, was_saved)}
        self.rows.append(row)
        print(len(self.rows), row, flush=True)
        return True

    def remove_once(self, what: str) -> None:
        """Train anew, and remove the image cache or the whole work folder on the way; no signal is sent."""
        self._begin()
        pid, folder = start(self.given, self.work_dir), self.work_dir.parent / what
        end = time.monotonic() + 10 * self.seconds
        while not list(folder.glob('*.pth' if what == 'run' else '*.npy')) and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(self.rng.uniform(0, 0.3 * self.seconds))
        shutil.rmtree(folder, ignore_errors=True)
        status = wait(pid)
        wrong = [f'status {status}, see {self.work_dir}.txt'] if status else []
        self.rows.append({'moment': f'{what} removed', 'training': self.count, 'faults': wrong})
        print(len(self.rows), self.rows[-1], flush=True)
        if not status:
            self.finish()

    def finish(self) -> None:
        """Compare a training at its end, and begin the next."""
        self.ends.append(compare(self.work_dir, self.alone))
        print(f'training {self.count} at its end:', self.ends[-1], flush=True)
        self._begin()

    def last(self) -> None:
        """Bring the last training to its end."""
        if self.work_dir.exists():
            status = wait(start(self.given, self.work_dir))
            assert status == 0, f'{status}: {self.work_dir}.txt'
            self.finish()


def measure(kills: int, stops: int, removals: int, seed: int, folder: Path) -> dict:
    """The whole campaign."""
    campaign = Campaign(folder, seed)
    print(f'a training left alone takes {campaign.seconds:.1f} s', flush=True)
    plan = [*kill_moments.MOMENTS] * kills
    moments = [plan[index // 2] if index % 2 else 'any moment' for index in range(kills)]
    for moment in moments:
        while not campaign.end_once(moment):
            campaign.end_once('any moment')  # some come in a training alone that was ended before
    for index in range(stops):
        number = (signal.SIGTERM, signal.SIGINT)[index % 2]
        while not campaign.end_once(f'{signal.Signals(number).name} at any moment', number):
            pass
    campaign.last()
    for index in range(removals):
        campaign.remove_once(('cache', 'run')[index % 2])
    return {'rows': campaign.rows, 'ends': campaign.ends, 'seconds_alone': campaign.seconds}


def print_table(result: dict) -> None:
    """One line for each kind of moment, and one for the ends."""
    counts = Counter(row['moment'] for row in result['rows'])
    print('\n| moment | times | faults |\n| --- | --- | --- |')
    for moment, times in counts.items():
        faults = sum(bool(row['faults']) for row in result['rows'] if row['moment'] == moment)
        print(f'| {moment} | {times} | {faults} |')
    ends = result['ends']
    same = sum(not end['tensors differ'] for end in ends)
    print(f'\n{len(ends)} trainings came to their end, epochs {sorted({end["epochs"] for end in ends})} of {EPOCHS}; ')
    print(f'{same} of {len(ends)} have the same bits; files differ in {sum(bool(end["files differ"]) for end in ends)}')


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--kills', type=int, default=50)
    parser.add_argument('--stops', type=int, default=10, help='SIGTERM and SIGINT in turn, afterwards')
    parser.add_argument('--removals', type=int, default=4, help='of the cache and of the work folder in turn')
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--out', help='JSON file of all figures')
    args = parser.parse_args()
    torch.set_num_threads(1)
    place = Path(tempfile.mkdtemp(prefix='kills_'))
    found = measure(args.kills, args.stops, args.removals, args.seed, place)
    print_table(found)
    if args.out:
        Path(args.out).parent.mkdir(parents=True, exist_ok=True)
        Path(args.out).write_text(json.dumps(found, indent=1))
    is_well = all(not row['faults'] for row in found['rows']) and all(
        not end['tensors differ'] for end in found['ends']
    )
    if is_well:
        shutil.rmtree(place)
    sys.exit(not is_well)
