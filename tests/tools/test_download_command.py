"""``tools/download_aariz.py`` as a user runs it, from a server on this machine, stopped and run again."""

import importlib.util
import signal
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSV = 'cephalogram_machine_mappings.csv'


@pytest.fixture
def tool(monkeypatch):
    """What runs the tool in this process."""
    spec = importlib.util.spec_from_file_location('download_tool', ROOT / 'tools' / 'download_aariz.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def run(*args):
        monkeypatch.setattr('sys.argv', ['download_aariz.py', *map(str, args)])
        module.main()

    return run


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
def test_ctrl_c_leaves_a_state_that_the_same_command_goes_on_from(server, tool, tmp_path, capfd):
    server.faults = [('hang', 1000)]
    args = [tmp_path / 'aariz', '--api', server.api, '--any-version', '--no-doctor']
    press_ctrl_c_once_there_is(tmp_path / 'Aariz.zip.part')
    with pytest.raises(SystemExit) as stopped:
        tool(*args)
    assert stopped.value.code == 130 and 'interrupted; run the same command again' in capfd.readouterr().err
    assert (tmp_path / 'Aariz.zip.part').exists() and not (tmp_path / 'aariz').exists()
    tool(*args)
    assert (tmp_path / 'aariz' / CSV).is_file() and 'export AARIZ_ROOT=' in capfd.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ['aariz']


def test_the_released_archive_is_expected(server, tool, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        tool(tmp_path / 'aariz', '--api', server.api)
    assert stopped.value.code.startswith('error: ') and 'expected a file of 2,098,209,792 bytes' in stopped.value.code
    assert list(tmp_path.iterdir()) == []


def test_an_archive_by_hand_is_expected_to_be_the_released_one(server, tool, tmp_path):
    (tmp_path / 'hand.zip').write_bytes(server.content)
    with pytest.raises(SystemExit) as stopped:
        tool(tmp_path / 'aariz', '--archive', tmp_path / 'hand.zip')
    assert 'expected 2,098,209,792' in stopped.value.code
    tool(tmp_path / 'aariz', '--archive', tmp_path / 'hand.zip', '--any-version', '--no-doctor')
    assert (tmp_path / 'aariz' / CSV).is_file()
