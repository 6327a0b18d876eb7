"""Feed every door spoilt inputs; prints what came of them. The exit status is 1 where anything was a fault.

    PYTHONPATH=. python tests/bad_input/measure_bad_input.py [--inputs 5000] [--doors annotation image …] [--seed 0]

A fault is an error that no command would explain (a traceback), a call of more than ``--seconds``, more memory than
``--memory-mib`` above the start, or a file of the user's that changed or went.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import os
import resource
import signal
import socket
import sys
import tempfile
import time
import traceback
import warnings
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from doors import DOORS

from aariz_mm.cli.failures import describe_mistake


class TooSlow(BaseException):
    """A call took longer than it may; no handler of errors takes it for one."""


@contextmanager
def limited(seconds):
    """Raise :class:`TooSlow` in what takes longer."""

    def late(*_):
        raise TooSlow

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def try_door(name, count, seed, folder, seconds=20.0):
    """Counts of 'read', 'refused' and of each fault of a door, with an example of each fault; slowest seconds."""
    counts, examples, slowest = collections.Counter(), {}, 0.0
    kept = None
    for call in islice(DOORS[name](Random(seed), folder), count):
        kept = kept or fingerprints(folder)
        start = time.perf_counter()
        told = outcome(call, seconds)
        slowest = max(slowest, time.perf_counter() - start)
        if told not in ('read', 'refused') and told not in examples:
            examples[told] = describe(call)
        counts[told] += 1
    lost = {path for path, was in (kept or {}).items() if fingerprint(path) != was}
    if lost:
        counts['a file changed or went'] += len(lost)
        examples['a file changed or went'] = str(sorted(lost)[0])
    return counts, examples, slowest


def outcome(call, seconds):
    """What came of a call: 'read', 'refused', or the fault."""
    try:
        with limited(seconds), warnings.catch_warnings():
            warnings.simplefilter('ignore')
            return 'refused' if type(status := call()) is int and status else 'read'
    except TooSlow:
        return 'too slow'
    except AssertionError as error:
        return f'fault: {error}'[:900]
    except Exception as error:
        if describe_mistake(error) is not None:
            return 'refused'
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f'{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {error}'[:300]


def describe(call):
    """The bytes or the words of a call, short."""
    path = next((one for one in call.__defaults__ or () if isinstance(one, Path)), None)
    return repr(path.read_bytes()[:300]) if path and path.is_file() else repr(call.__defaults__)[:400]


def fingerprints(folder):
    """Of the whole files of a door, which nothing may change; not of the spoilt ones and of what is written."""
    parts = [folder / 'data', folder / 'result', folder / 'xrays', folder / 'cases.csv']
    files = [path for part in parts for path in ([part] if part.is_file() else part.rglob('*')) if path.is_file()]
    return {path: fingerprint(path) for path in files}


def fingerprint(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ''


def refuse_network(*_, **__):
    raise OSError('no network in this campaign')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--inputs', type=int, default=5000, help='of each door')
    parser.add_argument('--doors', nargs='+', default=list(DOORS), choices=DOORS)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--seconds', type=float, default=20)
    parser.add_argument('--memory-mib', type=int, default=1024)
    parser.add_argument('--out', type=Path, help='JSON of the counts')
    args = parser.parse_args()
    socket.create_connection = refuse_network
    told, is_faulty = {}, False
    for name in args.doors:
        before, start = peak_mib(), time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            counts, examples, slowest = try_door(name, args.inputs, args.seed, Path(folder), args.seconds)
        grown = peak_mib() - before
        faults = {key: count for key, count in counts.items() if key not in ('read', 'refused')}
        is_faulty |= bool(faults) or grown > args.memory_mib
        told[name] = dict(
            inputs=args.inputs,
            read=counts['read'],
            refused=counts['refused'],
            faults=sum(faults.values()),
            slowest_s=round(slowest, 2),
            memory_mib=round(grown),
            seconds=round(time.perf_counter() - start),
        )
        print(name, told[name], flush=True)
        for key, count in faults.items():
            print(f'  {count} x {key}\n      {examples.get(key, "")}', flush=True)
    if args.out:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(json.dumps(told, indent=1))
    sys.stdout.flush()
    os._exit(int(is_faulty))  # threads of libraries may wait for ever after so much


def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == '__main__':
    main()
