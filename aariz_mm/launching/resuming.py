"""Where a stopped training goes on: the newest checkpoint of a folder that loads, and whether it fits the config."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mmengine.config import Config
from mmengine.logging import print_log

from aariz_mm.engine.checkpoints import read_checkpoint
from aariz_mm.engine.stored_config import parse_setting
from aariz_mm.launching.lengths import AVERAGING
from aariz_mm.processes.ranks import is_first_process

__all__ = [
    'check_resumable',
    'checkpoint_folders',
    'find_in_folder',
    'find_newest',
    'finished_text',
    'list_checkpoints',
    'resolve_resume',
]

_NUMBERED = re.compile(r'(?P<best>best_.+_)?(?P<unit>epoch|iter)_(?P<step>\d+)\.pth')
_LENGTHS = ('total_steps', 'end', 'begin', 'T_max', 'milestones', 'step_size', 'periods', 'by_epoch')
_ONE_CYCLE = 'OneCycle'


def resolve_resume(config: Config) -> None:
    """Put the checkpoint that a config resumes from into its ``load_from``; nothing where it does not resume.

    A training that was ended before its first checkpoint begins anew, and ``resume`` becomes False.

    Errors:
        ValueError: the work folder holds no checkpoint, or none that loads.
    """
    if config.get('resume') and not config.get('load_from'):
        if _ended_early(config):
            config.resume = False
            if is_first_process():
                print_log(f'{config.work_dir}: its training was ended before its first checkpoint; it begins anew')
            return
        newest = find_newest(checkpoint_folders(config), _last_name(Path(config.work_dir)))
        if is_first_process():
            print_log(f'resuming from {newest}')
        config.load_from = str(newest)


def _ended_early(config: Config) -> bool:
    """Whether a training has begun in the work folder, with its logs, and come to no checkpoint."""
    logs = Path(config.work_dir).glob('2???????_??????*/*.log')
    return any(logs) and not any(any(folder.glob('*.pth')) for folder in checkpoint_folders(config))


def find_in_folder(path: str | Path) -> Path:
    """The newest checkpoint where a path is a folder; else the path itself.

    Errors:
        ValueError: the folder holds none, or none that loads.
    """
    path = Path(path).expanduser()
    return find_newest([path], _last_name(path)) if path.is_dir() else path


def checkpoint_folders(config: Config) -> list[Path]:
    """Folders into which a training writes its checkpoints: its work folder, and that of the hook's ``out_dir``."""
    work_dir = Path(config.work_dir)
    hook = config.get('default_hooks', {}).get('checkpoint') or {}
    out_dir = hook.get('out_dir')
    return [work_dir] if out_dir is None else [work_dir, Path(out_dir) / work_dir.name]


def find_newest(folders: Iterable[str | Path], last: str | None = None) -> Path:
    """The newest checkpoint that loads.

    The one that was written last comes first, then the others by the number in their name, ``best_*.pth`` at the end.

    Args:
        folders: where checkpoints lie.
        last: name of the one written last; None where it is not known.
    Errors:
        ValueError: there is none, or none that loads.
    """
    folders = [Path(folder) for folder in folders]
    found = list_checkpoints(folders, last)
    is_gone = last is not None and (not found or found[0].name != last)
    faults = [f'{folders[0] / "last_checkpoint"} names {last}, which is not there'] if is_gone else []
    for path in found:
        try:
            read_checkpoint(path)
        except ValueError as error:
            faults.append(str(error))
            continue
        if faults:
            warnings.warn('; '.join([*faults, f'going on from {path}, the newest checkpoint that loads']), stacklevel=2)
        return path
    raise ValueError(_none_found(folders, faults))


def _none_found(folders: list[Path], faults: list[str]) -> str:
    cure = 'give the --work-dir of the stopped training or --resume PATH, or leave --resume out to start anew'
    where = ' and '.join(map(str, folders))
    if faults:
        return f'--resume: no checkpoint in {where} loads ({"; ".join(faults)}); {cure}'
    state = 'holds no checkpoint (epoch_N.pth)' if folders[0].is_dir() else 'is not there'
    return f'--resume: {where} {state}; {cure}'


def list_checkpoints(folders: Iterable[Path], last: str | None = None) -> list[Path]:
    """Checkpoints of folders as :func:`find_newest` tries them.

    Example: epoch_10.pth before epoch_9.pth; with ``last='epoch_4.pth'`` that one, epoch_3.pth, and only then
    epoch_10.pth, which an earlier training must have left
    """
    numbered = [(path, _NUMBERED.fullmatch(path.name)) for folder in folders for path in Path(folder).glob('*.pth')]
    known = [(path, match) for path, match in numbered if match]
    step_of_last = _NUMBERED.fullmatch(last or '')
    limit = int(step_of_last['step']) if step_of_last else None

    def order(entry: tuple[Path, re.Match]) -> tuple:
        path, match = entry
        step = int(match['step'])
        beyond = limit is not None and match['unit'] == step_of_last['unit'] and step > limit
        return path.name != last, bool(match['best']), beyond, match['unit'] == 'iter', -step, path.name

    named = [path for folder in folders if last for path in [Path(folder) / last] if path.is_file()]
    ordered = [path for path, _ in sorted(known, key=order)]
    return [*named, *(path for path in ordered if path not in named)]


