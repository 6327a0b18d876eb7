"""Load the review server and the reader for some time; prints what came of it. Exit status 1 where anything is a fault.

    PYTHONPATH=. python tests/soak/measure_soak.py [--minutes 30] [--clients 64] [--pause 2] [--out soak.json]

``aariz-mm review`` is served to clients that look, correct, disagree, send rubbish and hang up, each from an address
of his own (127.1.x.x), as the limits of the server are by address; at the end one asks far too often. Beside it one
reader reads over and over, and ``aariz-mm read --jobs 2`` runs again and again. A fault is memory that grows by more
than ``--most-growth`` per cent, a file that stays open, a save that was acknowledged and is not on the disk word for
word, an answer that the request may not have, a file left over, or an end that is not in order. Linux alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / 'reading'))

from soak_clients import EXPECTED, Client, work_for
from soak_films import link_films, write_films
from soak_judging import TOO_MANY, find_bad_answers, find_growth, find_open_handles, latencies_ms, memory_trend
from soak_ledger import Ledger, find_left_over, find_lost, find_wrong_files, read_kept
from soak_reader import CommandLoop, begin_reader
from soak_rudeness import GREEDY, ask_far_too_often
from soak_samples import Sampler, settle_handles
from soak_server import ReviewServer, find_complaints
from soak_visitor import Record, Visitor
from tiny_bundles import write_landmark_bundle

from aariz_mm.cores import count_cores
from aariz_mm.environment_record import describe_environment, source_state

_SIZE, _FILMS, _MANY = (900, 1100), 24, 200
_WARM_UP = 0.1
"""Of the minutes, at most one: until libraries and caches have taken what they keep."""


def measure(args: argparse.Namespace, place: Path) -> dict[str, Any]:
    """The whole soak; ``faults`` of the result is empty where all was well."""
    films = write_films(place / 'films', _FILMS, _SIZE)
    model = write_landmark_bundle(place / 'tiny.onnx')
    server, ledger, seconds = ReviewServer(place, films, model), Ledger(), 60 * args.minutes
    cases = server.sizes()

    def clients(record: Record, seed: int) -> list[Client]:
        return [
            Client(number, server.address, record, ledger, cases, args.pause, seed) for number in range(args.clients)
        ]

    work_for(clients(Record(), 1), min(_WARM_UP * seconds, 60))
    before, record = settle_handles(server.process.pid), Record()
    told = load(args, place, server, clients(record, 2), record, model)
    is_limited = ask_far_too_often(Visitor(9999, server.address, record))[TOO_MANY]
    after = settle_handles(server.process.pid, before)
    faults = find_open_handles('review', before, after) + record.faults
    faults += find_bad_answers(record.counts, {**EXPECTED, GREEDY: (421,)})
    faults += [] if is_limited else ['who asks far too often is not told to wait']
    begin = time.monotonic()
    if len(server.get('/api/cases')['cases']) != len(cases):
        faults.append('the list is not whole afterwards')
    told['review'] |= dict(
        handles_before=before, handles_after=after, list_alone_ms=round(1000 * (time.monotonic() - begin), 1)
    )
    faults += server.end(signal.SIGINT) + find_complaints(server.said.read_text())
    found, wrong = check_saves(server.home, ledger)
    again = ReviewServer(place, films, model)
    faults += wrong + again.end(signal.SIGTERM) + check_saves(server.home, ledger)[1]
    faults += find_left_over(server.home, *(place.rglob('temporary')))
    return told | dict(saves=found, requests=request_figures(record), faults=told['faults'] + faults)


def load(
    args: argparse.Namespace, place: Path, server: ReviewServer, clients: list[Client], record: Record, model: Path
) -> dict[str, Any]:
    """Clients, the reader and the command at once; figures of their memory and files, and faults of the readers."""
    seconds, out, few = 60 * args.minutes, place / 'reader.json', link_films(place / 'few', place / 'films', 8)
    command = CommandLoop(place, link_films(place / 'many', place / 'films', _MANY), model)
    reader = begin_reader(place, few, seconds, out)
    pids = dict(review=lambda: server.process.pid, reader=lambda: reader.pid, command=command.pid)
    sampler = Sampler(pids)
    for one in (sampler, command):
        one.start()
    work_for(clients, seconds)
    sampler.stop()
    faults = [] if reader.wait(120) == 0 else [f'the reader ended badly: {(place / "reader.txt").read_text()[-500:]}']
    command.stop()
    told = {name: process_figures(name, sampler, args.most_growth, faults) for name in ('review', 'reader')}
    read = json.loads(out.read_text()) if out.is_file() else dict(seconds=[0.0], faults=['no figures'], rounds=0)
    faults += [f'reader: {one}' for one in read['faults']]
    faults += [fault for row in command.rows for fault in row['faults']]
    told['reader'] |= dict(rounds=read['rounds'], **latencies_ms(read['seconds']))
    told['command'] = dict(runs=len(command.rows), radiographs=len(command.rows) * _MANY,
                           seconds=[row['seconds'] for row in command.rows])  # fmt: skip
    return told | dict(samples=sampler.as_plain(), faults=faults)


def process_figures(name: str, sampler: Sampler, most_growth: float, faults: list[str]) -> dict[str, Any]:
    """Memory, files and threads of a process; growth is added to the faults."""
    samples = sampler.samples[name]
    trend = memory_trend([one.seconds for one in samples], [one.memory_mib for one in samples])
    faults += find_growth(name, trend, most_growth)
    most = {f'most_{key}': max(getattr(one, key) for one in samples) for key in ('handles', 'threads', 'children')}
    return trend | most


def check_saves(home: Path, ledger: Ledger) -> tuple[dict[str, int], list[str]]:
    """Counts of saves, and what of them is not on the disk as it was acknowledged."""
    kept, last = read_kept(home)
    wrong = ledger.faults + find_lost(ledger.acknowledged, ledger.unanswered, kept) + find_wrong_files(home, last)
    counts = dict(acknowledged=ledger.count(), kept=sum(map(len, kept.values())), of_case_and_reader=len(kept))
    return counts | dict(wrong=len(wrong)), wrong[:50]


def request_figures(record: Record) -> dict[str, Any]:
    """Latencies and statuses by kind, and of all that were answered."""
    kinds = {
        kind: dict(
            statuses={str(status): count for (one, status), count in record.counts.items() if one == kind},
            **(latencies_ms(record.seconds[kind]) if kind in record.seconds else {}),
        )
        for kind in (*EXPECTED, GREEDY)
    }
    every = [one for found in record.seconds.values() for one in found]
    return dict(kinds, all=latencies_ms(every))


def describe_machine() -> dict[str, Any]:
    """Kind of machine, and the versions of all that the figures depend on."""
    lines = Path('/proc/cpuinfo').read_text().splitlines()
    model = next((line.split(':', 1)[1].strip() for line in lines if line.startswith('model name')), platform.machine())
    return dict(processor=model, cores=count_cores(), **source_state(), environment=describe_environment())


def print_tables(told: dict[str, Any]) -> None:
    """Requests, processes, saves and faults."""
    print('| request | count | p50 ms | p95 ms | p99 ms | longest ms | answers |\n|' + ' --- |' * 7)
    for kind, row in told['requests'].items():
        figures = ' | '.join(str(row.get(key, '')) for key in ('count', 'p50', 'p95', 'p99', 'max'))
        print(f'| {kind} | {figures} | {row.get("statuses", "")} |')
    for name in ('review', 'reader', 'command', 'saves'):
        print(f'{name}: {told[name]}')
    print(f'{len(told["faults"])} faults')
    print('\n'.join(told['faults']), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--minutes', type=float, default=30)
    parser.add_argument('--clients', type=int, default=64)
    parser.add_argument('--pause', type=float, default=2, help='mean seconds of a client between two requests')
    parser.add_argument('--most-growth', type=float, default=5, help='of memory, per cent')
    parser.add_argument('--out', type=Path, help='JSON of all figures')
    args = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix='soak_'))
    began = [round(one, 1) for one in os.getloadavg()]
    told = measure(args, place)
    told |= dict(minutes=args.minutes, clients=args.clients, pause_s=args.pause, machine=describe_machine(),
                 load_before=began, load_after=[round(one, 1) for one in os.getloadavg()])  # fmt: skip
    print_tables(told)
    if args.out:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(json.dumps(told, indent=1, ensure_ascii=False))
    if told['faults']:
        print(f'all of it is in {place}')
        return 1
    shutil.rmtree(place)
    return 0


if __name__ == '__main__':
    sys.exit(main())
