"""The command reads, chooses and writes no more than it is asked to."""

import csv
import json

import pytest

from aariz_mm.cli.commands import main
from aariz_mm.phantom.writer import write_phantom_dataset


@pytest.fixture(scope='module')
def data(tmp_path_factory):
    root = tmp_path_factory.mktemp('next') / 'data'
    write_phantom_dataset(root, 4, 1, 0, (450, 550), seed=3, progress=False)
    return root


def rows_of(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def test_next_chooses_from_a_folder_without_writing_to_it(data, tmp_path, capsys):
    folder = data / 'train' / 'Cephalograms'
    before = sorted(folder.iterdir())
    assert main(['next', str(folder), '--n', '2', '--out', str(tmp_path / 'next.csv')]) == 0
    rows = rows_of(tmp_path / 'next.csv')
    assert [row['rank'] for row in rows] == ['1', '2'] and len({row['radiograph'] for row in rows}) == 2
    assert all(float(row['expected_error_mm']) > 0 for row in rows)
    assert '2 of 4 radiographs, 0 were corrected' in capsys.readouterr().out
    assert sorted(folder.iterdir()) == before and not (folder.parent / 'Cephalograms_review').exists()


def test_next_leaves_out_what_a_reader_corrected(data, tmp_path, capsys):
    marks = data / 'train' / 'Annotations' / 'Cephalometric Landmarks' / 'Kim'
    marks.mkdir(exist_ok=True)
    done = sorted((data / 'train' / 'Cephalograms').iterdir())[0].stem
    (marks / f'{done}.json').write_text(json.dumps({}))
    try:
        arguments = ['next', str(data), '--corrected', str(data), '--reader', 'kim', '--out', str(tmp_path / 'n.csv')]
        assert main(arguments) == 0
    finally:
        (marks / f'{done}.json').unlink()
        marks.rmdir()
    assert done not in {row['radiograph'] for row in rows_of(tmp_path / 'n.csv')}
    assert '3 of 3 radiographs, 1 were corrected' in capsys.readouterr().out


def test_next_keeps_a_file_that_is_no_list(data, tmp_path, capsys):
    (tmp_path / 'mine.csv').write_text('my,own\n')
    assert main(['next', str(data), '--out', str(tmp_path / 'mine.csv')]) == 2
    assert (tmp_path / 'mine.csv').read_text() == 'my,own\n' and 'give another --out' in capsys.readouterr().err


@pytest.mark.parametrize(
    ('arguments', 'told'),
    [(['gone'], 'no such folder'), (['{data}', '--reader', 'Kim'], 'nothing was corrected'),
     (['{data}', '--corrected', '{data}', '--reader', 'Nobody'], "no reader 'Nobody'"),
     (['{data}', '--split', 'test'], 'no image found'), (['{data}', '--n', '0'], 'expected')],
)  # fmt: skip
def test_next_says_what_is_wrong(data, capsys, arguments, told):
    arguments = ['next', *(one.format(data=data) for one in arguments)]
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = stop.code
    assert status == 2 and told in capsys.readouterr().err
