"""A few spoilt inputs of every door: refused or read, never a traceback. The campaign tries thousands."""

import pytest
from doors import DOORS
from measure_bad_input import describe, outcome, try_door

FEW = dict(annotation=36, image=22, dicom=16, archive=40, bundle=24, config=3, command=15, http=40)


@pytest.mark.parametrize('name', DOORS)
def test_spoilt_inputs_are_read_or_refused(name, tmp_path):
    counts, examples, _ = try_door(name, FEW[name], 1, tmp_path)
    assert set(counts) <= {'read', 'refused'}, examples
    assert counts['refused']


def test_a_fault_is_told_with_its_place():
    assert outcome(lambda: {}['x'], 5).startswith('KeyError at test_bad_input.py:')


def test_what_takes_too_long_is_a_fault():
    def wait():
        while True:
            pass

    assert outcome(wait, 0.05) == 'too slow'


def test_a_refusal_is_told_from_an_end():
    assert [outcome(lambda status=status: status, 5) for status in (None, 0, 2)] == ['read', 'read', 'refused']


def test_an_example_shows_what_was_fed(tmp_path):
    path = tmp_path / 'a.json'
    path.write_bytes(b'spoilt')
    assert describe(lambda path=path: None) == "b'spoilt'"
