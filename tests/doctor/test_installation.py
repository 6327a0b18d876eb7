"""Versions against what is asked for, and what is printed of it."""

import pytest

from aariz_mm.cli import installation, main
from aariz_mm.doctor import ERROR, INFO, WARNING
from aariz_mm.doctor.installation import Note, check_packages, check_python, exit_code, fits


@pytest.mark.parametrize('found, wanted, expected', [
    ('2.0.10', '>=2.0.8', True), ('2.0.8', '>=2.0.10', False), ('1.26', '>=1.26.0', True), ('2.6.0+cpu', '>=2.6', True),
    ('81.0', '>=77,<81', False), ('80.9', '>=77, <81', True), ('1.3.2', '==1.3.2', True), ('1.3.3', '==1.3.2', False),
    ('5', '', True), ('3.0.0', '!=3.0.0', False),
])  # fmt: skip
def test_versions_are_compared_as_numbers(found, wanted, expected):
    assert fits(found, wanted) is expected


def severities(asked, installed):
    return [note.severity for note in check_packages(asked, installed.get)]


def test_what_is_missing_or_old_is_an_error_and_an_extra_is_none():
    asked = ['numpy>=1.26', 'torch>=2.6; extra == "train"', 'ray[data]>=2.40; extra == "ray"']
    assert severities(asked, {'numpy': '2.1'}) == [INFO]
    assert severities(asked, {'numpy': '1.25', 'torch': '2.5.1'}) == [ERROR, ERROR]
    assert severities(asked, {'ray': '2.41'}) == [ERROR, INFO]


def test_the_originals_may_stand_for_the_forks():
    asked = ['onedl-mmengine>=0.10.12; extra == "train"']
    assert severities(asked, {'mmengine': '0.10.7'}) == [INFO]
    assert severities(asked, {'mmengine': '0.9.0'}) == [WARNING]


def test_every_fault_has_a_cure():
    notes = [*check_python((3, 9)), *check_packages(['numpy>=9'], {'numpy': '1'}.get), *check_packages([], {}.get)]
    assert [note.severity for note in notes] == [ERROR, ERROR, WARNING] and all(note.cure for note in notes)
    assert '3.10 to 3.13' in notes[0].text and exit_code(notes) == 2 and exit_code(notes[2:]) == 1


def test_faults_come_first_and_the_status_follows(monkeypatch, capsys):
    for name in ('check_python', 'check_packages', 'check_plug_in'):
        monkeypatch.setattr(installation, name, lambda: [Note(INFO, 'fine')])
    monkeypatch.setattr(installation, 'check_reading', lambda: [Note(ERROR, 'broken', 'mend it')])
    assert main(['doctor', '--env']) == 2
    assert capsys.readouterr().out.splitlines() == [
        'error: broken', '  cure: mend it', 'ok: fine', 'ok: fine', 'ok: fine', '1 errors, 0 warnings',
    ]  # fmt: skip


@pytest.mark.parametrize('arguments, told', [(['--env', 'data'], 'give neither'), ([], 'DATA_ROOT is missing')])
def test_a_dataset_or_the_installation_is_examined(arguments, told, capsys):
    with pytest.raises(SystemExit) as stop:
        main(['doctor', *arguments])
    assert told in capsys.readouterr().err and stop.value.code


def test_a_bundle_that_does_not_read_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr('aariz_mm.bundles.find_bundle', lambda name: tmp_path / 'none.onnx')
    (note,) = installation.check_reading()
    assert note.severity == ERROR and 'no such bundle' in note.text and note.cure
