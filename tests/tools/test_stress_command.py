"""`aariz-mm stress-test` prints a row for each change and writes the numbers."""

import json

import pytest
from made_bundles import made_info, write_mean_face
from made_checkpoints import ROOT, write_untrained

from aariz_mm.cli import main
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.stress.changes import CHANGES

pytestmark = pytest.mark.usefixtures('first_look_only')
CONFIG = 'configs/phantom/phantom_lite0.py'


@pytest.fixture(scope='module')
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp('stress')
    write_phantom_dataset(folder / 'data', 3, 2, 0, (180, 220), progress=False)
    write_mean_face(folder / 'm.onnx', made_info(split='train', truth='senior'))
    write_mean_face(folder / 'silent.onnx', made_info())
    return folder


def stress(folder, *more, model='m.onnx'):
    return main(['stress-test', str(folder / 'data'), '--model', str(folder / model), *map(str, more)])


def test_stress_test_prints_and_writes_every_change(made, capsys):
    assert stress(made, '--out', made / 's.json') == 0
    printed = capsys.readouterr().out
    content = json.loads((made / 's.json').read_text())
    assert all(change.kind in printed and change.strength.split(' x ')[0] in printed for change in CHANGES)
    assert [(one['kind'], one['strength']) for one in content['changes']] == [(c.kind, c.strength) for c in CHANGES]
    assert content['made_with'] == dict(models=['m.onnx'], config=None, split='valid', truth='senior', seen=False)
    assert content['radiographs'] == 2 and content['changes'][0]['ratio'] == 1
    assert 'trained on' not in printed
    assert stress(made, '--out', made / 's.json', '--kinds', 'plain', '--max', 1) == 0  # its own file is replaced


def test_stress_test_takes_some_kinds_and_radiographs(made, capsys):
    assert stress(made, '--out', made / 'k.json', '--kinds', 'turned', 'crop', '--max', 1, model='silent.onnx') == 0
    content = json.loads((made / 'k.json').read_text())
    assert [one['kind'] for one in content['changes']] == ['plain', 'crop', 'turned', 'turned']
    assert content['radiographs'] == 1 and content['made_with']['truth'] == 'mean'


def test_stress_test_says_that_the_model_has_seen_the_split(made, capsys):
    assert stress(made, '--out', made / 't.json', '--split', 'train', '--kinds', 'plain', '--truth', 'junior') == 0
    assert "was trained on 'train': its errors there are too small" in capsys.readouterr().out
    made_with = json.loads((made / 't.json').read_text())['made_with']
    assert made_with['seen'] and made_with['truth'] == 'junior'


@pytest.mark.parametrize(
    ('more', 'words'),
    [
        (['--kinds', 'rotated'], "no such kind of change: ['rotated']; expected some of ['plain', 'rotation'"),
        (['--split', 'test'], 'no image found'),
        (['--truth', 'best'], "truth='best' is unknown"),
        (['--config', 'c.py', '--checkpoint', 'c.pth'], 'give --model, or --config and --checkpoint together'),
        (['--checkpoint', 'c.pth'], 'give --model, or --config and --checkpoint together'),
        (['--max', '0'], 'expected a whole number of at least 1'),
    ],
)
def test_stress_test_tells_mistakes_in_a_line(made, capsys, tmp_path, more, words):
    arguments = [*more, '--out', tmp_path / 'x.json']
    try:
        status = stress(made, *arguments)
    except SystemExit as stop:
        status = stop.code
    said = capsys.readouterr().err
    assert status == 2 and words in said and 'Traceback' not in said and not list(tmp_path.iterdir())


def test_stress_test_replaces_nothing_of_the_user(made, capsys):
    (made / 'mine.json').write_text('mine')
    assert stress(made, '--out', made / 'mine.json') == 2
    assert 'would be lost' in capsys.readouterr().err and (made / 'mine.json').read_text() == 'mine'


def test_stress_test_reads_by_a_trained_model(made, capsys):
    checkpoint, out = write_untrained(made / 'epoch_1.pth', CONFIG), made / 'c.json'
    model = ['--config', str(ROOT / CONFIG), '--checkpoint', str(checkpoint), '--device', 'cpu', '--max', '1']
    arguments = ['stress-test', str(made / 'data'), *model, '--kinds', 'negative', '--out', str(out)]
    assert main(arguments) == 0
    content = json.loads(out.read_text())
    assert [one['kind'] for one in content['changes']] == ['plain', 'negative']
    assert content['changes'][0]['landmarks'] == 29 and content['changes'][0]['mre_mm'] > 0
    assert content['made_with']['config'] == 'phantom_lite0.py' and not content['made_with']['seen']
