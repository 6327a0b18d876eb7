"""`aariz-mm read --analysis`: named analyses in the page, as a table and printed."""

import csv
import sys
from pathlib import Path

import cv2
import openpyxl
import pytest

from aariz_mm.analysis import NAMED_ANALYSES
from aariz_mm.cli import main
from aariz_mm.phantom import draw_indexed_phantom

sys.path.insert(0, str(Path(__file__).parents[1] / 'reading'))
from tiny_bundles import write_landmark_bundle


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Reads two radiographs with a tiny bundle into ``out``."""
    write_landmark_bundle(tmp_path / 'ceph29.onnx')
    (tmp_path / 'films').mkdir()
    for index, name in enumerate('ab'):
        cv2.imwrite(str(tmp_path / 'films' / f'{name}.png'), draw_indexed_phantom(0, 'test', index, (144, 176)).image)
    monkeypatch.chdir(tmp_path)
    return lambda *more: main(['read', *more, '--model', 'ceph29.onnx', '--cvm', 'none', '--overlay', 'none',
                               '--out-dir', 'out', '--pixel-size', '0.6'])  # fmt: skip


def rows():
    with open('out/analyses.csv', encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def test_without_it_nothing_is_written_or_printed(read, capsys):
    assert read('films/a.png') == 0
    assert not Path('out/analyses.csv').exists() and 'analysis' not in capsys.readouterr().out
    assert '<details>' not in Path('out/summary.html').read_text(encoding='utf-8')


def test_one_radiograph_prints_and_writes_what_was_asked_for(read, capsys):
    assert read('films/a.png', '--analysis', 'Downs, björk') == 0
    assert 'Downs analysis\n' in (out := capsys.readouterr().out) and 'Björk analysis\n' in out
    page = Path('out/summary.html').read_text(encoding='utf-8')
    assert page.count('<details>') == 2 and '<summary>Downs analysis</summary>' in page
    assert {row['analysis'] for row in rows()} == {'downs', 'bjork'}


def test_many_radiographs_have_a_table_and_print_nothing(read, capsys):
    assert read('films', '--analysis', 'steiner', '--formats', 'csv,xlsx') == 0
    assert 'Steiner' not in capsys.readouterr().out
    found = [row for row in rows() if row['file'].endswith('b.png')]
    assert [row['key'] for row in found[:3]] == ['SNA', 'SNB', 'ANB']
    assert found[-3]['name'] == 'SND' and found[-3]['reason'].startswith('no D, centre')
    assert openpyxl.load_workbook('out/results.xlsx')['analyses'].max_row == 1 + len(rows())


def test_values_and_verdicts_are_those_of_the_measurements(read):
    assert read('films/a.png', '--analysis', 'all') == 0
    with open('out/measurements.csv', encoding='utf-8-sig', newline='') as file:
        known = {row['key']: row for row in csv.DictReader(file)}
    assert {row['analysis'] for row in rows()} == set(NAMED_ANALYSES)
    for row in rows():
        if row['key']:
            assert [row[one] for one in ('value', 'unit', 'meaning', 'reason')] == [
                known[row['key']][one] for one in ('value', 'unit', 'meaning', 'reason')
            ]


def test_what_was_read_earlier_gets_another_analysis_without_being_read_again(read, capsys):
    assert read('films', '--analysis', 'steiner') == 0
    capsys.readouterr()
    assert read('films', '--analysis', 'kim', '--resume') == 0
    assert '2 of them earlier' in capsys.readouterr().out and {row['analysis'] for row in rows()} == {'kim'}


@pytest.mark.parametrize('text', ['sassouni', 'steiner,downes', ',', ''])
def test_an_unknown_analysis_is_a_mistake_that_names_the_known(read, capsys, text):
    with pytest.raises(SystemExit) as end:
        read('films/a.png', '--analysis', text)
    assert end.value.code == 2 and 'expected some of steiner, downs' in capsys.readouterr().err
    assert not Path('out').exists()


def test_a_table_of_somebody_else_is_not_replaced(read, capsys):
    Path('out').mkdir()
    Path('out/analyses.csv').write_text('mine')
    assert read('films/a.png', '--analysis', 'wits') == 2
    assert 'analyses.csv is no table of aariz_mm' in capsys.readouterr().err
    assert Path('out/analyses.csv').read_text() == 'mine'