def _last_name(work_dir: Path) -> str | None:
    """Name of the checkpoint that MMEngine noted as the last one; its folder is left out, for folders are moved."""
    noted = work_dir / 'last_checkpoint'
    if not noted.is_file():
        return None
    name = noted.read_text(encoding='utf-8', errors='replace').strip().replace('\\', '/').rpartition('/')[2]
    return name or None


def check_resumable(config: Config, saved: Mapping, checkpoint: str | Path) -> None:
    """Check that a training can go on from a checkpoint as it was; the weights are checked elsewhere.

    Errors:
        ValueError: it holds weights alone, averages weights which the config does not, or has another optimiser or
        schedule than the config.
    """
    meta = saved.get('meta')
    has = {'epoch', 'iter'} <= set(meta if isinstance(meta, Mapping) else ())
    missing = [name for name in ('optimizer', 'message_hub') if name not in saved]
    if not has or missing:
        lacks = missing + ([] if has else ['meta.epoch and meta.iter'])
        raise ValueError(
            f'{checkpoint}: holds no {", ".join(lacks)}, so no training can go on from it; give one of '
            f'tools/train.py, or start a new training from its weights: --cfg-options load_from={checkpoint}'
        )
    averages = any(hook.get('type') in AVERAGING for hook in config.get('custom_hooks') or [])
    if 'ema_state_dict' in saved and not averages:
        raise ValueError(
            f'{checkpoint}: its training averages weights (AveragingHook), this config does not; resume with the '
            f'config that trained it, or start anew from the averaged weights: --cfg-options load_from={checkpoint}'
        )
    _check_optimizer(config, meta.get('cfg'), checkpoint)
    _check_schedule(config, meta.get('cfg'), checkpoint)


def _check_optimizer(config: Config, text: Any, checkpoint: str | Path) -> None:
    stored, own = parse_setting(text, 'optim_wrapper'), config.get('optim_wrapper') or {}
    kinds = [part['optimizer'].get('type') if isinstance(part.get('optimizer'), Mapping) else None
             for part in (stored or {}, own)]  # fmt: skip
    if None not in kinds and kinds[0] != kinds[1]:
        raise ValueError(
            f'{checkpoint}: its optimiser is {kinds[0]}, that of the config is {kinds[1]}; resume with the config that '
            f'trained it, or start anew from its weights: --cfg-options load_from={checkpoint}'
        )


def _check_schedule(config: Config, text: Any, checkpoint: str | Path) -> None:
    """Other lengths of a schedule that goes on from its last value are refused; one cycle takes those of the config."""
    stored, own = (_as_list(each) for each in (parse_setting(text, 'param_scheduler'), config.get('param_scheduler')))
    if (not stored and not own) or stored is None:
        return
    kinds = [[each.get('type') for each in part] for part in (stored, own or [])]
    if kinds[0] != kinds[1]:
        raise ValueError(
            f'{checkpoint}: its schedule is {kinds[0]}, that of the config is {kinds[1]}; resume with the config that '
            f'trained it, or start anew from its weights: --cfg-options load_from={checkpoint}'
        )
    for index, (old, new) in enumerate(zip(stored, own, strict=True)):
        for key in sorted({*old, *new}):
            if _plain(old.get(key)) != _plain(new.get(key)):
                _judge(f'param_scheduler.{index}.{key}', key, old, new, checkpoint)


def _judge(at: str, key: str, old: Mapping, new: Mapping, checkpoint: str | Path) -> None:
    differ = f'{at} is {old.get(key)} in {checkpoint} and {new.get(key)} in the config'
    if key not in _LENGTHS:
        warnings.warn(f'{differ}; a resumed training keeps that of the checkpoint', stacklevel=4)
    elif str(new.get('type', '')).startswith(_ONE_CYCLE):
        warnings.warn(f'{differ}; the training goes on with that of the config', stacklevel=4)
    else:
        raise ValueError(
            f'{differ}; a {new.get("type")} that is resumed cannot change its length. Resume with {at}={old.get(key)}, '
            f'or start anew from its weights: --cfg-options load_from={checkpoint}'
        )


def _as_list(schedulers: Any) -> list[Mapping] | None:
    """Schedulers as a list; None where there are none or one list for each of several optimisers."""
    if isinstance(schedulers, Mapping):
        return [schedulers] if 'type' in schedulers else None
    return list(schedulers) if isinstance(schedulers, list | tuple) else None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, list | tuple) else value


def finished_text(config: Config, saved: Mapping, checkpoint: str | Path) -> str | None:
    """What to say of a training that has nothing left to do; None where it has."""
    for key, done in (('max_epochs', 'epoch'), ('max_iters', 'iter')):
        wanted, reached = (config.get('train_cfg') or {}).get(key), saved['meta'][done]
        if wanted is not None and reached >= wanted:
            return (
                f'{checkpoint} is of {done} {reached} of {wanted}: the training is finished. To train longer, set '
                f'train_cfg.{key}'
            )
    return None
