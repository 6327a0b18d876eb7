"""The command that superimposes: its files, and what it refuses."""

import json

import numpy as np
import pytest

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.cli import superimpose
from aariz_mm.cli.commands import main
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.superimposition.change_rows import direction_words
from aariz_mm.superimposition.references import REFERENCES


def write(path, shift=0.0, symbols=SYMBOLS, **more):
    points = 10 * MEAN_MM + 1500
    points[[SYMBOLS.index(one) for one in ('Pog', 'Me')]] += [shift, shift]
    marks = [landmark_entry(symbol, *map(float, point)) for symbol, point in zip(SYMBOLS, points, strict=True)
             if symbol in symbols]  # fmt: skip
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


def call(tmp_path, *more, **landmarks):
    sources = [write(tmp_path / f'{name}.json', shift, symbols, pixel_size_mm=0.1)
               for shift, (name, symbols) in enumerate(landmarks.items())]  # fmt: skip
    return main(['superimpose', *sources, '--out-dir', str(tmp_path / 'out'), '--formats', 'svg,html,json', *more])


@pytest.mark.parametrize('labels', [('a', 'a'), ('', 'b'), (' ', 'b'), ('a', ' a')])
def test_labels_that_are_alike_or_empty_are_told_at_once(tmp_path, capsys, labels):
    assert main(['superimpose', 'no.json', 'nor.json', '--out-dir', str(tmp_path / 'out'), '--labels', *labels]) == 2
    assert 'a name of its own' in capsys.readouterr().err


def test_a_reader_error_gives_annotations_intervals_and_is_told(tmp_path, capsys):
    sources = [write(tmp_path / f'{shift}.json', shift, pixel_size_mm=0.1) for shift in (0, 90)]
    call = ['superimpose', *sources, '--out-dir', str(tmp_path / 'out'), '--reference', 'sn', '--formats', 'json']
    assert main([*call, '--reader-error', '1,5']) == 0 and '1.5 mm off' in capsys.readouterr().err
    found = json.loads((tmp_path / 'out/superimposition.json').read_text())
    changes = {one['landmark']: one for one in found['landmark_changes']}
    assert (changes['Pog']['within_error'], changes['A']['within_error']) == ('no', 'yes')
    assert any('1.5 mm off' in one for one in found['warnings'])
    with pytest.raises(SystemExit):
        main([*call, '--reader-error', '0'])
    assert 'standard deviation in mm, 0.01 to 20' in capsys.readouterr().err


def test_a_folder_is_no_source(tmp_path, capsys):
    assert main(['superimpose', str(tmp_path), 'no.json', '--out-dir', str(tmp_path / 'out')]) == 2
    assert 'a folder; name the results or radiographs in it' in capsys.readouterr().err


def test_another_sex_is_told_once(tmp_path, capsys):
    sources = [
        write(tmp_path / f'{sex}.json', at, pixel_size_mm=0.1, subject=dict(sex=sex)) for at, sex in enumerate('fm')
    ]
    assert (
        main(['superimpose', *sources, '--out-dir', str(tmp_path / 'out'), '--reference', 'sn', '--formats', 'json'])
        == 0
    )
    assert capsys.readouterr().err.count('one patient') == 1


@pytest.mark.parametrize('key', ['cranium', '../sn', ''])
def test_an_unknown_reference_is_told_before_a_file_is_looked_for(tmp_path, capsys, key):
    assert main(['superimpose', 'no.json', 'nor.json', '--out-dir', str(tmp_path / 'out'), '--reference', key]) == 2
    told = capsys.readouterr().err
    assert all(one in told for one in REFERENCES) and 'no.json' not in told
    assert not (tmp_path / 'out').exists()


def test_help_names_every_reference():
    assert all(one in superimpose.__doc__ for one in REFERENCES)


def test_a_landmark_that_the_reference_takes_and_is_missing_is_named(tmp_path, capsys):
    assert call(tmp_path, '--reference', 'sn', a=SYMBOLS, b=set(SYMBOLS) - {'N'}) == 2
    assert 'S-N at S: left out: N is not on both radiographs; mark it' in capsys.readouterr().err


def test_radiographs_without_a_landmark_in_common_are_refused(tmp_path, capsys):
    assert call(tmp_path, a=('S', 'N'), b=('Go', 'Me')) == 2
    assert 'Go, Me are not on both radiographs; mark them' in capsys.readouterr().err
    assert not (tmp_path / 'out').exists()


def test_a_reference_without_its_landmarks_is_left_out_and_the_others_are_made(tmp_path, capsys):
    assert call(tmp_path, '--reference', 'sn', 'palatal_ans', a=SYMBOLS, b=set(SYMBOLS) - {'ANS'}) == 0
    assert 'left out' in capsys.readouterr().err
    assert not (tmp_path / 'out/palatal_ans.svg').exists() and (tmp_path / 'out/sn.svg').exists()


@pytest.mark.parametrize('name', ['sn.svg', 'superimposition.html', 'superimposition.json'])
def test_a_foreign_file_in_the_folder_stays(tmp_path, capsys, name):
    (tmp_path / 'out').mkdir()
    (tmp_path / 'out' / name).write_text('mine')
    assert call(tmp_path, '--reference', 'sn', a=SYMBOLS, b=SYMBOLS) == 2
    assert name in capsys.readouterr().err
    assert [one.name for one in (tmp_path / 'out').iterdir()] == [name]
    assert (tmp_path / 'out' / name).read_text() == 'mine'


def test_ages_that_run_backwards_are_warned_of(tmp_path, capsys):
    sources = [write(tmp_path / f'{age}.json', age, pixel_size_mm=0.1, subject=dict(age_years=age)) for age in (14, 11)]
    assert main(['superimpose', *sources, '--out-dir', str(tmp_path / 'out'), '--reference', 'sn']) == 0
    assert 'give radiographs in the order of time' in capsys.readouterr().err
    assert 'in the order of time' in (tmp_path / 'out/superimposition.html').read_text()


def test_the_page_begins_headings_with_capitals_and_names_unmarked_landmarks_once(tmp_path):
    assert call(tmp_path, '--reference', 'base_fit', a=set(SYMBOLS) - {'R'}, b=set(SYMBOLS) - {'R'}) == 0
    page = (tmp_path / 'out/superimposition.html').read_text()
    assert '<h2>Best fit of S, N, Po, Or' in page and 'Intervals of 90 %' in page
    assert 'Marked on none of the radiographs: R</p>' in page and '<th scope="row">R</th>' not in page
