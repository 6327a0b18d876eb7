"""A listener that runs: what it takes, refuses and answers, with pynetdicom on both sides."""

import logging
import socket
import struct
import time
from dataclasses import replace
from io import BytesIO

import pytest

pytest.importorskip('pynetdicom', reason='the listener needs the extra dicom')

from dicom_files import CR, SC, recode, write_dicom
from dicom_peers import SECRETS, Archive, associate, instance, open_listener, send, send_in_thread, wait_until
from pydicom import dcmread
from pydicom.uid import MPEG2MPML, CTImageStorage
from pynetdicom import evt
from pynetdicom.dimse_messages import C_STORE_RQ
from pynetdicom.dimse_primitives import C_STORE
from pynetdicom.pdu import P_DATA_TF
from stand_in import DEADLY, OTHER

from aariz_mm.listening.settings import parse_caller

MAX_BYTES = 100_000


@pytest.fixture(scope='module')
def archive():
    archive = Archive()
    yield archive
    archive.stop()


@pytest.fixture(scope='module')
def listener(archive, tmp_path_factory):
    spool = tmp_path_factory.mktemp('listen') / 'spool'
    callers = (parse_caller('CEPH1'), parse_caller('FAR=192.0.2.1'))
    with open_listener(
        spool, archive.port, callers=callers, max_bytes=MAX_BYTES, network_s=3, has_process=True
    ) as listener:
        yield listener


@pytest.fixture
def journal(caplog):
    caplog.set_level(logging.INFO, 'aariz_mm.listening')
    return caplog


SYNTAXES = [(CR, 'JPEGLosslessProcess14_1'), (SC, 'JPEG2000Lossless'), (CR, 'RLELossless')]


def answered(archive, number):
    return archive.sources().count(instance(number).SOPInstanceUID)


def state(listener, n):
    return listener.store.instance(n).state


def last(listener):
    return sum(listener.store.counts().values())


def test_a_radiograph_is_answered_once_however_often_it_is_sent(listener, archive, journal):
    assert send(listener.port, instance(0), instance(0)) == [0, 0]
    assert wait_until(lambda: answered(archive, 0))
    assert send(listener.port, instance(0)) == [0]
    assert send(listener.port, instance(1)) == [0] and wait_until(lambda: answered(archive, 1))
    assert answered(archive, 0) == 1 and wait_until(lambda: state(listener, 2) == 'sent')
    report = archive.received[0][2]
    assert report.Modality == 'SR' and report.PatientName == 'Kim^Minsu'
    assert not [secret for secret in [*SECRETS.values(), '1.2.826'] if secret in journal.text]


def test_other_data_under_a_known_uid_get_a_warning_and_change_nothing(listener, archive, journal):
    assert send(listener.port, instance(10), instance(10, width=59)) == [0, 0xB000]
    assert wait_until(lambda: answered(archive, 10))
    assert 'other data under the SOP Instance UID of' in journal.text
    assert dcmread(listener.store.folder.instance(last(listener))).Columns == 60


def test_echo_is_answered(listener):
    with associate(listener.port) as association:
        assert association.send_c_echo().Status == 0


def test_strangers_are_turned_away(listener, journal):
    for calling, called, why in [
        ('NOBODY', 'AARIZ', 'unknown calling AE title'),
        ('CEPH1', 'OTHER', 'wrong called AE title'),
        ('FAR', 'AARIZ', 'from another host than allowed'),
    ]:
        with associate(listener.port, calling, called) as association:
            assert association.is_rejected and not association.is_established
        assert why in journal.text


def test_what_is_not_taken_is_not_negotiated(listener):
    with associate(listener.port, classes=[CTImageStorage]) as association:
        assert [one.abstract_syntax for one in association.rejected_contexts] == [CTImageStorage]
    with associate(listener.port, classes=[CR], syntaxes=[MPEG2MPML]) as association:
        assert CR in [one.abstract_syntax for one in association.rejected_contexts]


@pytest.mark.parametrize(('kind', 'syntax'), SYNTAXES)
def test_compressed_radiographs_of_other_classes_are_read(listener, archive, tmp_path, kind, syntax):
    number = 20 + SYNTAXES.index((kind, syntax))
    dataset = dcmread(recode(write_dicom(tmp_path / 'a.dcm', instance(number, SOPClassUID=kind)), syntax))
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID = instance(number).SOPInstanceUID
    options = dict(classes=[kind], syntaxes=[dataset.file_meta.TransferSyntaxUID])
    assert send(listener.port, dataset, **options) == [0]
    assert wait_until(lambda: answered(archive, number))


def test_what_is_no_cephalogram_is_kept_marked_and_not_answered(listener, archive, journal):
    assert send(listener.port, instance(30, width=OTHER), instance(31)) == [0, 0]
    n = last(listener) - 1
    assert wait_until(lambda: answered(archive, 31)) and answered(archive, 30) == 0
    assert state(listener, n) == 'other' and listener.store.folder.instance(n).exists()
    assert f'{n} is not answered' in journal.text and 'it shows a hand' in listener.store.instance(n).reason


