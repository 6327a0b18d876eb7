"""C-STORE, as it is received: the data set goes to the disk, and is answered once the spool has it for good."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
from io import BytesIO
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom.dimse import DIMSEServiceProvider
from pynetdicom.dimse_messages import C_STORE_RQ
from pynetdicom.dsutils import create_file_meta, write_file_meta_info
from pynetdicom.pdu_primitives import P_DATA

from aariz_mm.radiographs.dicom import quiet_dicom
from aariz_mm.radiographs.dicom_values import text_of

from .inbox import Arrival, Inbox
from .settings import ListenSettings
from .store import SpoolStore, cause_of

__all__ = [
    'CANNOT_UNDERSTAND',
    'DOES_NOT_MATCH',
    'KEPT_THE_FIRST',
    'OUT_OF_RESOURCES',
    'SUCCESS',
    'Receiver',
    'StoringDimse',
]

SUCCESS, OUT_OF_RESOURCES, DOES_NOT_MATCH, CANNOT_UNDERSTAND = 0x0000, 0xA700, 0xA900, 0xC000
KEPT_THE_FIRST = 0xB000
"""A warning, 'Coercion of Data Elements': what is kept under this UID are other bytes, those that came first."""
_MOST_COMMAND_BYTES = 1 << 16
_MOST_DROPPED = 4
_BROKEN = 'Evt19'
"""Of the state machine: an invalid PDU; the association is aborted."""
_log = logging.getLogger('aariz_mm.listening')


class StoringDimse(DIMSEServiceProvider):
    """DIMSE messages of one association, whose data sets go to the disk and never into memory.

    ``arrival`` is the data set of the message that is being answered, None where it has none.
    """

    def __init__(self, assoc: Any, receiver: Receiver):
        super().__init__(assoc)
        self._receiver = receiver
        self._inbox: Inbox | None = None
        self._command_bytes, self._is_broken = 0, False
        self.arrival: Arrival | None = None

    def receive_primitive(self, primitive: P_DATA) -> None:
        """Take what came, piece by piece; what breaks the protocol or the limits ends the association."""
        for context_id, data in primitive.presentation_data_value_list:
            if self._is_broken:
                return
            try:
                self._take(context_id, data)
            except Exception as error:  # pynetdicom raises of every kind at what a stranger makes up
                self._break(type(error).__name__)

    @property
    def is_receiving(self) -> bool:
        """Whether part of a message has come, or one is being answered."""
        return self.message is not None or self.arrival is not None

    def take_arrival(self) -> Arrival | None:
        """The data set of the message that is being answered, which is asked for once."""
        arrival, self.arrival = self.arrival, None
        return arrival

    def discard(self) -> None:
        """Drop what is half there, or will not be answered, as the association has ended."""
        self._is_broken = True
        inbox, self._inbox = self._inbox, None
        if inbox is not None:
            inbox.discard()
        arrival = self.take_arrival()
        if arrival is not None and arrival.part is not None:
            arrival.part.unlink(missing_ok=True)

    def _take(self, context_id: int, data: bytes) -> None:
        is_command, is_last = data[0] & 1, data[0] & 2
        if is_command:
            self._command_bytes += len(data)
            if self._command_bytes > _MOST_COMMAND_BYTES:
                return self._break('a command without end')
        else:
            self._put_aside(context_id, memoryview(data)[1:], bool(is_last))
            data = data[:1]
        if is_last:
            self._command_bytes = 0
        piece = P_DATA()
        piece.presentation_data_value_list = [[context_id, data]]
        super().receive_primitive(piece)

    def _put_aside(self, context_id: int, data: memoryview, is_last: bool) -> None:
        if not isinstance(self.message, C_STORE_RQ):
            raise ValueError('a data set that nobody announced')
        if self._inbox is None:
            if self.arrival is not None:
                raise ValueError('a message before the last one was answered')
            self._inbox = self._receiver.open_inbox(self._head(context_id))
        self._inbox.write(data)
        if self._inbox.size > _MOST_DROPPED * self._receiver.settings.max_bytes:
            raise ValueError('a data set without end')
        if is_last:
            self.arrival, self._inbox = self._inbox.finish(), None

    def _head(self, context_id: int) -> bytes:
        """What stands before the data set in a DICOM file."""
        command, context = self.message.command_set, self.assoc._accepted_cx[context_id]
        head = BytesIO()
        head.write(bytes(128) + b'DICM')
        meta = create_file_meta(
            sop_class_uid=command.AffectedSOPClassUID,
            sop_instance_uid=command.AffectedSOPInstanceUID,
            transfer_syntax=context.transfer_syntax[0],
        )
        write_file_meta_info(head, meta)
        return head.getvalue()

    def _break(self, why: str) -> None:
        _log.warning('an association was aborted: a message that breaks the protocol (%s)', why)
        self.discard()
        self.dul.event_queue.put(_BROKEN)


class Receiver:
    """Answers the C-STORE requests of all associations.

    ``answering`` is the number of requests that are being answered.

    Args:
        arrived: called once something new is in the spool.
    """

    def __init__(self, settings: ListenSettings, store: SpoolStore, arrived: Any = None):
        self.settings, self._store, self._arrived = settings, store, arrived
        self.answering = 0

    def open_inbox(self, head: bytes) -> Inbox:
        """Where the next data set goes."""
        return Inbox(self._store.folder, head, self.settings.max_bytes, self.settings.reserve_bytes)

    def handle_store(self, event: Any) -> int | Dataset:
        """The status of a C-STORE request; 0x0000 says that the instance is on the disk."""
        arrival, caller = event.assoc.dimse.take_arrival(), event.assoc.requestor.ae_title.strip()
        if arrival is None:
            return _refuse(caller, CANNOT_UNDERSTAND, 'no data set came')
        if arrival.part is None:
            return _refuse(caller, OUT_OF_RESOURCES, arrival.problem)
        self.answering += 1
        try:
            return self._keep(arrival, event.request, event.context.abstract_syntax, caller)
        except (OSError, sqlite3.Error) as error:
            return _refuse(caller, OUT_OF_RESOURCES, f'the spool cannot keep it ({cause_of(error)})')
        finally:
            self.answering -= 1
            with contextlib.suppress(OSError):
                arrival.part.unlink(missing_ok=True)

    def _keep(self, arrival: Arrival, request: Any, negotiated: str, caller: str) -> int | Dataset:
        uids = str(request.AffectedSOPClassUID), str(request.AffectedSOPInstanceUID)
        stated = _stated_uids(arrival.part)
        if stated is None:
            return _refuse(caller, CANNOT_UNDERSTAND, 'the data set holds no picture that can be understood')
        if stated != uids or uids[0] != negotiated:
            return _refuse(caller, DOES_NOT_MATCH, 'the data set is of another instance or class than was announced')
        uid_sha256 = hashlib.sha256(uids[1].encode()).hexdigest()
        n, news = self._store.add(arrival.part, uid_sha256, arrival.sha256, arrival.size, caller)
        if news == 'differs':
            return _refuse(caller, KEPT_THE_FIRST, f'other data under the SOP Instance UID of {n}; {n} stays as it is')
        word = 'received' if news == 'new' else 'came again'
        _log.info('%d %s from %s, %.1f MB', n, word, caller, arrival.size / 1e6)
        if news == 'new' and self._arrived is not None:
            self._arrived()
        return SUCCESS


def _stated_uids(part: Path) -> tuple[str, str] | None:
    """SOP class and instance that a data set says it is; None where it is none of a picture."""
    from aariz_mm.radiographs.dicom import read_dicom

    try:
        dataset = read_dicom(part, with_pixels=False)
        with quiet_dicom():
            return text_of(dataset, 'SOPClassUID'), text_of(dataset, 'SOPInstanceUID')
    except Exception:  # whatever pydicom raises, whose words may hold a name
        return None


def _refuse(caller: str, status: int, why: str) -> Dataset:
    _log.warning('an instance from %s was refused with status 0x%04X: %s', caller, status, why)
    answer = Dataset()
    answer.Status, answer.ErrorComment = status, why[:64]
    return answer
