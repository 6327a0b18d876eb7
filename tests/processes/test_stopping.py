"""Signals that are noted and looked at later."""

import os
import signal
import threading
import time

import pytest

from aariz_mm.cli.failures import explain
from aariz_mm.processes.stopping import StoppedError, leave_stops_to_parent, listen_for_stops


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGINT])
def test_the_first_signal_is_noted_and_the_second_has_its_effect(number, capfd):
    usual = signal.getsignal(number)
    with listen_for_stops() as request:
        assert request.number == 0 and signal.getsignal(number) is not usual
        os.kill(os.getpid(), number)
        assert request.number == number and signal.getsignal(number) is usual
    assert f'{signal.Signals(number).name}: this step is finished and saved' in capfd.readouterr().err


def test_handlers_are_given_back_however_the_block_ends():
    usual = signal.getsignal(signal.SIGTERM)
    with pytest.raises(ValueError, match='other'), listen_for_stops():
        raise ValueError('other')
    assert signal.getsignal(signal.SIGTERM) is usual


def test_another_thread_listens_to_nothing():
    found = []

    def listen():
        with listen_for_stops() as request:
            found.append(request.number)

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    assert found == [0]


@pytest.mark.skipif(not hasattr(signal, 'sigwaitinfo'), reason='the system does not say who sent a signal')
def test_a_child_is_ended_by_its_parent_and_by_nobody_else():
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        leave_stops_to_parent()
        for number in (signal.SIGINT, signal.SIGTERM):
            os.kill(os.getpid(), number)
        time.sleep(0.05)
        os.write(writer, b'alive')
        time.sleep(60)
        os._exit(1)
    assert os.read(reader, 5) == b'alive'
    os.kill(child, signal.SIGTERM)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_command_that_was_stopped_says_what_it_did(capsys):
    with explain() as outcome:
        raise StoppedError('ended by SIGTERM: all is in a.pth', signal.SIGTERM)
    assert outcome.status == 143 and capsys.readouterr().err == 'ended by SIGTERM: all is in a.pth\n'