def test_what_is_too_large_is_refused_and_takes_no_disk(listener, journal):
    assert send(listener.port, instance(40, width=700), instance(41)) == [0xA700, 0]
    assert 'larger than' in journal.text
    incoming = listener.store.folder.path / 'incoming'
    assert wait_until(lambda: not list(incoming.iterdir()))


def test_what_is_never_ending_is_aborted(listener):
    with associate(listener.port) as association:
        association.send_c_store(instance(42, width=4000))
        assert wait_until(lambda: association.is_aborted, 5)


def test_a_full_disk_is_said_to_be_out_of_resources(listener, monkeypatch):
    monkeypatch.setattr('aariz_mm.listening.inbox.free_bytes', lambda _: 0)
    assert send(listener.port, instance(43)) == [0xA700]
    monkeypatch.undo()
    assert send(listener.port, instance(43)) == [0]


def test_a_data_set_without_a_picture_or_of_another_instance_is_refused(listener):
    empty, lying = instance(44), instance(45)
    del empty.PixelData, empty.Rows, empty.Columns
    with associate(listener.port) as association:
        assert association.send_c_store(empty).Status == 0xC000
        association.bind(evt.EVT_DIMSE_SENT, _announce_another)
        assert association.send_c_store(lying).Status == 0xA900


def _announce_another(event):
    event.message.command_set.AffectedSOPInstanceUID = '1.2.3.999'


def test_a_file_that_ends_its_reader_fails_alone(listener, archive):
    assert send(listener.port, instance(50, width=DEADLY), instance(51)) == [0, 0]
    n = last(listener) - 1
    assert wait_until(lambda: answered(archive, 51) and state(listener, n) == 'failed', 120)
    assert 'ended the process' in listener.store.instance(n).reason


GARBAGE = [
    b'GET / HTTP/1.1\r\n\r\n',
    bytes(range(256)) * 40,
    struct.pack('>BBL', 1, 0, 0xFFFFFFFF) + bytes(1 << 16),  # an opening of 4 GiB
    struct.pack('>BBL', 1, 0, 200) + bytes(200),
    struct.pack('>BBL', 4, 0, 12) + b'\0\0\0\x08\1\2' + bytes(6),  # data before an association
    struct.pack('>BBL', 1, 0, 68)[:3],
]


def test_garbage_ends_its_connection_alone(listener, archive, journal, capfd):
    for data in GARBAGE:
        with socket.create_connection(('127.0.0.1', listener.port), timeout=8) as client:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            while True:
                try:
                    if not client.recv(1 << 16):
                        break
                except ConnectionError:
                    break
    assert send(listener.port, instance(60)) == [0] and wait_until(lambda: answered(archive, 60))
    assert 'Traceback' not in capfd.readouterr().err + journal.text


def test_a_silent_or_slow_connection_is_closed_in_time(listener):
    with socket.create_connection(('127.0.0.1', listener.port)) as silent:
        silent.sendall(struct.pack('>BBL', 1, 0, 300))
        begin, left = time.monotonic(), 12
        silent.settimeout(20)
        while left and time.monotonic() - begin < 10:
            try:
                silent.sendall(b'\0')  # a byte now and then does not keep it alive
            except OSError:
                break
            time.sleep(0.2)
        assert time.monotonic() - begin < 9  # network_s is 3


def test_half_a_message_leaves_nothing(listener):
    with associate(listener.port) as association:
        inbox = listener.store.folder.path / 'incoming'
        sender = send_in_thread(listener.port, instance(70))
        sender.join(5)
        association.dul.socket.socket.sendall(_half_a_store(association))
        assert wait_until(lambda: len(list(inbox.iterdir())) == 1, 3)
        association.abort()
    assert wait_until(lambda: not list(inbox.iterdir()), 3)


def _half_a_store(association):
    request, message = C_STORE(), C_STORE_RQ()
    request.MessageID, request.Priority = 7, 2
    request.AffectedSOPClassUID, request.AffectedSOPInstanceUID = instance(71).SOPClassUID, '1.2.3.71'
    request.DataSet = BytesIO(bytes(50_000))
    message.primitive_to_message(request)
    context = association.accepted_contexts[0].context_id
    encoded = b''
    for primitive in list(message.encode_msg(context, 16000))[:2]:
        pdu = P_DATA_TF()
        pdu.from_primitive(primitive)
        encoded += pdu.encode()
    return encoded


def test_too_many_associations_are_refused_and_the_next_ones_are_not(listener, monkeypatch):
    assert wait_until(lambda: not listener._server.sweep(), 5)
    monkeypatch.setattr(listener._server, 'settings', replace(listener.settings, associations=2))
    with associate(listener.port) as one, associate(listener.port) as two, associate(listener.port) as three:
        assert one.is_established and two.is_established and three.is_rejected
    assert wait_until(lambda: not listener._server.sweep(), 5)
    with associate(listener.port) as four:
        assert four.is_established


def test_a_second_listener_of_a_spool_is_told(listener):
    with pytest.raises(ValueError, match='another listener uses this spool'):
        open_listener(listener.settings.spool, 1)
