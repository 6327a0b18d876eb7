"""The table of rows."""

from dataclasses import replace

from aariz_mm.files import load_json
from aariz_mm.gpu_rows.table import Result, as_markdown, score_text, write_tables

SHARES = {'SDR_2.0mm': 87.31, 'SDR_2.5mm': 92.9, 'SDR_3.0mm': 96.1, 'SDR_4.0mm': 98.6}
ONE = Result(
    'one', 'configs/a/one.py', 'none', [30, 40], 0, 7.5, 'H200', '', {'MRE_mm': 1.1441, 'SD_mm': 0.978, **SHARES}
)


def test_score_of_landmarks():
    assert score_text(ONE) == 'MRE 1.144 ± 0.978 mm, SDR 87.3 / 92.9 / 96.1 / 98.6 %'


def test_score_of_stages():
    assert score_text(replace(ONE, metrics=dict(CVM_qwk=0.7171, CVM_mae=0.498))) == 'kappa 0.717, MAE 0.498'


def test_trouble_stands_in_place_of_a_score():
    assert score_text(replace(ONE, trouble='test: failed; see x', metrics={})) == 'none: test: failed; see x'


def test_table_has_a_line_for_each_row():
    head, rule, line = as_markdown([ONE]).splitlines()
    assert head.count('|') == rule.count('|') == line.count('|') == 8
    assert line.startswith('| `one.py` | none | 30 + 40 | 0 | MRE 1.144') and line.endswith('| 7.5 | H200 |')


def test_rows_of_an_earlier_call_stay_unless_they_ran_anew(tmp_path):
    write_tables([ONE, replace(ONE, name='two')], tmp_path)
    table = write_tables([replace(ONE, name='two', seed=1)], tmp_path)
    assert [(row['name'], row['seed']) for row in load_json(tmp_path / 'rows.json', '')] == [('one', 0), ('two', 1)]
    assert (tmp_path / 'rows.md').read_text(encoding='utf-8') == table and table.count('\n') == 4
