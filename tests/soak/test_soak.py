"""The soak's own judgement, by hand values; and a few clients for a moment, who find nothing wrong."""

import itertools
import socket
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from soak_judging import find_bad_answers, find_growth, find_open_handles, latencies_ms, memory_trend
from soak_ledger import Ledger, digest_of, find_left_over, find_lost, find_wrong_files, read_kept
from soak_reader import BROKEN, read_for
from soak_rudeness import ask_far_too_often, drawn_state
from soak_server import find_complaints
from soak_visitor import Record, Visitor

sys.path.insert(0, str(Path(__file__).parents[1] / 'review'))

SECONDS = np.arange(0, 1800, 5.0)
KEY = (0, 'Kim')


def test_percentiles_are_those_of_the_nearest_rank():
    assert latencies_ms([one / 1000 for one in range(1, 101)]) == dict(count=100, p50=50, p95=95, p99=99, max=100)
    assert latencies_ms([0.25]) == dict(count=1, p50=250, p95=250, p99=250, max=250)


def test_a_leak_of_a_mebibyte_a_minute_is_seen_in_noise():
    noise = np.random.default_rng(0).normal(0, 1, len(SECONDS))
    trend = memory_trend(SECONDS, 200 + SECONDS / 60 + noise)
    assert trend['slope_mib_per_hour'] == pytest.approx(60, abs=1) and trend['grown_percent'] > 8
    assert find_growth('review', trend, 5) and find_growth('review', trend, 5)[0].startswith('review: memory grew')


@pytest.mark.parametrize(
    'memory',
    [
        np.full(len(SECONDS), 200.0),
        300 - SECONDS / 60,  # it shrinks
        200 + 100 * np.exp(-SECONDS / 60) * -1,  # it grows while it settles
        200 + 90 * (np.arange(len(SECONDS)) % 9 == 0),  # peaks
        200 + 40 * (np.arange(len(SECONDS)) > len(SECONDS) - 50),  # a last request of much: a step, and no leak
    ],
)
def test_what_settles_peaks_or_shrinks_is_no_leak(memory):
    assert find_growth('review', memory_trend(SECONDS, memory), 5) == []


def test_too_few_samples_are_no_figure():
    with pytest.raises(ValueError, match='9 samples of memory, expected at least 10'):
        memory_trend(SECONDS[:9], SECONDS[:9])


def test_a_file_that_stays_open_is_seen():
    assert find_open_handles('review', 12, 12) == find_open_handles('review', 12, 11) == []
    assert find_open_handles('review', 12, 13) == ['review: 13 open files once all was done, 12 before']


def test_an_answer_that_may_not_be_is_seen_and_one_to_wait_is_not():
    expected = dict(list=(200,), save=(200, 409))
    assert find_bad_answers({('list', 200): 5, ('list', 429): 3, ('save', 409): 1}, expected) == []
    found = find_bad_answers({('list', 500): 2, ('list', 200): 1, ('save', 'cut off'): 1}, expected)
    assert found == [
        "list: 2 x 500, expected ['200']", "save: 1 x cut off, expected ['200', '409']",
        'save: never answered as expected',
    ]  # fmt: skip


def told(ledger, kept):
    return [one.split(': ', 1)[1] for one in find_lost(ledger.acknowledged, ledger.unanswered, kept)]


def test_saves_that_are_lost_changed_or_from_nobody_are_seen():
    ledger, kept = Ledger(), {KEY: {1: digest_of(dict(x=1)), 2: digest_of(dict(x=2))}}
    ledger.acknowledge(KEY, 1, dict(x=1))
    assert told(ledger, kept) == ['nobody sent version 2']
    ledger.doubt(KEY, dict(x=2))
    assert told(ledger, kept) == []  # sent, and nobody waited for the answer
    assert told(ledger, {}) == ['version 1 is lost']
    ledger.acknowledge(KEY, 3, dict(x=3))
    assert told(ledger, kept) == ['version 3 is lost']
    assert told(ledger, {KEY: {**kept[KEY], 3: digest_of(dict(x=9))}}) == ['version 3 has another content']
    assert 'the versions [1, 3] have gaps' in told(ledger, {KEY: {1: kept[KEY][1], 3: digest_of(dict(x=3))}})


def test_one_version_for_two_contents_is_seen():
    ledger = Ledger()
    for x in (1, 1, 2):
        ledger.acknowledge(KEY, 1, dict(x=x))
    assert ledger.faults == ["(0, 'Kim'): version 1 was acknowledged for two contents"] and ledger.last(KEY) == 1


