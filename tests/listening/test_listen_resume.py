"""What was taken is answered in the end: after a peer that was away, after refusals, after kills."""

import logging
import random
import signal
import time

import pytest

pytest.importorskip('pynetdicom', reason='the listener needs the extra dicom')

from dicom_peers import Archive, instance, open_listener, send, send_in_thread, wait_until
from listening_process import run_listener
from stand_in import SLOW

from aariz_mm.listening.folder import SpoolFolder
from aariz_mm.listening.store import SpoolStore


def test_a_peer_that_was_away_is_sent_to_after_a_restart_and_once_it_is_back(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr('aariz_mm.listening.listener._LOOK_S', 0.1)
    caplog.set_level(logging.INFO, 'aariz_mm.listening')
    archive = Archive()
    archive.stop()
    with open_listener(tmp_path / 'spool', archive.port) as listener:
        assert send(listener.port, instance(0), instance(1)) == [0, 0]
        assert wait_until(lambda: listener.store.counts()['read'] == 2)
        listener.store.folder.answer(1, 'sr').unlink()  # it is made again
        assert wait_until(lambda: 'ARCHIVE cannot be reached (Connection refused); tried again in' in caplog.text, 5)
    with open_listener(tmp_path / 'spool', archive.port) as listener:
        archive.start()
        assert wait_until(lambda: listener.store.counts()['sent'] == 2)
        assert sorted(archive.sources()) == sorted(instance(n).SOPInstanceUID for n in range(2))
        archive.status = 0xA700
        assert send(listener.port, instance(2)) == [0]
        assert wait_until(lambda: listener.store.instance(3).refusals >= 2)
        assert 'status 0xA700' in listener.store.instance(3).reason
        assert wait_until(lambda: listener.store.instance(3).state == 'failed')
        archive.status = 0x0111  # it has it already
        other = SpoolStore(SpoolFolder(tmp_path / 'spool'))
        assert other.retry() == 1  # by another process
        other.close()
        assert wait_until(lambda: listener.store.instance(3).state == 'sent')
        assert send(listener.port, instance(3, width=SLOW)) == [0]
        assert wait_until(lambda: listener.store.instance(4).starts == 1)
    assert state_in(tmp_path / 'spool', 4) in ('read', 'sent')  # stopping let it finish
    archive.stop()


def state_in(spool, n):
    store = SpoolStore(SpoolFolder(spool))
    try:
        return store.instance(n).state
    finally:
        store.close()


def test_what_is_acknowledged_survives_a_kill_and_is_answered_once(tmp_path):
    archive, rng, spool = Archive(), random.Random(0), tmp_path / 'spool'
    waiting = [instance(n) for n in range(12)]
    with run_listener(spool, archive.port) as (process, port):
        sender = send_in_thread(port, *waiting, patience_s=2)
        time.sleep(rng.uniform(0.05, 0.3))
        process.kill()
        sender.join(60)
    sent = zip(waiting, sender.statuses, strict=True)
    acknowledged = {one.SOPInstanceUID for one, status in sent if status == 0}
    waiting = [one for one in waiting if one.SOPInstanceUID not in acknowledged]
    with run_listener(spool, archive.port) as (process, port):
        assert not waiting or send(port, *waiting) == [0] * len(waiting)
        assert archive.wait(12)
        store = SpoolStore(SpoolFolder(spool))
        assert wait_until(lambda: store.counts()['sent'] == 12)
        store.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    received = {(uid, digest) for uid, digest, _ in archive.received}
    assert len(received) == 12 == len(set(archive.sources()))  # what came twice is the same, to the byte
    archive.stop()
