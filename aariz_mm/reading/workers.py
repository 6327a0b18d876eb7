"""Radiographs read in several processes: rows keep their order, and what ends a process is named and costs one."""

from __future__ import annotations

import contextlib
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from aariz_mm.radiographs.listing import RadiographFile

from .single import Outcome, Predict, ReadingOptions, read_file
from .worker_process import READY, end_process, start_process

__all__ = ['Task', 'read_in_processes']

Task = tuple[RadiographFile, float | None]
"""A radiograph and its mm per pixel, None where its file is to say it."""
_AHEAD = 4
"""Radiographs for each process that may be read before an earlier one is finished."""
_WAIT_S = 10.0


def read_in_processes(
    load: Callable[[], Predict], tasks: Iterable[Task], options: ReadingOptions, jobs: int, threads: int = 1
) -> Iterator[Outcome]:
    """Read radiographs in ``jobs`` processes; outcomes come in the order of the tasks.

    When the user interrupts, those that are finished come before the KeyboardInterrupt, with gaps in the order.

    Args:
        load: gives what reads; it is called once in each process, so it must be one that can be pickled.
        threads: of the CPU, for OpenCV in each process.
    Errors:
        What ``load`` raises, and what a result that cannot be written raises.
    """
    team = _Team(load, options, threads)
    try:
        yield from team.read(iter(tasks), jobs)
    finally:
        team.end()


@dataclass
class _Worker:
    """A process, our end of its pipe, and the task that it has; ``number`` is None while it has none."""

    process: BaseProcess
    pipe: Connection
    number: int | None = None
    task: Task | None = None
    is_ready: bool = False


class _Team:
    """The processes and what is under way."""

    def __init__(self, load: Callable[[], Predict], options: ReadingOptions, threads: int):
        self._arguments = (load, partial(_read, options), threads)
        self._workers: list[_Worker] = []

    def read(self, tasks: Iterator[Task], jobs: int) -> Iterator[Outcome]:
        """Outcomes in order."""
        done: dict[int, Outcome] = {}
        try:
            yield from self._read(tasks, jobs, done)
        except KeyboardInterrupt:
            yield from (done[number] for number in sorted(done))
            raise

    def _read(self, tasks: Iterator[Task], jobs: int, done: dict[int, Outcome]) -> Iterator[Outcome]:
        waiting: deque[tuple[int, Task]] = deque()
        given, expected, more = 0, 0, True
        while True:
            while more and given + len(waiting) - expected < jobs * _AHEAD:
                task = next(tasks, None)
                more = task is not None
                if more:
                    waiting.append((given + len(waiting), task))
            while waiting and (worker := self._idle_or_new(jobs)) is not None:
                self._give(worker, *waiting.popleft())
                given += 1
            if given == expected and not waiting:
                return
            done.update(self._collect())  # each as it comes, so that an interruption loses none
            while expected in done:
                yield done.pop(expected)
                expected += 1

    def end(self) -> None:
        """Let each process finish the radiograph that it has, then go."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            end_process(worker.process, _WAIT_S)

    def _idle_or_new(self, jobs: int) -> _Worker | None:
        for worker in self._workers:
            if worker.number is None:
                return worker
        if len(self._workers) == jobs:
            return None
        self._workers.append(_Worker(*start_process(*self._arguments)))
        return self._workers[-1]

    def _give(self, worker: _Worker, number: int, task: Task) -> None:
        worker.number, worker.task = number, task
        with contextlib.suppress(OSError):  # it has ended; that is found when its answer is read
            worker.pipe.send(task)

    def _collect(self) -> Iterator[tuple[int, Outcome]]:
        """What has been finished since."""
        pipes = {worker.pipe: worker for worker in self._workers if worker.number is not None}
        for pipe in wait(list(pipes)):
            worker = pipes[pipe]
            try:
                answer = pipe.recv()
            except (EOFError, OSError):
                yield worker.number, self._bury(worker)
                continue
            if isinstance(answer, BaseException):
                raise answer
            if answer == READY:
                worker.is_ready = True
                continue
            number, worker.number, worker.task = worker.number, None, None
            yield number, answer

    def _bury(self, worker: _Worker) -> Outcome:
        """The outcome of the radiograph that ended a process."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        if not worker.is_ready:
            raise RuntimeError(f'a reading process ended before it was ready ({_how(worker.process.exitcode)})')
        file = worker.task[0]
        text = f'it ended the process that read it ({_how(worker.process.exitcode)}): damaged, or memory ran out'
        return Outcome(file.path, failure=text, result=file.result)


def _how(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-exit_code).name
    return f'exit code {exit_code}'


def _read(options: ReadingOptions, predict: Predict, task: Task) -> Outcome:
    """The outcome of a task; what is raised is a result that cannot be written."""
    file, pixel_size_mm = task
    return read_file(predict, file, options, pixel_size_mm)
