"""Who may send and where results go, as it is typed."""

import pytest

from aariz_mm.listening.settings import check_title, find_caller, parse_caller, parse_peer


def test_a_peer_is_a_title_a_host_and_a_port():
    peer = parse_peer('ORTHANC@10.0.0.5:4242')
    assert (peer.title, peer.host, peer.port) == ('ORTHANC', '10.0.0.5', 4242)
    assert parse_peer('ORTHANC@[::1]:104').host == '::1'


@pytest.mark.parametrize('text', ['ORTHANC', 'ORTHANC@host', 'ORTHANC@host:0', '@host:104', 'A@h:70000', 'A@h:٣'])
def test_what_is_no_peer_is_told(text):
    with pytest.raises(ValueError, match=r'expected AETITLE@HOST:PORT|no AE title'):
        parse_peer(text)


@pytest.mark.parametrize('title', ['', '  ', 'SEVENTEEN_LETTERS', 'A\\B', 'A\nB', '세브란스'])
def test_what_is_no_title_is_told(title):
    with pytest.raises(ValueError, match='no AE title'):
        check_title(title)


def test_a_caller_may_be_anywhere_unless_a_host_is_given():
    assert parse_caller('CEPH1').may_be_at('10.9.8.7')
    caller = parse_caller('CEPH1=10.0.0.7')
    assert caller.may_be_at('10.0.0.7') and caller.may_be_at('::ffff:10.0.0.7')
    assert not caller.may_be_at('10.0.0.8') and not caller.may_be_at('::1')


def test_a_host_may_be_a_network_or_a_name():
    assert parse_caller('CEPH1=10.0.0.0/24').may_be_at('10.0.0.200')
    assert parse_caller('CEPH1=localhost').may_be_at('127.0.0.1')
    with pytest.raises(ValueError, match='known name of a host'):
        parse_caller('CEPH1=no.such.host.invalid')


def test_a_title_from_two_hosts_is_found_at_each():
    callers = (parse_caller('A=10.0.0.1'), parse_caller('A=10.0.0.2'))
    assert find_caller(callers, 'A ', '10.0.0.2') == ''
    assert 'another host' in find_caller(callers, 'A', '10.0.0.3')
    assert 'unknown' in find_caller(callers, 'B', '10.0.0.1')
