"""`aariz-mm calibrate` makes a calibration, says what it covers, and puts it into a bundle."""

import json

import pytest
from made_bundles import made_info, write_mean_face

from aariz_mm.cli import main
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.reading.reader import Reader

COUNT = 66


@pytest.fixture(scope='module')
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp('calibrate')
    write_phantom_dataset(folder / 'data', COUNT, 3, 0, (180, 220), progress=False)
    for fold in range(3):
        info = made_info(fold=fold, num_folds=3, fold_seed=0, images=COUNT * 2 // 3)
        write_mean_face(folder / f'f{fold}.onnx', info)
    write_mean_face(folder / 'all.onnx', made_info(images=COUNT))
    return folder


def calibrate(folder, *more):
    bundles = [str(folder / f'f{fold}.onnx') for fold in range(3)]
    return main(['calibrate', str(folder / 'data'), '--bundles', *bundles, '--no-changes', *map(str, more)])


def test_calibrate_writes_what_it_says_and_the_bundle_reads_with_it(made, capsys):
    assert calibrate(made, '--out', made / 'c.json', '--add-to', made / 'all.onnx') == 0
    printed = capsys.readouterr().out
    assert f'{COUNT} radiographs' in printed and 'within the ellipse' in printed and 'SNA' in printed
    coverage = json.loads((made / 'c_coverage.json').read_text())
    assert coverage['coverage']['90'] == pytest.approx(0.9, abs=0.04)
    assert (made / 'c_coverage.svg').read_text().startswith('<svg')
    assert Reader(made / 'all.onnx', threads=1).calibration.made_with['images'] == COUNT
    assert calibrate(made, '--out', made / 'c.json') == 0  # its own files are replaced


@pytest.mark.parametrize('name', ['mine.json', 'mine_coverage.json', 'mine_coverage.svg'])
def test_calibrate_replaces_nothing_of_the_user(made, capsys, name):
    (made / name).write_text('mine')
    assert calibrate(made, '--out', made / 'mine.json') == 2
    assert 'would be lost' in capsys.readouterr().err and (made / name).read_text() == 'mine'
    (made / name).unlink()


@pytest.mark.parametrize(
    ('more', 'words'),
    [
        (['--out', 'x.json', '--add-to', 'no.onnx'], 'no such bundle'),
        (['--out', 'x.json', '--split', 'train'], 'was trained on'),
        (['--out', 'x.json', '--split', 'valid'], 'give 40 or more'),
    ],
)
def test_calibrate_tells_mistakes_in_a_line(made, capsys, monkeypatch, tmp_path, more, words):
    monkeypatch.chdir(tmp_path)
    assert calibrate(made, *more) == 2
    said = capsys.readouterr().err
    assert words in said and 'Traceback' not in said and not list(tmp_path.iterdir())


def test_calibrate_refuses_the_model_of_all_folds(made, capsys):
    arguments = ['calibrate', str(made / 'data'), '--bundles', str(made / 'all.onnx'), '--out', str(made / 'y.json')]
    assert main(arguments) == 2
    assert 'give bundles of folds' in capsys.readouterr().err
