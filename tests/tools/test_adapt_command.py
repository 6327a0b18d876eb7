"""`aariz-mm adapt` learns a profile; reading and testing use it, and scores of its own radiographs are refused."""

import json
import shutil

import numpy as np
import pytest
from made_bundles import made_info, write_mean_face
from made_checkpoints import write_untrained

from aariz_mm.cli import main
from aariz_mm.files import file_sha256
from aariz_mm.phantom import write_phantom_dataset

pytestmark = pytest.mark.usefixtures('first_look_only')
CONFIG = 'configs/phantom/phantom_lite0.py'


@pytest.fixture(scope='module')
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp('adapt')
    write_phantom_dataset(folder / 'data', 6, 0, 2, (180, 220), progress=False)
    write_mean_face(folder / 'm.onnx', made_info())
    write_mean_face(folder / 'other.onnx', made_info())
    return folder


def adapt(folder, *more, out='p.json', source='data'):
    command = ['adapt', str(folder / source), '--model', str(folder / 'm.onnx'), '--out', str(folder / out)]
    return main([*command, *map(str, more)])


def read(folder, out_dir, *more, split='test', model='m.onnx'):
    images = str(folder / 'data' / split / 'Cephalograms')
    command = ['read', images, '--model', str(folder / model), '--cvm', 'none', '--out-dir', str(folder / out_dir)]
    return main([*command, '--formats', 'json', *map(str, more)])


def first_points(folder):
    content = json.loads(sorted(folder.glob('*.json'))[0].read_text())
    return content, np.array([list(one['value'].values()) for one in content['landmarks']])


@pytest.fixture(scope='module')
def profile(made):
    """That of a reader who has Pog` elsewhere than the model and corrected the results of six radiographs so."""
    assert read(made, 'results', split='train') == 0
    for path in (made / 'results').glob('*.json'):
        content = json.loads(path.read_text())
        entry = next(one for one in content['landmarks'] if one['symbol'] == 'Pog`')
        entry['value'] = dict(x=entry['value']['x'] + 5, y=entry['value']['y'] - 15)
        path.write_text(json.dumps(content))
    assert adapt(made, '--reader', 'Dr. Kim', source='results') == 0
    return made / 'p.json'


def test_a_profile_is_learnt_from_corrected_results(profile):
    content = json.loads(profile.read_text())
    assert (content['reader'], content['radiographs'], content['models']) == ('Dr. Kim', 6, ['ab'])
    assert [one['symbol'] for one in content['landmarks'] if one['moved']] == ['Pog`']
    assert content['gain']['low_mm'] > 0


def test_read_moves_by_the_profile_and_says_so(made, profile):
    assert read(made, 'plain') == 0 and read(made, 'adapted', '--profile', profile) == 0
    (plain, before), (adapted, after) = first_points(made / 'plain'), first_points(made / 'adapted')
    far = np.abs(after - before).max(axis=1) > 0.05
    assert [one['symbol'] for one in np.array(plain['landmarks'])[far]] == ['Pog`']
    assert (after - before)[far][0] == pytest.approx([5, -15], abs=1)
    assert adapted['made_with']['options']['profile'].startswith('Dr. Kim, 6 radiographs')


def test_what_is_printed_says_what_is_gained(made, profile, capsys):
    assert adapt(made, '--reader', 'Dr. Kim', source='results') == 0  # its own file is replaced
    printed = capsys.readouterr().out
    assert 'all landmarks: ' in printed and 'Dr. Kim, 6 radiographs' in printed and 'Pog`' in printed


def test_resume_reads_again_with_another_profile(made, capsys):
    assert adapt(made, '--truth', 'junior', '--split', 'train', out='q.json') == 0
    assert read(made, 'resumed') == 0 and read(made, 'resumed', '--resume', '--profile', made / 'q.json') == 0
    assert first_points(made / 'resumed')[0]['made_with']['options']['profile'].startswith('junior')


def test_curve_is_written_as_numbers_and_figure(made, capsys):
    more = ('--truth', 'senior', '--split', 'train', '--curve', made / 'c.json', '--draws', 2)
    assert adapt(made, *more, out='c_profile.json') == 0
    assert 'learnt from' in capsys.readouterr().out
    assert [one['radiographs'] for one in json.loads((made / 'c.json').read_text())['points']] == [1, 3, 5]
    assert (made / 'c.svg').read_text().startswith('<svg')


