"""A modality that sends, an archive that collects, and a listener between them whose model is a stand-in."""

import contextlib
import hashlib
import logging
import threading
import time
from unittest import mock

import numpy as np
from dicom_files import DX, make_dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import AE, StoragePresentationContexts, build_context, evt
from pynetdicom.sop_class import Verification
from stand_in import StandIn, small_reports

from aariz_mm.listening.answering import Answering, answer_instance
from aariz_mm.listening.listener import Listener
from aariz_mm.listening.reading_process import ReadingProcess
from aariz_mm.listening.settings import ListenSettings, Peer, parse_caller

logging.getLogger('pynetdicom').setLevel(logging.CRITICAL + 1)
SECRETS = dict(PatientName='Kim^Minsu', PatientID='4711-0815', AccessionNumber='ACC99')


def instance(number, width=60, pixels=None, **values):
    """A small radiograph of a patient with made-up names, one of its own for each number."""
    if pixels is None:
        pixels = np.random.default_rng(number).integers(0, 4096, (80, width)).astype(np.uint16)
    study = f'1.2.826.0.1.3680043.9.{number // 10 + 1}'
    values = dict(
        SOPInstanceUID=f'{study}.1.{number + 1}', StudyInstanceUID=study, SeriesInstanceUID=f'{study}.1',
        StudyDate='20240102', StudyTime='101112', PatientBirthDate='20100101', PatientSex='F', **SECRETS, **values,
    )  # fmt: skip
    return make_dataset(pixels, **values)


class Archive:
    """An SCP that keeps what it is sent: the UID, and a hash of the data set, in the order of arrival."""

    def __init__(self, port=0, status=0x0000, tls=None, delay_s=0.0):
        self.status, self.delay_s, self.received = status, delay_s, []
        self._entity = AE('ARCHIVE')
        self._arguments = dict(ssl_context=tls)
        self.port = port
        self.start()

    def start(self):
        contexts = [*StoragePresentationContexts, build_context(Verification)]
        handlers = [(evt.EVT_C_STORE, self._keep)]
        address = ('127.0.0.1', self.port)
        self._server = self._entity.start_server(
            address, block=False, contexts=contexts, evt_handlers=handlers, **self._arguments
        )
        self.port = self._server.server_address[1]

    def stop(self):
        self._server.shutdown()
        for one in self._entity.active_associations:
            one.abort()

    def _keep(self, event):
        time.sleep(self.delay_s)
        dataset = event.dataset
        digest = hashlib.sha256(event.request.DataSet.getvalue()).hexdigest()
        self.received.append((str(event.request.AffectedSOPInstanceUID), digest, dataset))
        return self.status

    def sources(self):
        """SOP Instance UIDs of the radiographs that what was received refers to, in order."""
        return [source_of(dataset) for _, _, dataset in self.received]

    def wait(self, count, seconds=60):
        """Until so many objects have come; whether they have."""
        return wait_until(lambda: len(self.received) >= count, seconds)


def source_of(dataset):
    """The instance that a report, a presentation state or a picture is of."""
    if 'CurrentRequestedProcedureEvidenceSequence' in dataset:
        series = dataset.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence[0]
        return series.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
    if 'ReferencedSeriesSequence' in dataset:
        return dataset.ReferencedSeriesSequence[0].ReferencedImageSequence[0].ReferencedSOPInstanceUID
    return dataset.SourceImageSequence[0].ReferencedSOPInstanceUID


def wait_until(is_so, seconds=60):
    """Whether something became so in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.02)
    return bool(is_so())


@contextlib.contextmanager
def associate(port, calling='CEPH1', called='AARIZ', tls=None, classes=(DX,), syntaxes=None, patience_s=10):
    """An association of a modality, established or not."""
    entity = AE(calling)
    entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = patience_s
    for one in (*classes, Verification):
        entity.add_requested_context(one, syntaxes or [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
    arguments = {} if tls is None else dict(tls_args=(tls, '127.0.0.1'))
    association = entity.associate('127.0.0.1', port, ae_title=called, **arguments)
    try:
        yield association
    finally:
        if association.is_established:
            association.release()


def send(port, *datasets, **options):
    """The statuses that a modality gets for data sets; None where there is no answer."""
    with associate(port, **options) as association:
        assert association.is_established
        statuses = []
        for dataset in datasets:
            is_there = association.is_established
            statuses.append(association.send_c_store(dataset).get('Status') if is_there else None)
        return statuses


def settings_of(spool, port, **values):
    """Settings of a listener at any port whose results go to a port of this machine."""
    values = {'callers': (parse_caller('CEPH1'),), 'first_wait_s': 0.1, 'longest_wait_s': 0.4, 'acse_s': 5, **values}
    return ListenSettings(spool, peer=Peer('ARCHIVE', '127.0.0.1', port), port=0, **values)


class ReaderHere:
    """Reads in the thread that asks, for tests that have nothing to say of reading processes, which take seconds."""

    def __init__(self, load, how, *_):
        self._load, self._how = load, how

    def start(self):
        self._predict = self._load()

    def read(self, n):
        return answer_instance(self._predict, n, self._how)

    def end(self):
        pass


def open_listener(spool, port, load=StandIn, has_process=False, **values):
    """A listener that is not started yet; it reads in a process of its own where that is asked for."""
    settings = settings_of(spool, port, **values)
    reader = ReadingProcess if has_process else ReaderHere
    with mock.patch('aariz_mm.listening.listener.ReadingProcess', reader):
        return Listener(settings, load, Answering(settings.spool, settings.kinds, make=small_reports))


def send_in_thread(*arguments, **options):
    """Send from a thread; it has ``statuses`` once it has ended."""
    thread = threading.Thread(target=lambda: setattr(thread, 'statuses', send(*arguments, **options)), daemon=True)
    thread.start()
    return thread
