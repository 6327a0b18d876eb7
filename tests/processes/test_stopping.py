"""Signals that are noted and looked at later."""

import os
import signal
import threading

import pytest

from aariz_mm.cli.failures import explain
from aariz_mm.processes.stopping import StoppedError, listen_for_stops


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


def test_a_command_that_was_stopped_says_what_it_did(capsys):
    with explain() as outcome:
        raise StoppedError('ended by SIGTERM: all is in a.pth', signal.SIGTERM)
    assert outcome.status == 143 and capsys.readouterr().err == 'ended by SIGTERM: all is in a.pth\n'
