"""The command that superimposes: its files, and what it refuses."""

import json

import numpy as np
import pytest

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.cli.commands import main
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.superimposition.change_rows import direction_words


def write(path, shift=0.0, **more):
    points = 10 * MEAN_MM + 1500
    points[[SYMBOLS.index(one) for one in ('Pog', 'Me')]] += [shift, shift]
    marks = [landmark_entry(symbol, *map(float, point)) for symbol, point in zip(SYMBOLS, points, strict=True)]
    path.write_text(json.dumps(dict(landmarks=marks) | more))
    return str(path)


@pytest.mark.parametrize(
    ('degrees', 'words'),
    [(0, 'forward'), (-45, 'forward and down'), (90, 'up'), (180, 'backward'), (-180, 'backward'), (np.nan, '')],
)
def test_directions_have_words(degrees, words):
    assert direction_words(degrees) == words


def test_files_are_written_and_only_ours_replaced(tmp_path, capsys):
    sources = [write(tmp_path / 'a.json', 0, pixel_size_mm=0.1), write(tmp_path / 'b.json', 30, pixel_size_mm=0.1)]
    out = tmp_path / 'out'
    call = ['superimpose', *sources, '--out-dir', str(out), '--reference', 'sn', '--labels', '<b>', '둘']
    assert main([*call, '--formats', 'svg,html,json,csv']) == 0
    assert main([*call, '--formats', 'svg,html,json,csv', '--language', 'ko']) == 0
    page = (out / 'superimposition.html').read_text()
    assert '&lt;b&gt;' in page and '<b>' not in page and 'lang="ko"' in page
    found = json.loads((out / 'superimposition.json').read_text())
    pog = next(one for one in found['landmark_changes'] if one['landmark'] == 'Pog')
    assert pog['distance_mm'] == pytest.approx(3 * 2**0.5, abs=0.02)
    (out / 'sn.svg').write_text('mine')
    assert main([*call, '--formats', 'svg']) == 2
    assert (out / 'sn.svg').read_text() == 'mine'


@pytest.mark.parametrize('count', [1, 2])
def test_one_file_alone_and_the_same_twice_are_refused(tmp_path, capsys, count):
    source = write(tmp_path / 'a.json', pixel_size_mm=0.1)
    assert main(['superimpose', *[source] * count, '--out-dir', str(tmp_path / 'out')]) == 2
    assert ('two or more' if count == 1 else 'twice') in capsys.readouterr().err


def test_no_pixel_size_is_told_with_its_cure(tmp_path, capsys):
    sources = [write(tmp_path / 'a.json'), write(tmp_path / 'b.json', 3)]
    assert main(['superimpose', *sources, '--out-dir', str(tmp_path / 'out')]) == 2
    assert '--pixel-size' in capsys.readouterr().err