@pytest.mark.parametrize(
    ('more', 'words'),
    [
        (['--split', 'train'], 'say which by --truth'),
        (['--truth', 'senior', '--split', 'train', '--model', 'no.onnx'], 'no such bundle'),
        (['--truth', 'senior', '--split', 'train', '--curve', 'c.svg'], 'name a .json file'),
        (['--truth', 'reader:Nobody', '--split', 'train'], 'Nobody'),
    ],
)
def test_adapt_tells_mistakes_in_a_line(made, capsys, monkeypatch, tmp_path, more, words):
    monkeypatch.chdir(tmp_path)
    assert adapt(made, *more, out='x.json') == 2
    error = capsys.readouterr().err
    assert words in error and 'Traceback' not in error and not (made / 'x.json').exists()


@pytest.mark.parametrize('content', ['mine', '{"a": 1}'])
def test_nothing_of_the_user_is_replaced_or_read_as_a_profile(made, capsys, content):
    (made / 'mine.json').write_text(content)
    assert adapt(made, '--truth', 'senior', '--split', 'train', out='mine.json') == 2
    assert 'would be lost' in capsys.readouterr().err and (made / 'mine.json').read_text() == content
    assert read(made, 'never', '--profile', made / 'mine.json') == 2
    assert 'aariz-mm adapt' in capsys.readouterr().err and not (made / 'never').exists()


def test_a_profile_of_another_model_is_refused(made, profile, capsys):
    content = json.loads(profile.read_text())
    (made / 'foreign.json').write_text(json.dumps({**content, 'models': ['cd' * 32]}))
    assert read(made, 'foreign', '--profile', made / 'foreign.json') == 2
    assert 'learnt beside the model cdcdcdcdcdcd' in capsys.readouterr().err


@pytest.fixture(scope='module')
def tested(made, profile):
    """A profile of a checkpoint, which no radiograph of the test split taught."""
    checkpoint = write_untrained(made / 'c.pth', CONFIG)
    content = json.loads(profile.read_text()) | dict(models=[file_sha256(checkpoint)])
    (made / 't.json').write_text(json.dumps(content))
    return checkpoint, made / 't.json'


def score(made, tested, *more, excluded=()):
    checkpoint, _ = tested
    options = [
        f'test_dataloader.dataset.data_root={made / "data"}',
        'test_dataloader.dataset.pipeline.0.cache_dir=None',
    ]
    work_dir = ['--work-dir', str(made / 'run')]
    return main(['test', CONFIG, str(checkpoint), *work_dir, *map(str, more), '--cfg-options', *options, *excluded])


def test_scores_are_those_of_moved_landmarks(made, tested):
    assert score(made, tested, '--out', made / 'plain_scores.json') == 0
    assert score(made, tested, '--out', made / 'moved.json', '--profile', tested[1]) == 0
    plain, moved = (json.loads((made / name).read_text()) for name in ('plain_scores.json', 'moved.json'))
    assert plain['MRE_mm'] != moved['MRE_mm'] and moved['protocol_profile'].startswith('Dr. Kim')
    assert 'protocol_profile' not in plain


@pytest.mark.parametrize('kind', ['images', 'looks'])
def test_scoring_radiographs_that_taught_the_profile_is_refused(made, tested, capsys, tmp_path, kind):
    from aariz_mm.adaptation.hashes import look_of
    from aariz_mm.radiographs.images import read_radiograph

    image = sorted((made / 'data' / 'test' / 'Cephalograms').iterdir())[0]
    known = file_sha256(image) if kind == 'images' else look_of(read_radiograph(image))
    profile = json.loads(tested[1].read_text())
    path = tmp_path / 'taught.json'
    path.write_text(json.dumps({**profile, kind: [known, *profile[kind][1:]]}))
    assert score(made, tested, '--profile', path) == 2
    error = capsys.readouterr().err
    assert 'was learnt from 1 of the radiographs to be scored' in error and image.stem in error
    assert f'test_dataloader.dataset.exclude="[\'{image.stem}\']"' in error
    assert score(made, tested, '--profile', path, excluded=[f"test_dataloader.dataset.exclude=['{image.stem}']"]) == 0


def test_predict_moves_by_the_profile(made, tested):
    checkpoint, profile = tested
    source = sorted((made / 'data' / 'test' / 'Cephalograms').iterdir())[0]
    image = shutil.copy(source, made / f'copy{source.suffix}')
    for name, more in (('p0', []), ('p1', ['--profile', str(profile)])):
        command = ['predict', CONFIG, str(checkpoint), str(image), '--out-dir', str(made / name), '--formats', 'json']
        assert main([*command, *more]) == 0
    assert not np.allclose(first_points(made / 'p0')[1], first_points(made / 'p1')[1], atol=0.01)
