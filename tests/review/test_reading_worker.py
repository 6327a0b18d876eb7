"""The thread that reads all radiographs while others look."""

import threading
import time

from served_reviews import open_client, settings_of, wait_until_read

from aariz_mm.review.reading_worker import ReadingWorker


def run(worker, cases, count, kept, seconds=10):
    worker.start(cases)
    end = time.monotonic() + seconds
    while len(kept) < count and time.monotonic() < end:
        time.sleep(0.01)
    worker.stop()
    return kept


def test_cases_are_read_in_order_and_a_failure_does_not_stop_the_rest():
    kept = []

    def read(reader, n):
        if n == 1:
            raise ValueError('no radiograph')
        if n == 2:
            raise KeyError('a bug')
        return dict(n=n)

    worker = ReadingWorker(lambda: 'reader', read, lambda *outcome: kept.append(outcome))
    run(worker, range(4), 4, kept)
    assert kept[0] == (0, dict(n=0), '') and kept[1] == (1, None, 'no radiograph') and kept[3][1] == dict(n=3)
    assert kept[2][1] is None and 'KeyError' in kept[2][2] and 'report' in kept[2][2]


def test_the_case_that_is_looked_at_comes_next():
    begun, go_on, kept = threading.Event(), threading.Event(), []

    def read(reader, n):
        begun.set()
        go_on.wait(10)
        return {}

    worker = ReadingWorker(lambda: 'reader', read, lambda n, *_: kept.append(n))
    worker.start(range(6))
    begun.wait(10)
    worker.read_next(4), worker.read_next(99), go_on.set()
    run_until = time.monotonic() + 10
    while len(kept) < 6 and time.monotonic() < run_until:
        time.sleep(0.01)
    worker.stop()
    assert kept == [0, 4, 1, 2, 3, 5]


def test_a_model_that_cannot_be_loaded_is_told_for_each_case():
    kept = []

    def fail():
        raise ValueError('broken bundle')

    run(ReadingWorker(fail, lambda *_: {}, lambda *outcome: kept.append(outcome)), range(2), 2, kept)
    assert [outcome[2] for outcome in kept] == ['the model cannot be loaded: broken bundle'] * 2


def test_what_was_read_is_not_read_again(xrays, model):
    with open_client(settings_of(xrays, model)) as client:
        first = [case['doubt_px'] for case in wait_until_read(client)['cases']]
    with open_client(settings_of(xrays, model)) as client:
        assert [case['doubt_px'] for case in client.get('/api/cases').json()['cases']] == first


def test_what_failed_is_tried_again_at_the_next_start(xrays, model):
    good = (xrays / 'p1.png').read_bytes()
    (xrays / 'p1.png').write_bytes(b'not copied yet')
    with open_client(settings_of(xrays, model)) as client:
        states = {case['id']: case for case in wait_until_read(client)['cases']}
        assert states['p1']['state'] == 'failed' and 'text' in states['p1']['failure']
    (xrays / 'p1.png').write_bytes(good)
    with open_client(settings_of(xrays, model)) as client:
        time.sleep(0.1)
        assert client.get('/api/cases/1').json()['width'] > 100
