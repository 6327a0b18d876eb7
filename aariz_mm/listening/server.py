"""The server of associations: bounded in number, time and memory, and deaf to strangers."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from socketserver import BaseServer
from typing import Any

from pydicom import uid
from pynetdicom import AE, build_context, evt
from pynetdicom.pdu_primitives import A_ASSOCIATE
from pynetdicom.sop_class import Verification
from pynetdicom.transport import AssociationSocket, RequestHandler, ThreadedAssociationServer

from .receiving import Receiver, StoringDimse
from .settings import ListenSettings, find_caller

__all__ = ['STORAGE_CLASSES', 'TRANSFER_SYNTAXES', 'ListeningServer', 'start_server']

STORAGE_CLASSES = (
    uid.ComputedRadiographyImageStorage,
    uid.DigitalXRayImageStorageForPresentation,
    uid.DigitalXRayImageStorageForProcessing,
    uid.DigitalIntraOralXRayImageStorageForPresentation,
    uid.DigitalIntraOralXRayImageStorageForProcessing,
    uid.SecondaryCaptureImageStorage,
)
"""What is taken: the classes that lateral cephalograms come in."""
TRANSFER_SYNTAXES = (
    uid.ExplicitVRLittleEndian,
    uid.ImplicitVRLittleEndian,
    uid.DeflatedExplicitVRLittleEndian,
    uid.ExplicitVRBigEndian,
    uid.JPEGBaseline8Bit,
    uid.JPEGExtended12Bit,
    uid.JPEGLossless,
    uid.JPEGLosslessSV1,
    uid.JPEGLSLossless,
    uid.JPEGLSNearLossless,
    uid.JPEG2000Lossless,
    uid.JPEG2000,
    uid.RLELossless,
)
"""Those that ``aariz_mm.radiographs`` reads."""
_PDU_BYTES = 1 << 16
_MOST_PDU_BYTES = 1 << 20
"""A stranger may announce 4 GiB; ours is the first, and an association's opening stays far below the second."""
_CONNECTIONS_MORE = 10
_PERMANENT, _TRANSIENT = 1, 2
_BY_USER, _BY_PRESENTATION = 1, 3
_CALLING_UNKNOWN, _CALLED_UNKNOWN, _LIMIT = 3, 7, 2
_log = logging.getLogger('aariz_mm.listening')


class _GuardedSocket(AssociationSocket):
    """A socket that takes no more than a PDU may have, and waits for it no longer than it may take."""

    def recv(self, nr_bytes: int) -> bytearray:
        if nr_bytes > _MOST_PDU_BYTES:
            raise ConnectionError('a PDU larger than any may be')
        received, limit_s = bytearray(nr_bytes), self.assoc.network_timeout
        view, deadline = memoryview(received), time.monotonic() + limit_s
        there = 0
        try:
            while there < nr_bytes:
                self.socket.settimeout(max(deadline - time.monotonic(), 0.001))
                count = self.socket.recv_into(view[there:])
                if not count:
                    break
                there += count
        finally:
            view.release()
            self.socket.settimeout(limit_s)
        return received[:there]


class _Handler(RequestHandler):
    """Makes an association of a connection, with our socket and our DIMSE."""

    def _create_association(self) -> Any:
        association = super()._create_association()
        # The socket tells of itself when it is made, so one of the two notes goes.
        association.dul.socket = _GuardedSocket(association, client_socket=self.request)
        association.dul.event_queue.get_nowait()
        association.dimse = StoringDimse(association, self.server.receiver)
        self.server.track(association)
        return association


