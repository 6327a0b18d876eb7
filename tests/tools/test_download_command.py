"""``tools/download_aariz.py`` as a user runs it, from a server on this machine, stopped and run again."""

import signal
import threading
import time

import pytest

from aariz_mm.cli import main

CSV = 'cephalogram_machine_mappings.csv'


def download(*args):
    """Exit status of the command."""
    return main(['download-aariz', *map(str, args)])


def press_ctrl_c_once_there_is(path):
    """A thread that sends SIGINT to the main one as soon as a file appears."""

    def wait_and_press():
        deadline = time.monotonic() + 60
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    threading.Thread(target=wait_and_press, daemon=True).start()


@pytest.fixture
def python_takes_ctrl_c():
    """Python's own handler: a suite that a script runs in the background is started with SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures('python_takes_ctrl_c')
@pytest.mark.skipif(not hasattr(signal, 'pthread_kill'), reason='Windows cannot send SIGINT to one thread')
def test_ctrl_c_leaves_a_state_that_the_same_command_goes_on_from(server, tmp_path, capfd):
    server.faults = [('hang', 1000)]
    args = [tmp_path / 'aariz', '--api', server.api, '--any-version', '--no-doctor']
    press_ctrl_c_once_there_is(tmp_path / 'Aariz.zip.part')
    assert download(*args) == 130
    assert 'interrupted; run the same command again' in capfd.readouterr().err
    assert (tmp_path / 'Aariz.zip.part').exists() and not (tmp_path / 'aariz').exists()
    download(*args)
    assert (tmp_path / 'aariz' / CSV).is_file() and 'export AARIZ_ROOT=' in capfd.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ['aariz']


def test_the_released_archive_is_expected(server, tmp_path, capfd):
    assert download(tmp_path / 'aariz', '--api', server.api) == 2
    message = capfd.readouterr().err
    assert message.startswith('error: ') and 'expected a file of 2,098,209,792 bytes' in message
    assert list(tmp_path.iterdir()) == []


def test_an_archive_by_hand_is_expected_to_be_the_released_one(server, tmp_path, capfd):
    (tmp_path / 'hand.zip').write_bytes(server.content)
    assert download(tmp_path / 'aariz', '--archive', tmp_path / 'hand.zip') == 2
    assert 'expected 2,098,209,792' in capfd.readouterr().err
    download(tmp_path / 'aariz', '--archive', tmp_path / 'hand.zip', '--any-version', '--no-doctor')
    assert (tmp_path / 'aariz' / CSV).is_file()
