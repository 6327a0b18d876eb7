"""What ``tools/gpu_rows.sh`` runs."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import signal
import subprocess
import sys

from aariz_mm.gpu_rows.running import run_rows
from aariz_mm.gpu_rows.settings import Settings, read_settings
from aariz_mm.gpu_rows.steps import steps
from aariz_mm.gpu_rows.table import Result, score_text, write_tables

__all__ = ['main', 'run']


def main() -> int:
    """Run the rows and print their table; 1 where one has no score, 2 where a setting is wrong."""
    try:
        settings = read_settings(os.environ)
    except (ValueError, OSError) as error:
        print(f'gpu_rows: {error}', file=sys.stderr)
        return 2
    if settings.dry_run:
        for row in settings.rows:
            print(f'# {row.name}', *steps(row, settings), '', sep='\n')
        return 0
    return run(settings)


def run(settings: Settings) -> int:
    """Run the rows and print their table, also where SIGTERM or Ctrl-C ends it; 1 where one has no score."""
    results: list[Result] = []

    def report(result: Result) -> None:
        results.append(result)
        write_tables(results, settings.out)  # at once, for whoever is stopped from outside
        print(f'{result.name}: {score_text(result)}', flush=True)

    print(f'{len(settings.rows)} rows, {settings.jobs} at a time, logs in {settings.out}', flush=True)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        asyncio.run(run_rows(settings, _name_machine(), report))
    except KeyboardInterrupt:
        print('gpu_rows: interrupted; what ran was stopped', file=sys.stderr)
    print('\n' + write_tables(results, settings.out))
    return int(len(results) < len(settings.rows) or any(result.trouble for result in results))


def _interrupt(*_) -> None:
    raise KeyboardInterrupt


def _name_machine() -> str:
    """The GPU, or the processor where there is none."""
    asked = ['nvidia-smi', '--query-gpu=name', '--format=csv,noheader']
    there = shutil.which(asked[0])
    found = subprocess.run(asked, capture_output=True, text=True) if there else None  # nosec B603 - a list, no shell
    if found and found.returncode == 0 and found.stdout.strip():
        return found.stdout.splitlines()[0]
    return f'CPU, {platform.processor() or platform.machine()}, {os.cpu_count()} cores'


if __name__ == '__main__':
    sys.exit(main())
