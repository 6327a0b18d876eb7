"""The line of progress of a measurement."""

import io
from types import SimpleNamespace

import pytest

from aariz_mm.benchmark import importing, progress
from aariz_mm.benchmark.progress import followed, tell
from aariz_mm.benchmark.turns import measure_in_turn


class Terminal(io.StringIO):
    """A standard error that is one."""

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setattr(progress, 'sys', SimpleNamespace(stderr=Terminal()))  # pytest puts its own into sys
    return progress.sys.stderr


def lines(terminal):
    return [line.strip() for line in terminal.getvalue().split('\r') if line.strip()]


def test_the_line_says_which_it_is_and_is_empty_at_last(terminal):
    assert list(followed('ab', 'imports')) == ['a', 'b']
    assert lines(terminal) == ['imports: 1 of 2', 'imports: 2 of 2']
    assert terminal.getvalue().split('\r')[-2:] == [' ' * 79, '']


def test_a_long_line_stays_one(terminal):
    tell('x' * 200)
    assert len(terminal.getvalue()) == 80


def test_what_is_no_terminal_gets_nothing(monkeypatch):
    for stream in (io.StringIO(), None):
        monkeypatch.setattr(progress, 'sys', SimpleNamespace(stderr=stream))
        assert list(followed('ab', 'imports')) == ['a', 'b']
        assert stream is None or stream.getvalue() == ''


def test_rounds_and_fresh_processes_are_told(terminal, monkeypatch):
    measure_in_turn(dict(ours=id, stock=id), rounds=2, what='sample')
    monkeypatch.setattr(importing, 'run_fresh', lambda code, folder, threads: code)
    assert importing.run_in_turn(dict(a='1', b='2'), rounds=2) == dict(a=['1', '1'], b=['2', '2'])
    assert lines(terminal) == [
        'sample: 1 of 2', 'sample: 2 of 2', *(f'fresh processes: {number} of 6' for number in range(1, 7))
    ]  # fmt: skip


def test_epochs_are_told(terminal):
    from aariz_mm.benchmark.epoch_turns import EpochTurns

    turns = EpochTurns(2, {})
    turns.device = 'cpu'
    turns.start(SimpleNamespace(epoch=2))
    assert lines(terminal) == ['epoch: 3 of 5']
