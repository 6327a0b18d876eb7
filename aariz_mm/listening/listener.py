"""The listener: receives, reads and sends at once, and ends in good order."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable

from aariz_mm.cores import count_cores
from aariz_mm.folder_lock import FolderLock
from aariz_mm.reading.single import Predict

from .answering import Answering, Reading
from .folder import SpoolFolder
from .reading_process import ReadingProcess
from .receiving import Receiver
from .sending import Sender
from .server import ListeningServer, start_server
from .settings import ListenSettings
from .store import SpoolStore, cause_of
from .tls import server_context

__all__ = ['Listener']

_TAKEN = '{folder}: another listener uses this spool ({holder}); end it, or give another --spool'
_LOCK = '.listen.lock'
_MOST_STARTS, _MOST_ENDED = 6, 2
_LOOK_S = 0.5
_PRUNE_S = 600.0
_PAUSE_S = 5.0
_DAY_S = 86400.0
_log = logging.getLogger('aariz_mm.listening')


class Listener:
    """A listener of a spool; as a context, it is started and stopped.

    Args:
        load: gives what reads radiographs, in each reading process; it must be one that can be pickled.
        how: read and answered.
    Errors:
        ValueError: the spool is in use or something else, the address is taken, or the files of TLS are none.
    """

    def __init__(self, settings: ListenSettings, load: Callable[[], Predict], how: Answering):
        self.settings = settings
        self._tls = None if settings.tls is None else server_context(settings.tls)
        folder = SpoolFolder(settings.spool)
        folder.prepare()
        self._lock = FolderLock(folder.path, _LOCK, _TAKEN)
        try:
            self.store = SpoolStore(folder)
            self.store.clean()
            self._sender = Sender(settings, self.store)
        except BaseException:
            self._lock.release()
            raise
        threads = max(count_cores() // settings.workers, 1)
        self._readers = [ReadingProcess(load, how, threads, settings.read_s) for _ in range(settings.workers)]
        self._stopping, self._news = threading.Event(), threading.Condition()
        self._busy: set[int] = set()
        self._threads: list[threading.Thread] = []
        self._receiver = Receiver(settings, self.store, self._wake)
        self._server: ListeningServer | None = None

    @property
    def port(self) -> int:
        """That is listened at."""
        return self._server.port

    def __enter__(self) -> Listener:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Load the model, then listen.

        Errors:
            What loading raises. ValueError: the address cannot be listened at.
        """
        jobs = [(self._read_on, (reader,)) for reader in self._readers] + [(self._send_on, ()), (self._keep_house, ())]
        try:
            self._readers[0].start()
            self._server = start_server(self.settings, self._receiver, self._tls)
            for job, arguments in jobs:
                thread = threading.Thread(target=job, args=arguments, daemon=True)
                thread.start()
                self._threads.append(thread)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Take no more, finish what is being received, read and sent, and close the spool."""
        self._stopping.set()
        self._wake()
        if self._server is not None:
            self._server.shutdown()
            self._end_associations()
        for thread in self._threads:
            thread.join()
        self._close()

    def _close(self) -> None:
        for reader in self._readers:
            reader.end()
        self.store.close()
        self._lock.release()

    def _end_associations(self) -> None:
        """Let messages that are coming in be answered, then end what is left."""
        until = time.monotonic() + self.settings.grace_s
        while time.monotonic() < until and self._server.sweep():
            receiving = any(one.dimse.is_receiving for one in self._server.sweep())
            if not receiving and not self._receiver.answering:
                time.sleep(0.2)  # the last answer is on its way
                break
            time.sleep(0.02)
        for association in self._server.sweep():
            association.abort() if association.is_established else association.kill()
        self._server.sweep()

    # --- threads

    def _read_on(self, reader: ReadingProcess) -> None:
        while not self._stopping.is_set():
            with self._guarded('reading'):
                n = self._next()
                if n is None:
                    self._wait()
                    continue
                try:
                    self._read(reader, n)
                finally:
                    self._busy.discard(n)

    def _next(self) -> int | None:
        with self._news:
            n = self.store.start_reading(_MOST_STARTS, sorted(self._busy))
            if n is not None:
                self._busy.add(n)
        return n

    def _read(self, reader: ReadingProcess, n: int) -> None:
        begin = time.monotonic()
        try:
            found = reader.read(n)
        except Exception:
            self.store.stop_reading(n)
            raise
        if found is None:
            _log.error('%d ended the process that read it, or took longer than %.0f s', n, self.settings.read_s)
            if self.store.instance(n).starts < _MOST_ENDED:
                return
            found = Reading('failed', 'it ended the process that read it, or took too long: damaged, or memory ran out')
        self.store.finish_reading(n, found.state, found.reason, found.kinds)
        level = logging.ERROR if found.state == 'failed' else logging.INFO
        word = {'other': 'is not answered'}.get(found.state, found.state)
        _log.log(
            level, '%d %s in %.1f s%s', n, word, time.monotonic() - begin, f': {found.reason}' if found.reason else ''
        )
        self._wake()

    def _send_on(self) -> None:
        while not self._stopping.is_set():
            with self._guarded('sending'):
                if not self._sender.send_waiting(self._stopping):
                    self._wait()

    def _keep_house(self) -> None:
        pruned = -_PRUNE_S
        while not self._stopping.is_set():
            with self._guarded('keeping house'):
                self._server.sweep()
                if time.monotonic() - pruned >= min(_PRUNE_S, self.settings.keep_days * _DAY_S + 1):
                    pruned = time.monotonic()
                    count = self.store.prune(time.time() - self.settings.keep_days * _DAY_S)
                    if count:
                        _log.info('%d removed that were done with %g days ago', count, self.settings.keep_days)
            self._stopping.wait(_LOOK_S)

    @contextlib.contextmanager
    def _guarded(self, what: str):
        """What goes wrong is told and tried again: a full disk has room again some day."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            _log.error('%s is held up: %s', what, cause_of(error))
            self._stopping.wait(_PAUSE_S)
        except Exception as error:
            _log.error(
                '%s is held up by a bug: %s', what, type(error).__name__, exc_info=_log.isEnabledFor(logging.DEBUG)
            )
            self._stopping.wait(_PAUSE_S)

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()

    def _wait(self) -> None:
        """Until there is news; a look now and then finds what another process has told to retry."""
        with self._news:
            if not self._stopping.is_set():
                self._news.wait(_LOOK_S)
