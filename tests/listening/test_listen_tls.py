"""Associations by TLS, with certificates of an authority made for the test."""

import socket
import ssl
import time

import pytest

pytest.importorskip('pynetdicom', reason='the listener needs the extra dicom')
pytest.importorskip('trustme', reason='certificates for the test')

import trustme
from dicom_peers import Archive, associate, instance, open_listener, send, wait_until

from aariz_mm.listening.reachability import why_unreachable
from aariz_mm.listening.settings import Peer, TlsFiles
from aariz_mm.listening.tls import client_context, server_context


@pytest.fixture(scope='module')
def files(tmp_path_factory):
    return _files(tmp_path_factory.mktemp('tls'), trustme.CA())


def _files(folder, authority):
    ours = authority.issue_cert('127.0.0.1')
    found = TlsFiles(folder / 'cert.pem', folder / 'key.pem', folder / 'ca.pem')
    ours.private_key_pem.write_to_path(found.key)
    for pem in ours.cert_chain_pems:
        pem.write_to_path(found.cert, append=True)
    authority.cert_pem.write_to_path(found.ca)
    return found


def test_results_of_a_radiograph_that_came_by_tls_go_by_tls(files, tmp_path):
    archive = Archive(tls=server_context(files))
    with open_listener(tmp_path / 'spool', archive.port, tls=files, peer_tls=True, acse_s=1.5) as listener:
        stranger = client_context(_files_of_another(tmp_path))
        stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(('127.0.0.1', listener.port)) as silent:  # holds up nobody
            begin = time.monotonic()
            assert send(listener.port, instance(0), tls=client_context(files)) == [0]
            assert wait_until(lambda: len(archive.received) == 1)
            assert silent.recv(1) == b'' and time.monotonic() - begin < 20
        for tls in (None, stranger):  # no TLS, and a certificate of somebody else's
            with associate(listener.port, tls=tls) as association:
                assert not association.is_established
        assert send(listener.port, instance(0), tls=client_context(files)) == [0]
    archive.stop()


def _files_of_another(tmp_path):
    folder = tmp_path / 'other'
    folder.mkdir()
    return _files(folder, trustme.CA())


def test_why_a_peer_cannot_be_reached_is_told(files, tmp_path):
    archive, plain = Archive(tls=server_context(files)), Archive()
    ours, other = client_context(files), client_context(_files_of_another(tmp_path))
    peer, name = Peer('ARCHIVE', '127.0.0.1', archive.port), Peer('ARCHIVE', 'localhost', archive.port)
    assert why_unreachable(peer, other).startswith('its certificate is not trusted: ')
    assert 'not valid for' in why_unreachable(name, ours)
    assert why_unreachable(peer, ours) == 'it ends the association; look at the certificate it expects'
    assert why_unreachable(Peer('ARCHIVE', '127.0.0.1', plain.port), ours).startswith('no TLS: ')
    archive.stop(), plain.stop()


def test_why_a_silent_or_closed_port_cannot_be_reached_is_told(files):
    with socket.create_server(('127.0.0.1', 0)) as silent:
        peer = Peer('ARCHIVE', *silent.getsockname())
        assert why_unreachable(peer) == 'it ends the association'
        assert why_unreachable(peer, client_context(files), limit_s=0.1) == 'no answer in time'
    assert why_unreachable(peer) == 'Connection refused'
    assert 'not known' in why_unreachable(Peer('ARCHIVE', 'nowhere.invalid', 1))


def test_versions_before_1_2_are_refused(files):
    for context in (server_context(files), client_context(files), client_context(None)):
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert server_context(files).verify_mode == ssl.CERT_REQUIRED and client_context(files).check_hostname


def test_files_that_are_none_are_told(files, tmp_path):
    with pytest.raises(FileNotFoundError, match='no such key'):
        server_context(TlsFiles(files.cert, tmp_path / 'none.pem'))
    with pytest.raises(ValueError, match='no certificate with its key'):
        server_context(TlsFiles(files.key, files.cert))
    (tmp_path / 'empty.pem').write_text('')
    with pytest.raises(ValueError, match='no certificate of an authority'):
        server_context(TlsFiles(files.cert, files.key, tmp_path / 'empty.pem'))
