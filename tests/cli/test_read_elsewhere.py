"""`aariz-mm read` of URLs, of parts of a list, and what is wrong about Ray."""

import csv
import sys
from pathlib import Path

import cv2
import pytest

from aariz_mm import extras
from aariz_mm.cli import main
from aariz_mm.phantom import draw_indexed_phantom

sys.path.insert(0, str(Path(__file__).parents[1] / 'reading'))
from tiny_bundles import write_landmark_bundle


@pytest.fixture(scope='module')
def phantoms():
    return [draw_indexed_phantom(0, 'test', index, (144, 176)).image for index in range(2)]


@pytest.fixture
def place(tmp_path, monkeypatch, phantoms):
    """The current folder, with seven radiographs in ``films``."""
    write_landmark_bundle(tmp_path / 'b.onnx')
    (tmp_path / 'films').mkdir()
    for index in range(7):
        cv2.imwrite(str(tmp_path / 'films' / f'{index}.png'), phantoms[index % 2])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*arguments):
    return main(['read', *map(str, arguments), '--model', 'b.onnx', '--cvm', 'none', '--overlay', 'none'])


def rows(name):
    with Path(name).open(encoding='utf-8-sig', newline='') as file:
        return [{key: value for key, value in row.items() if key != 'seconds'} for row in csv.DictReader(file)]


def test_parts_together_are_the_whole_and_resume_joins_their_tables(place):
    assert read('films', '--out-dir', 'whole') == 0
    for number in (1, 2, 3):
        assert read('films', '--out-dir', 'parts', '--shard', f'{number}/3', '--formats', 'csv,xlsx,html,aariz') == 0
    names = [row['file'] for number in (1, 2, 3) for row in rows(f'parts/summary.{number}_of_3.csv')]
    assert sorted(names) == [row['file'] for row in rows('whole/summary.csv')] and len(names) == 7
    assert Path('parts/results.2_of_3.xlsx').exists() and Path('parts/summary.2_of_3.html').exists()
    assert Path('parts/aariz.2_of_3').is_dir() and not Path('parts/summary.csv').exists()
    assert read('films', '--out-dir', 'parts', '--resume') == 0
    for name in ('summary', 'landmarks', 'measurements'):
        assert rows(f'parts/{name}.csv') == rows(f'whole/{name}.csv')


def test_radiographs_of_one_name_have_the_same_results_in_each_part(place):
    cv2.imwrite('films/0.bmp', cv2.imread('films/0.png'))
    for number in (1, 2):
        assert read('films', '--out-dir', 'parts', '--shard', f'{number}/2') == 0
    assert {'0.png.json', '0.bmp.json'} <= {path.name for path in Path('parts').iterdir()}


def test_a_part_without_a_radiograph_is_no_failure(place, capsys):
    assert read('films', '--shard', '9/12') == 0
    assert 'no radiograph is in part 9 of 12' in capsys.readouterr().out and not Path('aariz_results').exists()


def test_a_part_can_be_resumed(place, monkeypatch):
    assert read('films', '--shard', '1/2') == 0
    monkeypatch.setattr('aariz_mm.reading.single._predict', lambda *arguments: pytest.fail('read again'))
    assert read('films', '--shard', '1/2', '--resume') == 0 and len(rows('aariz_results/summary.1_of_2.csv')) == 4


def test_an_object_store_gives_what_a_folder_gives(place):
    system = pytest.importorskip('fsspec', reason='fsspec is not installed').filesystem('memory')
    for path in Path('films').iterdir():
        system.pipe(f'/store/{path.name}', path.read_bytes())
    assert read('memory://store', '--out-dir', 'there') == 0 and read('films', '--out-dir', 'here') == 0
    there, here = rows('there/landmarks.csv'), rows('here/landmarks.csv')
    assert {row.pop('file') for row in there} == {f'memory://store/{index}.png' for index in range(7)}
    assert [row.pop('file') for row in here] and there == here and len(there) == 7 * 29
    assert read('memory://store', '--out-dir', 'there', '--resume') == 0


def test_a_local_url_is_a_folder(place):
    assert read((place / 'films').as_uri()) == 0 and len(rows('aariz_results/summary.csv')) == 7


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        (['films', '--out-dir', 's3://bucket/out'], 'results are written to a folder of this machine'),
        (['films', '--ray-address', '10.0.0.5:6379'], 'give --engine ray with it'),
        (['films', '--shard', '4/3'], 'expected I/N with I from 1 to N'),
        (['nosuch://films'], 'nosuch://films: cannot be read'),
        (['films', '--engine', 'dask'], "invalid choice: 'dask'"),
    ],
)
def test_a_mistake_is_told_in_a_line(place, capsys, arguments, words):
    if 'nosuch' in arguments[0]:
        pytest.importorskip('fsspec', reason='fsspec is not installed')
    try:
        status = read(*arguments)
    except SystemExit as stop:
        status = stop.code
    err = capsys.readouterr().err
    assert status == 2 and words in err and 'Traceback' not in err and not Path('aariz_results').exists()


@pytest.mark.parametrize(
    ('module', 'arguments'),
    [
        ('ray', ['films', '--engine', 'ray']),
        ('fsspec', ['s3://bucket/films']),
        ('fsspec', ['https://host.test/ceph.png']),
        ('fsspec', ['films', 'gs://bucket/*.dcm']),
    ],
)
def test_without_the_extra_its_name_is_told(place, capsys, monkeypatch, module, arguments):
    found = extras.find_spec
    monkeypatch.setattr(extras, 'find_spec', lambda name: None if name == module else found(name))
    assert read(*arguments) == 2
    err = capsys.readouterr().err
    assert f'{module} is not installed; install aariz-mm[ray]' in err
    if module == 'fsspec':
        assert f'{arguments[-1]}: ' in err and 'or download it first and name the file' in err
    assert not Path('aariz_results').exists()
