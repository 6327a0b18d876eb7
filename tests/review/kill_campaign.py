"""Kill a process that saves, at random moments, and look whether anything that it acknowledged is lost or half there.

    python tests/review/kill_campaign.py [--kills 50] [--seed 0] [--http]

The process saves states of several cases by two readers as fast as it can and says each version once the store has
acknowledged it; with --http it is ``aariz-mm review``, which two clients save to at once. After each kill the store is
opened again and compared with what was said.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

if __name__ == '__main__':
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from made_reviews import open_review, state, write_folder

from aariz_mm.annotations.layout import MACHINE_CSV
from aariz_mm.review.planning import landmark_entries
from aariz_mm.review.state import AnnotationState

_CASES = 4
_READERS = ('Dr Kim', '이 선생')
_SYMBOLS = ('A', 'B', 'N', 'S', 'Go')
_LONGEST_S = 0.6
_SAVER = 'saver'


def save_for_ever(folder: Path) -> None:
    """Save the next version of every case and reader in turn, and say so, until killed."""
    with open_review(folder) as store:
        while True:
            for n in range(_CASES):
                for reader in _READERS:
                    last = store.latest(n, reader)
                    version = 1 if last is None else last.version + 1
                    store.save(n, reader, version - 1, marks_of(version), f'save {version}')
                    print(json.dumps([n, reader, version]), flush=True)


def marks_of(version: int) -> AnnotationState:
    """What is saved as a version."""
    status = 'finished' if version % 3 == 0 else 'draft'
    return state(10 + version % 30, status, _SYMBOLS[: 1 + version % 5], stage=1 + version % 6)


def kill_server(folder: Path, after_s: float) -> list[tuple[int, str, int]]:
    """What ``aariz-mm review`` acknowledged that was killed so long after its first save."""
    from served_reviews import run_server

    acknowledged: list[tuple[int, str, int]] = []
    with run_server(folder, '--model', 'none') as (process, address):
        clients = [threading.Thread(target=save_to_server, args=(address, one, acknowledged)) for one in _READERS]
        for client in clients:
            client.start()
        while not acknowledged and any(client.is_alive() for client in clients):
            time.sleep(0.01)
        time.sleep(after_s)
        process.kill()
        for client in clients:
            client.join()
    return acknowledged


def save_to_server(address: str, reader: str, acknowledged: list[tuple[int, str, int]]) -> None:
    """Save the next version of every case in turn until the server is gone; ``acknowledged`` grows."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    name, versions = quote(reader), dict.fromkeys(range(_CASES), 0)
    try:
        for n in versions:
            answer = _ask(connection, 'GET', f'/api/cases/{n}/annotations/{name}?reader={name}')
            versions[n] = answer.get('version', 0)
        while True:
            for n, version in versions.items():
                body = dict(marks_of(version + 1).as_plain(), base_version=version, action=f'save {version + 1}')
                answer = _ask(connection, 'PUT', f'/api/cases/{n}/annotations/{name}', json.dumps(body))
                versions[n] = answer['version']
                acknowledged.append((n, reader, answer['version']))
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return  # killed


def _ask(connection: http.client.HTTPConnection, method: str, path: str, body: str | None = None) -> dict:
    connection.request(method, path, body, {'Content-Type': 'application/json'})
    with connection.getresponse() as answer:
        return json.loads(answer.read())


def kill_once(folder: Path, after_s: float) -> list[tuple[int, str, int]]:
    """What a process acknowledged that was killed so long after its first save."""
    command = [sys.executable, __file__, '--role', _SAVER, '--folder', str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        said = [process.stdout.readline()]
        time.sleep(after_s)
        process.kill()
        said += process.stdout.read().splitlines(keepends=True)
    # The last line may be cut: what was not said in full was not acknowledged.
    return [tuple(json.loads(line)) for line in said if line.endswith('\n')]


def check(folder: Path, acknowledged: list[tuple[int, str, int]]) -> list[str]:
    """What is wrong once the store has been opened again; nothing is expected."""
    wrong = []
    for path in folder.with_name(f'{folder.name}_review').rglob('*.json'):
        json.loads(path.read_text(encoding='utf-8'))  # whole, before anything is mended
    with open_review(folder) as store:
        wrong += store.problems
        for n, reader, version in acknowledged:
            if store.latest(n, reader) is None or store.latest(n, reader).version < version:
                wrong.append(f'version {version} of {reader} in case {n} is lost')
        for info in store.annotations():
            versions = [one.version for one in store.history(info.n, info.reader)]
            if versions != list(range(len(versions), 0, -1)):
                wrong.append(f'versions {versions} of {info.reader} in case {info.n}')
            wrong += _check_file(store, info.n, info.reader)
        rows = (store.home / MACHINE_CSV).read_text(encoding='utf-8').splitlines()[1:]
        images = list((store.home / 'train' / 'Cephalograms').iterdir())
        if len(rows) != len({info.n for info in store.annotations()}) or len(images) != len(rows):
            wrong.append(f'{len(rows)} rows and {len(images)} images')
        wrong += [f'left over: {path}' for path in store.home.rglob('*.part')]
        for path in store.home.rglob('*.json'):
            json.loads(path.read_text(encoding='utf-8'))
    return wrong


def _check_file(store, n: int, reader: str) -> list[str]:
    case, last = store.case(n), store.latest(n, reader)
    place = Path('train') / 'Annotations' / 'Cephalometric Landmarks' / reader / f'{case.image_id}.json'
    written = json.loads((store.home / place).read_text(encoding='utf-8'))['landmarks']
    return [] if written == landmark_entries(last.state, case.size) else [f'{place} is not version {last.version}']


def campaign(kills: int, seed: int, folder: Path, kill_one: Callable = kill_once) -> tuple[int, list[str]]:
    """Kill so many times; how many saves were acknowledged, and all that was wrong."""
    rng, total, wrong = random.Random(seed), 0, []
    write_folder(folder, *(f'case {number}.png' for number in range(_CASES)))
    before: dict[tuple[int, str], int] = {}
    for kill in range(kills):
        acknowledged = kill_one(folder, rng.uniform(0, _LONGEST_S))
        for n, reader, version in acknowledged:
            before[n, reader] = max(version, before.get((n, reader), 0))
        total += len(acknowledged)
        found = check(folder, [(*key, version) for key, version in before.items()])
        wrong += [f'kill {kill}: {one}' for one in found]
    return total, wrong


def main() -> int:
    """Run the campaign, or the process that is killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--kills', type=int, default=50)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--http', action='store_true', help='kill the server of the page')
    parser.add_argument('--role', choices=('campaign', _SAVER), default='campaign', help=argparse.SUPPRESS)
    parser.add_argument('--folder', type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.role == _SAVER:
        save_for_ever(args.folder)
    with tempfile.TemporaryDirectory() as place:
        kill_one = kill_server if args.http else kill_once
        total, wrong = campaign(args.kills, args.seed, Path(place) / 'xrays', kill_one)
    print('\n'.join(wrong))
    print(f'{args.kills} kills, {total} acknowledged saves, {len(wrong)} wrong')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
