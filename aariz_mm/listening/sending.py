"""Answers on their way to the peer, by C-STORE."""

from __future__ import annotations

import logging
import threading
import time
from itertools import takewhile
from pathlib import Path
from typing import Any

from pydicom import dcmread, uid
from pynetdicom import AE, build_context

from aariz_mm.radiographs.dicom import quiet_dicom

from .reachability import why_unreachable
from .settings import ListenSettings
from .store import Instance, SpoolStore
from .tls import client_context

__all__ = ['ANSWER_CLASSES', 'PeerError', 'Sender', 'is_taken']

_HAS_IT_ALREADY = 0x0111
_WARNINGS = range(0xB000, 0xC000)
_MOST_REFUSALS = 8
_BATCH = 20
ANSWER_CLASSES = (
    uid.ComprehensiveSRStorage,
    uid.Comprehensive3DSRStorage,
    uid.EnhancedSRStorage,
    uid.GrayscaleSoftcopyPresentationStateStorage,
    uid.ColorSoftcopyPresentationStateStorage,
    uid.SecondaryCaptureImageStorage,
    uid.MultiFrameTrueColorSecondaryCaptureImageStorage,
)
"""Of all that an answer can be: a presentation state of a radiograph in colour is of a class of its own."""
_CONNECT_S = 10.0
_log = logging.getLogger('aariz_mm.listening')


class PeerError(Exception):
    """The peer cannot be reached or said nothing; what was to be sent is sent later."""


def is_taken(status: int) -> bool:
    """Whether the peer has the object after this status: success, a warning, or 'duplicate SOP instance'."""
    return status in (0, _HAS_IT_ALREADY) or status in _WARNINGS


class Sender:
    """Sends what is read and waits, oldest first; a peer that is away is tried again after a while.

    Errors:
        FileNotFoundError, ValueError: the files of TLS are none.
    """

    def __init__(self, settings: ListenSettings, store: SpoolStore):
        self._settings, self._store = settings, store
        self._wait_s, self._not_before = 0.0, 0.0
        self._tls = client_context(settings.tls) if settings.peer_tls else None
        self._entity = AE(settings.title)
        self._entity.requested_contexts = [
            build_context(one, [uid.ExplicitVRLittleEndian, uid.ImplicitVRLittleEndian]) for one in ANSWER_CLASSES
        ]
        self._entity.acse_timeout, self._entity.dimse_timeout = settings.acse_s, settings.dimse_s
        self._entity.network_timeout, self._entity.connection_timeout = settings.network_s, _CONNECT_S

    def retry_now(self) -> None:
        """Forget that the peer was away."""
        self._wait_s = self._not_before = 0.0

    def send_waiting(self, stop: threading.Event) -> int:
        """Send what waits, if the peer may be tried; returns how many answers it took.

        Args:
            stop: once it is set, what is being sent is finished and no more is begun.
        """
        if time.monotonic() < self._not_before or stop.is_set():
            return 0
        for n in self._store.give_up(time.time() - self._settings.give_up_s, 'the peer was away too long'):
            _log.error('%d failed: the peer was away too long', n)
        waiting = self._store.to_send(time.time(), _BATCH)
        if not waiting:
            return 0
        try:
            taken = self._send_all(waiting, stop)
        except PeerError as error:
            self._wait_s = min(max(2 * self._wait_s, self._settings.first_wait_s), self._settings.longest_wait_s)
            self._not_before = time.monotonic() + self._wait_s
            _log.warning('%s; tried again in %.0f s', error, self._wait_s)
            return 0
        self._wait_s = 0.0
        return taken

    def _send_all(self, waiting: list[tuple[Instance, list[str]]], stop: threading.Event) -> int:
        association, taken = self._associate(), 0
        try:
            for instance, kinds in waiting:
                if stop.is_set():
                    break
                # The first one that is not taken puts the others off, too.
                taken += sum(takewhile(bool, (self._send(association, instance, kind) for kind in kinds)))
        finally:
            if association.is_established:
                association.release()
        return taken

    def _associate(self) -> Any:
        peer = self._settings.peer
        tls = {} if self._tls is None else dict(tls_args=(self._tls, peer.host))
        try:
            association = self._entity.associate(peer.host, peer.port, ae_title=peer.title, **tls)
        except (OSError, ValueError, RuntimeError) as error:
            raise PeerError(f'{peer.title} cannot be reached ({type(error).__name__})') from None
        if association.is_established:
            return association
        if association.is_rejected:
            raise PeerError(f'{peer.title} refused the association: look at the AE titles that it allows')
        raise PeerError(f'{peer.title} cannot be reached ({why_unreachable(peer, self._tls)})')

    def _send(self, association: Any, instance: Instance, kind: str) -> bool:
        """Send one answer; whether the peer has it."""
        path = self._store.folder.answer(instance.n, kind)
        try:
            status = _store_at(association, path)
        except FileNotFoundError:
            self._store.read_again(instance.n)
            _log.warning('%d is read again: its answer (%s) is gone', instance.n, kind)
            return False
        if status is not None and is_taken(status):
            if self._store.mark_sent(instance.n, kind):
                _log.info('%d sent', instance.n)
            return True
        why = f'the peer does not take it ({kind}: ' + (
            'no such class)' if status is None else f'status 0x{status:04X})'
        )
        if instance.refusals + 1 >= _MOST_REFUSALS:
            self._store.fail(instance.n, why)
            _log.error('%d failed: %s', instance.n, why)
            return False
        wait_s = min(self._settings.first_wait_s * 2**instance.refusals, self._settings.longest_wait_s)
        self._store.put_off(instance.n, time.time() + wait_s, why, is_refusal=True)
        _log.warning('%d is put off for %.0f s: %s', instance.n, wait_s, why)
        return False


def _store_at(association: Any, path: Path) -> int | None:
    """The status of a C-STORE; None where the peer takes no object of the class.

    Errors:
        FileNotFoundError: nothing is there. PeerError: no answer came.
    """
    if not association.is_established:
        raise PeerError('the peer ended the association')
    with quiet_dicom():
        dataset = dcmread(path)
    accepted = {context.abstract_syntax for context in association.accepted_contexts}
    if dataset.SOPClassUID not in accepted:
        return None
    try:
        status = association.send_c_store(dataset)
    except (RuntimeError, ValueError) as error:
        raise PeerError(f'an answer cannot be sent ({type(error).__name__})') from None
    if 'Status' not in status:
        raise PeerError('the peer gave no answer')
    return int(status.Status)