class ListeningServer(ThreadedAssociationServer):
    """The server; see :func:`start_server`."""

    daemon_threads = True
    receiver: Receiver
    settings: ListenSettings

    def __init__(
        self,
        *args: Any,
        settings: ListenSettings,
        receiver: Receiver,
        tls: ssl.SSLContext | None = None,
        **options: Any,
    ):
        self.settings, self.receiver, self.tls = settings, receiver, tls
        self._tracked: set[Any] = set()
        self._opening, self._guard = 0, threading.Lock()
        super().__init__(*args, request_handler=_Handler, **options)

    @property
    def port(self) -> int:
        """That it listens at."""
        return self.server_address[1]

    def shutdown(self) -> None:
        """Take no more connections; associations that are there go on."""
        BaseServer.shutdown(self)
        self.server_close()

    def track(self, association: Any) -> None:
        """Remember an association until it has ended."""
        with self._guard:
            self._tracked.add(association)

    def sweep(self) -> list[Any]:
        """Drop what associations that have ended left half done; returns those that live."""
        with self._guard:
            # One that was made and not yet started lives, too.
            ended = {one for one in self._tracked if one.ident is not None and not one.is_alive()}
            self._tracked -= ended
            alive = list(self._tracked)
        for association in ended:
            association.dimse.discard()
        return alive

    def verify_request(self, request: socket.socket, client_address: tuple) -> bool:
        """Whether a connection is taken at all: by its address, and by how many there are."""
        if not any(caller.may_be_at(client_address[0]) for caller in self.settings.callers):
            _log.warning('a connection from %s was closed: no caller is allowed there', client_address[0])
            return False
        if len(self.sweep()) + self._opening >= self.settings.associations + _CONNECTIONS_MORE:
            _log.warning('a connection from %s was closed: too many', client_address[0])
            return False
        return True

    def finish_request(self, request: socket.socket, client_address: tuple) -> None:
        """In a thread of its own: the handshake of TLS where there is one, then the association."""
        with self._guard:
            self._opening += 1
        try:
            request.settimeout(self.settings.acse_s)
            if self.tls is not None:
                try:
                    request = self.tls.wrap_socket(request, server_side=True)
                except (OSError, ValueError) as error:
                    why = getattr(error, 'reason', None) or type(error).__name__
                    _log.warning('a connection from %s was closed: no TLS (%s)', client_address[0], why)
                    request.close()
                    return
            request.settimeout(self.settings.network_s)
            super().finish_request(request, client_address)
        finally:
            with self._guard:
                self._opening -= 1

    def handle_error(self, request: socket.socket, client_address: tuple) -> None:
        """What goes wrong with one connection costs that connection alone."""
        import sys

        _log.warning('a connection from %s failed: %s', client_address[0], type(sys.exc_info()[1]).__name__)


def start_server(settings: ListenSettings, receiver: Receiver, tls: ssl.SSLContext | None = None) -> ListeningServer:
    """Listen, in a thread of its own.

    Args:
        tls: callers must use it, see :func:`~aariz_mm.listening.tls.server_context`; None for none.
    Errors:
        ValueError: the address cannot be listened at.
    """
    entity = AE(settings.title)
    entity.require_called_aet = True
    entity.require_calling_aet = sorted({caller.title for caller in settings.callers})
    entity.maximum_associations, entity.maximum_pdu_size = settings.associations, _PDU_BYTES
    entity.acse_timeout, entity.dimse_timeout = settings.acse_s, settings.dimse_s
    entity.network_timeout = settings.network_s
    contexts = [build_context(one, list(TRANSFER_SYNTAXES)) for one in STORAGE_CLASSES]
    handlers = [(evt.EVT_C_STORE, receiver.handle_store), (evt.EVT_REQUESTED, _screen)]
    try:
        server = entity.make_server(
            (settings.host, settings.port),
            contexts=[build_context(Verification), *contexts],
            evt_handlers=handlers,
            server_class=ListeningServer,
            settings=settings,
            receiver=receiver,
            tls=tls,
        )
    except OSError as error:
        reason = error.strerror or error
        raise ValueError(f'{settings.host}:{settings.port}: {reason}; give another --host or --port') from None
    threading.Thread(target=server.serve_forever, args=(0.2,), name='listen', daemon=True).start()
    return server


def _screen(event: Any) -> None:
    """Refuse an association that is none of ours, and say why."""
    association, settings = event.assoc, event.assoc._server.settings
    asked: A_ASSOCIATE = association.requestor.primitive
    address = association.requestor.address
    title = str(asked.calling_ae_title).strip()
    why, answer = find_caller(settings.callers, title, address), (_PERMANENT, _BY_USER, _CALLING_UNKNOWN)
    if not why and str(asked.called_ae_title).strip() != settings.title:
        why, answer = 'wrong called AE title', (_PERMANENT, _BY_USER, _CALLED_UNKNOWN)
    living = [one for one in association._server.sweep() if one.is_established]
    if not why and len(living) >= settings.associations:
        why, answer = 'too many associations', (_TRANSIENT, _BY_PRESENTATION, _LIMIT)
    if why:
        _log.warning('an association of %s from %s was refused: %s', ascii(title), address, why)
        association.acse.send_reject(*answer)
        association.kill()
