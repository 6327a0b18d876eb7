"""The command that writes reports."""

import contextlib
import json
import zipfile

import numpy as np
import pytest
from made_reports import content
from PIL import Image

from aariz_mm.cli import main
from aariz_mm.files import file_sha256
from aariz_mm.reading.tracings import load_traced


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.fromarray(np.full((480, 460), 70, np.uint8)).save('ceph.png')
    (tmp_path / 'ceph.json').write_text(json.dumps(content(image_sha256=file_sha256('ceph.png'))))
    Image.new('RGB', (64, 32), 'teal').save('logo.png')
    (tmp_path / 's.json').write_text(
        json.dumps(dict(clinic=dict(name='바른 치과', lines=['1 Street'], logo='logo.png')))
    )
    return tmp_path


def run(*arguments):
    return main(['report', 'ceph.json', '--out-dir', 'out', *map(str, arguments)])


def test_command_writes_every_format_and_replaces_only_its_own(folder, capsys):
    assert run('--formats', 'html,docx,xlsx', '--settings', 's.json', '--date', '2026-01-31') == 0
    before = {path.name: path.read_bytes() for path in (folder / 'out').iterdir()}
    assert sorted(before) == ['ceph_report.docx', 'ceph_report.html', 'ceph_report.xlsx']
    assert '바른 치과' in before['ceph_report.html'].decode() and '2026-01-31' in before['ceph_report.html'].decode()
    assert run('--formats', 'html,docx,xlsx', '--settings', 's.json', '--date', '2026-01-31') == 0
    assert before == {path.name: path.read_bytes() for path in (folder / 'out').iterdir()}
    with zipfile.ZipFile(folder / 'out/ceph_report.docx', 'a') as file:
        file.writestr('note.txt', 'mine')
    assert run('--formats', 'docx') == 2 and 'was changed since' in capsys.readouterr().err


def test_command_refuses_what_it_does_not_know(folder, capsys):
    assert run('--formats', 'odt') == 2 and "format 'odt'" in capsys.readouterr().err
    assert run('--analyses', 'smith') == 2 and "analysis 'smith'" in capsys.readouterr().err
    assert load_traced('ceph.json').name == 'ceph' and not (folder / 'out').exists()


def test_several_results_have_a_report_each(folder, capsys):
    (folder / 'b').mkdir()
    (folder / 'b/ceph.json').write_text((folder / 'ceph.json').read_text())
    assert main(['report', 'ceph.json', 'b/ceph.json', '--out-dir', 'out', '--formats', 'html']) == 0
    assert sorted(path.name for path in (folder / 'out').iterdir()) == ['b_ceph_report.html', 'ceph_report.html']
    assert main(['report', 'ceph.json', 'b/ceph.json', '--out-dir', 'out', '--image', 'ceph.png']) == 2
    assert 'one by one' in capsys.readouterr().err


@pytest.mark.parametrize(('arguments', 'told'), [
    (['--formats', ''], 'expected names with commas'), (['--formats', ','], 'expected names with commas'),
    (['--magnification', '9'], '1 (of the head itself) to 1.5'), (['--out-dir', 'ceph.png'], 'ceph.png is no folder'),
    (['--out-dir', 'ceph.png/x'], 'ceph.png is no folder; give another --out-dir'),
])  # fmt: skip
def test_mistakes_are_told_before_a_radiograph_is_drawn(folder, capsys, arguments, told):
    before = sorted(folder.iterdir())
    with contextlib.suppress(SystemExit):
        assert run(*arguments) == 2
    captured = capsys.readouterr().err
    assert told in captured and 'note:' not in captured and sorted(folder.iterdir()) == before


def test_a_magnification_stands_in_the_report(folder):
    assert run('--formats', 'html', '--magnification', '1.1') == 0
    assert 'magnification 1.1' in (folder / 'out/ceph_report.html').read_text()
