"""The command from a folder to its files."""

import csv
import json
import zipfile

import numpy as np
import pytest
from made_cohorts import made_result

from aariz_mm.cli.commands import main
from aariz_mm.cohort.loading import load_cohort
from aariz_mm.cohort.notes import cohort_notes
from aariz_mm.cohort.scores import Settings, score_cohort


@pytest.fixture(scope='module')
def read(tmp_path_factory):
    """A folder of results of two groups at two times, and the table of cases."""
    folder = tmp_path_factory.mktemp('read')
    rng, rows = np.random.default_rng(5), ['file,patient,group,time,age,sex']
    for index in range(24):
        group, base = 'AB'[index % 2], rng.normal(80, 3)
        for time in (1, 2):
            value = base + rng.normal(0, 0.5) + (3 if (group, time) == ('A', 2) else 0)
            made_result(folder, f'r{index:02}_{time}', {'SNA': round(value, 2), 'S-N': round(70 + rng.normal(0, 3), 2)},
                        magnification=1.1 if group == 'A' else None)  # fmt: skip
            rows.append(
                f'r{index:02}_{time}.png,Secret {index},{group},T{time},{10 + index % 5 + time},{"fm"[index % 3 > 0]}'
            )
    (folder.parent / 'cases.csv').write_text('\n'.join(rows))
    return folder


def run(read, out, *more):
    return main(['cohort', str(read), '--cases', str(read.parent / 'cases.csv'), '--measurements', 'SNA', 'S-N',
                 '--out-dir', str(out), *more])  # fmt: skip


@pytest.fixture(scope='module')
def written(read, tmp_path_factory):
    out = tmp_path_factory.mktemp('out') / 'cohort'
    assert run(read, out, '--growth', 'SNA') == 0
    return out


def rows_of(path):
    with path.open(encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def test_planted_change_is_found_and_no_other(written):
    changes = {(row['measurement'], row['group']): row for row in rows_of(written / 'changes.csv')}
    assert float(changes['SNA', 'A']['mean']) == pytest.approx(3, abs=0.5)
    assert float(changes['SNA', 'A']['p_adjusted']) < 0.001 and abs(float(changes['SNA', 'B']['mean'])) < 1


def test_all_kinds_of_files_are_there(written):
    names = {path.name for path in written.iterdir()}
    tables = {f'{name}.csv' for name in ('descriptions', 'tests', 'changes', 'stages', 'errors', 'growth', 'left_out')}
    pictures = {'distributions_T1.png', 'distributions_T1.svg'}
    assert {'cohort.html', 'methods.md', 'cohort.json', 'cohort.xlsx'} | tables | pictures <= names


def test_nothing_names_a_patient_or_radiograph(written):
    for path in written.iterdir():
        data = path.read_bytes()
        if path.suffix == '.xlsx':
            with zipfile.ZipFile(path) as file:
                data = b''.join(map(file.read, file.namelist()))
        assert b'Secret' not in data and b'r03_1' not in data, path


def test_json_has_all_numbers_and_no_other_than_finite_ones(written):
    content = json.loads((written / 'cohort.json').read_text(encoding='utf-8'), parse_constant=pytest.fail)
    assert content['format'] == 'aariz_mm cohort 1' and content['radiographs'] == 48
    assert content['measurements'][0]['values']['T1']['n'] == [12, 12]
    assert 'points' not in content['growth'][0]['curves'][0]


def test_lengths_of_different_magnifications_are_doubted(written):
    page = (written / 'cohort.html').read_text(encoding='utf-8')
    assert 'Lengths may not be comparable, magnifications differ' in page and 'mm†' in page
    assert 'SNA, °†' not in page


def test_methods_name_versions_bundles_and_flow(written):
    text = (written / 'methods.md').read_text(encoding='utf-8')
    for part in ('ab' * 32, 'scipy', 'statsmodels', 'Holm', '48 files of results', 'Magnification', 'A T1 12'):
        assert part in text


def test_per_case_and_own_errors_are_what_the_user_asked_for(read, written, tmp_path, capsys):
    out = tmp_path / 'out'
    assert run(read, out, '--per-case', '--error-sd', 'SNA=0.5') == 0
    rows = rows_of(out / 'cases.csv')
    assert len(rows) == 48 and rows[0]['patient'] == 'Secret 0'
    errors = {row['measurement']: float(row['error_sd']) for row in rows_of(out / 'errors.csv')}
    assert errors == pytest.approx({'SNA': 0.5, 'S-N': 1}, abs=1e-3)
    assert run(read, out, '--growth', 'SNA') == 0  # replaces it, and gives the same bytes as elsewhere
    assert {path.name for path in out.iterdir()} == {path.name for path in written.iterdir()}
    for path in written.iterdir():
        assert path.read_bytes() == (out / path.name).read_bytes(), path.name


def test_files_of_others_are_never_replaced(read, tmp_path, capsys):
    (tmp_path / 'tests.csv').write_text('mine')
    assert run(read, tmp_path) == 2
    assert 'holds other files' in capsys.readouterr().err and (tmp_path / 'tests.csv').read_text() == 'mine'


def test_one_group_without_a_table_is_described(read):
    cohort = load_cohort(read)
    scores = score_cohort(cohort, Settings(('SNA',)))
    assert scores.measurements[0].descriptions['all', ''].n == 48 and not scores.measurements[0].values
    assert 'Nobody said whose the radiographs are' in ' '.join(cohort_notes(cohort, scores))


def test_names_of_groups_are_text_wherever_they_stand(tmp_path):
    folder = tmp_path / 'read'
    lines = ['file;group']
    for index in range(8):
        made_result(folder, f'r{index}', dict(SNA=80.0 + index))
        lines.append(f'r{index};{["<script>x</script>", "=1+1 대조군"][index % 2]}')
    (tmp_path / 'c.csv').write_text('\n'.join(lines), encoding='utf-8-sig')
    out = tmp_path / 'out'
    assert main(['cohort', str(folder), '--cases', str(tmp_path / 'c.csv'), '--out-dir', str(out)]) == 0
    assert '<script' not in (out / 'cohort.html').read_text(encoding='utf-8')
    assert '\n=1' not in (out / 'groups.csv').read_text(encoding='utf-8-sig')


@pytest.mark.parametrize(
    ('more', 'said'),
    [
        (['--measurements', 'SNAA'], "measurement 'SNAA'"),
        (['--error-sd', 'SNA=x'], 'could not|expected'),
        (['--error-sd', 'SNA'], 'expected a measurement and the SD'),
        (['--bias-bound', '-1'], 'expected a number'),
        (['--growth', 'SNB'], 'no radiograph has SNB'),
        (['--life-size'], 'state no magnification'),
    ],
)
def test_mistakes_are_told_in_a_line(read, tmp_path, capsys, more, said):
    try:
        status = run(read, tmp_path / 'out', *more)
    except SystemExit as stop:
        status = stop.code
    error = capsys.readouterr().err
    assert status == 2 and 'Traceback' not in error
    assert any(one in error for one in said.split('|'))