def test_files_left_over_are_seen(tmp_path):
    for name in ('home/.a.json.part', 'home/a.json', 'temporary/tmpx'):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_left_over(tmp_path / 'home', tmp_path / 'temporary')
    assert [one.rsplit('/', 1)[1] for one in found] == ['.a.json.part', 'tmpx']


def test_complaints_of_the_server_are_told():
    said = '3 radiographs of /x; kept in /y\nopen http://127.0.0.1:1/\nTraceback (most recent call last):\nended; all\n'
    assert find_complaints(said) == ['the server said: Traceback (most recent call last):']


def answer_and_close(listening):
    for _ in range(2):
        with listening.accept()[0] as connection:
            connection.recv(4096)
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')


@pytest.mark.parametrize(('kept_s', 'faults'), [(29, ['a connection that was idle for 0.1 s was closed']), (0, [])])
def test_an_idle_connection_that_is_closed_too_early_is_seen(monkeypatch, kept_s, faults):
    monkeypatch.setattr('soak_visitor._KEPT_S', kept_s)
    with socket.create_server(('127.0.0.1', 0)) as listening:
        threading.Thread(target=answer_and_close, args=(listening,), daemon=True).start()
        visitor, wait = Visitor(0, listening.getsockname(), Record()), threading.Event()
        statuses = [visitor.ask('list', 'GET', '/').status, wait.wait(0.1), visitor.ask('list', 'GET', '/').status]
    assert statuses == [200, False, 200] and visitor.record.faults == faults


def test_a_reader_that_answers_differently_or_refuses_is_seen(tmp_path):
    for name in ('a.png', BROKEN):
        (tmp_path / name).touch()
    answers = itertools.count()

    def read(path):
        if path.name == BROKEN:
            raise ValueError('broken')
        return next(answers)

    found = read_for(read, tmp_path, 0.01)
    assert found['faults'] == ['a.png was read differently another time'] * (found['rounds'] > 1)
    assert found['refused'] == found['rounds'] and len(found['seconds']) == found['rounds']
    (tmp_path / BROKEN).rename(tmp_path / 'b.png')
    refusing = read_for(lambda path: read(Path(BROKEN)), tmp_path, 0.001)
    assert refusing['faults'] == ['a.png was refused: broken', 'b.png was refused: broken']


def test_a_few_clients_find_nothing_wrong_and_a_lost_save_would_be(tmp_path):
    pytest.importorskip('uvicorn', reason='the server needs the extra review')
    from served_reviews import draw_folder, run_in_thread, settings_of
    from soak_clients import EXPECTED, Client, work_for

    from aariz_mm.review.settings import Limits

    limits = Limits(requests_at_once=300)  # of an address, and each client has his own
    settings, record, ledger = settings_of(draw_folder(tmp_path / 'xrays', 2), limits=limits), Record(), Ledger()
    with run_in_thread(settings) as address:
        server = (urlsplit(address).hostname, urlsplit(address).port)
        clients = [Client(n, server, record, ledger, {0: (192, 240), 1: (192, 240)}, 0) for n in range(3)]
        for kind in EXPECTED:
            clients[0].do(kind)
        work_for(clients, 1.0)
        assert ask_far_too_often(Visitor(9, server, Record()), most=3000)[429]
    assert find_bad_answers(record.counts, EXPECTED) == [] and record.faults == []
    kept, last = read_kept(settings.home)
    assert ledger.count() > 3 and find_lost(ledger.acknowledged, ledger.unanswered, kept) == []
    assert find_wrong_files(settings.home, last) == [] and find_left_over(settings.home) == []
    spoil_one(settings.home, ledger, kept, last)


def spoil_one(home, ledger, kept, last):
    """What was kept well and is spoilt now is seen."""
    key = next(key for key in ledger.acknowledged if last[key]['landmarks'])
    kept[key] = {version: one for version, one in kept[key].items() if version != max(ledger.acknowledged[key])}
    assert any('is lost' in one for one in find_lost(ledger.acknowledged, ledger.unanswered, kept))
    for path in (home / 'train' / 'Annotations' / 'Cephalometric Landmarks' / key[1]).iterdir():
        path.write_text('{"landmarks": []}')
    assert find_wrong_files(home, {key: last[key]}) != []


def test_states_are_as_the_server_keeps_them():
    import random

    from aariz_mm.review.state import AnnotationState

    state = drawn_state(random.Random(0), (300, 400))
    assert AnnotationState.from_plain(state).as_plain() == state
