"""Rows run at once, so many at a time, each step a process that is stopped when the time is over."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

from aariz_mm.files import load_json
from aariz_mm.gpu_rows.plan import Row
from aariz_mm.gpu_rows.settings import Settings
from aariz_mm.gpu_rows.steps import Step, epochs_of, metrics_file, steps
from aariz_mm.gpu_rows.table import Result

__all__ = ['run_rows']

_EPOCH = re.compile(r'Epoch\(train\)\s+\[(\d+)\]')


async def run_rows(settings: Settings, machine: str, report: Callable[[Result], None]) -> None:
    """Run every row of the settings; one that fails or is stopped does not stop the others.

    Args:
        machine: its name, for the results.
        report: gets each result as soon as its row has ended.
    """
    limit, deadline = asyncio.Semaphore(settings.jobs), time.monotonic() + settings.deadline_s

    async def run(row: Row) -> None:
        async with limit:
            report(await _run_row(row, settings, deadline, machine))

    await asyncio.gather(*map(run, settings.rows))


async def _run_row(row: Row, settings: Settings, deadline: float, machine: str) -> Result:
    began, trouble = time.monotonic(), ''
    for step in steps(row, settings):
        trouble = await _run_step(step, settings.out / row.name / f'{step.name}.log', deadline)
        if trouble:
            break
    return Result(
        name=row.name,
        config=row.trainings[-1].config,
        weights=row.weights,
        epochs=[epochs_of(training, settings) for training in row.trainings],
        seed=row.seed,
        minutes=round((time.monotonic() - began) / 60, 1),
        machine=machine,
        trouble=trouble,
        metrics={} if trouble else load_json(metrics_file(row, settings), f'see {settings.out / row.name}/test.log'),
    )


async def _run_step(step: Step, log: Path, deadline: float) -> str:
    """Run it to its end or the deadline; what went wrong, '' where nothing did."""
    if time.monotonic() >= deadline:
        return f'{step.name}: not begun, the time was over'
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open('wb') as file:
        process = await asyncio.create_subprocess_exec(
            *step.command, stdin=asyncio.subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True
        )
        try:
            status = await asyncio.wait_for(process.wait(), deadline - time.monotonic())
        except asyncio.TimeoutError:
            return f'{step.name}: stopped, the time was over{_how_far(log)}; see {log}'
        finally:
            _stop(process.pid)
    return f'{step.name}: failed; {step.cure or f"see {log}: {_last_line(log)}"}' if status else ''


def _stop(group: int) -> None:
    """End the process and those that load images for it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _how_far(log: Path) -> str:
    epochs = _EPOCH.findall(_read(log))
    return f' in epoch {epochs[-1]}' if epochs else ''


def _last_line(log: Path, width: int = 200) -> str:
    """It mostly says what went wrong."""
    return (_read(log).strip().splitlines() or [''])[-1][:width].replace('|', '/')


def _read(log: Path) -> str:
    return log.read_text(encoding='utf-8', errors='replace')
