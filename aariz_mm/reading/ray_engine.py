"""Radiographs read on many machines by Ray Data: rows and files as of one process, though workers be killed."""

from __future__ import annotations

import pickle
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2

from aariz_mm.cores import count_cores
from aariz_mm.files import as_plain
from aariz_mm.radiographs.listing import RadiographFile
from aariz_mm.radiographs.remote import UrlPath, read_url

from .carried import read_carried, write_carried
from .ray_cluster import count_cpus, ray_session, silence_data
from .single import Outcome, Predict, ReadingOptions, keep_file
from .workers import Task

__all__ = ['RETRIES', 'read_on_ray']

RETRIES = 3
"""Times that a radiograph is tried again after its worker was ended."""
_IN_THIS_PROCESS = 'memory://'


def read_on_ray(
    load: Callable[[], Predict],
    tasks: Iterable[Task],
    options: ReadingOptions,
    jobs: int | None = None,
    threads: int = 1,
    describe: Callable[[], Mapping[str, Any]] | None = None,
    address: str | None = None,
    retries: int = RETRIES,
) -> Iterator[Outcome]:
    """Read radiographs by workers of Ray; outcomes come in the order of the tasks, and this process writes the files.

    A worker that is ended is replaced, and what it had is read again. A radiograph that ends a worker each time fails
    by name, and the rest goes on.

    Args:
        load: gives what reads; it is called once in each worker, so it must be one that can be pickled, and what it
            needs must be at the same path on each machine.
        jobs: workers; None takes one for each ``threads`` CPUs. threads: CPUs of each worker.
        describe: gives what results are made with, so that a machine with other bundles is refused.
        address: of a cluster, see :func:`~aariz_mm.reading.ray_cluster.ray_session`.
    Errors:
        What ``load`` raises, ValueError of a machine with other bundles, OSError of a result that cannot be written.
    """
    tasks = list(tasks)
    kept = {number for number, (file, scale) in enumerate(tasks) if keep_file(file, options, scale) is not None}
    todo = [number for number in range(len(tasks)) if number not in kept]
    work = _Work(load, options, threads, describe, f'aariz_mm_{uuid.uuid4().hex}')
    answers = _answers(work, [(number, tasks[number]) for number in todo], jobs, address, retries)
    try:
        for number, (file, scale) in enumerate(tasks):
            if number in kept:
                yield keep_file(file, options, scale) or _failed(file, 'changed while it was read; read it again')
                continue
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            yield _failed(file, _ended(retries)) if answer is None else write_carried(answer, options)
    finally:
        answers.close()
        shutil.rmtree(work.folder, ignore_errors=True)  # what a killed worker of this machine left


def _answers(
    work: _Work, tasks: list[tuple[int, Task]], jobs: int | None, address: str | None, retries: int
) -> Iterator[Any]:
    """What workers found for each task, in order; None where each worker that had it was ended."""
    if not tasks:
        return
    with ray_session(max((jobs or 1) * work.threads, count_cores()), address):
        jobs = min(jobs or max(count_cpus() // work.threads, 1), len(tasks))
        if count_cpus() < work.threads:
            raise ValueError(f'Ray has {count_cpus()} CPUs, expected at least {work.threads}; begin its workers first')
        waiting = iter(tasks)
        for row in _dataset(work, tasks, jobs, retries).iter_rows():
            while next(waiting)[0] != row['number']:
                yield None
            yield pickle.loads(row['answer'])  # nosec B301 - of our own workers
        yield from (None for _ in waiting)


def _dataset(work: _Work, tasks: list[tuple[int, Task]], jobs: int, retries: int) -> Any:
    """The radiographs as a dataset of Ray: one a block, so that no other fails with it."""
    silence_data()
    from ray.data import ActorPoolStrategy, from_items

    rows = [dict(number=number, task=pickle.dumps(_with_bytes(task))) for number, task in tasks]
    dataset = from_items(rows, override_num_blocks=len(rows))
    dataset.context.max_errored_blocks = -1
    dataset.context.execution_options.preserve_order = True
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return dataset.map_batches(
            _Worker,
            fn_constructor_args=(work,),
            batch_size=1,
            batch_format='pyarrow',
            compute=ActorPoolStrategy(size=jobs, max_tasks_in_flight_per_actor=1),
            num_cpus=work.threads,
            max_restarts=-1,
            max_task_retries=retries,
        )


@dataclass(frozen=True)
class _Work:
    """What each worker gets."""

    load: Callable[[], Predict]
    options: ReadingOptions
    threads: int
    describe: Callable[[], Mapping[str, Any]] | None
    name: str

    @property
    def folder(self) -> Path:
        """Of temporary files of workers."""
        return Path(tempfile.gettempdir()) / self.name


class _Worker:
    """An actor; it loads with its first radiograph, so that an error comes back as an answer."""

    def __init__(self, work: _Work):
        self._work = work
        self._predict: Predict | None = None

    def __call__(self, batch: Any) -> Any:
        import pyarrow

        file, pixel_size_mm = pickle.loads(batch['task'][0].as_py())  # nosec B301 - of our own driver
        try:
            answer = read_carried(self._ready(), file, self._work.options, pixel_size_mm)
        except Exception as error:
            answer = error
        return pyarrow.table(dict(number=batch['number'], answer=pyarrow.array([pickle.dumps(answer)])))

    def _ready(self) -> Predict:
        if self._predict is None:
            cv2.setNumThreads(self._work.threads)
            folder = self._work.folder
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            predict = self._work.load()
            _check_made_with(self._work)
            tempfile.tempdir, self._predict = str(folder), predict
        return self._predict


def _check_made_with(work: _Work) -> None:
    """Check that this machine has the program and the bundles that the results will name."""
    if work.describe is None:
        return
    here, expected = as_plain(work.describe()), as_plain(work.options.made_with)
    if here != expected:
        raise ValueError(f'a machine of the cluster has {here}, expected {expected}; install the same on each')


def _with_bytes(task: Task) -> Task:
    """What no other process could fetch is sent with its bytes."""
    file, pixel_size_mm = task
    if isinstance(file.path, UrlPath) and str(file.path).startswith(_IN_THIS_PROCESS):
        file = replace(file, held=read_url(file.path))
    return file, pixel_size_mm


def _failed(file: RadiographFile, why: str) -> Outcome:
    return Outcome(file.path, failure=why, result=file.result)


def _ended(retries: int) -> str:
    return f'it ended the process that read it {retries + 1} times: damaged, or memory ran out'
