"""Tracings lie on the radiograph that they are of, and replace nothing of the user's."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.cli import main
from aariz_mm.files import file_sha256
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.reading.tracing_seals import is_sealed

POINTS = MEAN_SHAPE_MM * 2 + [180, 170]
KINDS = ['svg', 'png', 'pdf']


def note(path, **more):
    """Write an annotation."""
    entries = [landmark_entry(symbol, float(x), float(y)) for symbol, (x, y) in zip(SYMBOLS, POINTS, strict=True)]
    path = Path(path)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(dict(ceph_id='ceph', landmarks=entries) | more))


def film(path, grey=70, size=(460, 480)):
    Image.new('L', size, grey).save(path)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A radiograph with its result, an annotation, and other radiographs."""
    monkeypatch.chdir(tmp_path)
    film('ceph.png'), film('other.png', 71), film('small.png', 70, (300, 300)), film('wide.png', 70, (600, 480))
    note('note.json')
    note('ceph.json', file='ceph.png', image_sha256=file_sha256('ceph.png'), image_size=[460, 480], pixel_size_mm=0.5)
    return tmp_path


def run(*arguments):
    return main(['trace', *map(str, arguments)])


def refused(capsys, *arguments):
    """What is told of a command that writes nothing."""
    before = {path: path.read_bytes() for path in Path('.').rglob('*') if path.is_file()}
    assert run(*arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith('error: ') and told.count('\n') == 1
    assert {path: path.read_bytes() for path in Path('.').rglob('*') if path.is_file()} == before
    return told


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('image', ['other.png', 'small.png', 'wide.png'])
def test_result_is_not_drawn_on_another_radiograph(kind, image, capsys):
    told = refused(capsys, 'ceph.json', '--image', image, '--out', f'a.{kind}')
    assert image in told and 'ceph.png' in told and '--image' in told and '--no-radiograph' in told


@pytest.mark.parametrize('place', ['ceph.png', 'kept/ceph.png'])
def test_radiograph_that_changed_is_told(place, capsys):
    Path('kept').mkdir()
    Path('ceph.json').rename('kept/ceph.json')
    Path('ceph.png').unlink()
    film(place, 10)
    assert 'changed' in refused(capsys, 'kept/ceph.json', '--out', 'a.svg')
    assert run('kept/ceph.json', '--out', 'a.svg', '--no-radiograph') == 0


def test_radiograph_that_moved_may_be_named(capsys):
    Path('ceph.png').rename('moved.png')
    assert run('ceph.json', '--out', 'a.svg') == 0 and 'no radiograph was found' in capsys.readouterr().err
    assert run('ceph.json', '--out', 'b.svg', '--image', 'moved.png') == 0 and capsys.readouterr().err == ''
    assert '<image' in Path('b.svg').read_text() and '<image' not in Path('a.svg').read_text()


def test_annotation_is_not_drawn_where_landmarks_lie_outside(capsys):
    told = refused(capsys, 'note.json', '--image', 'small.png', '--out', 'a.svg')
    assert 'outside' in told and 'Me' in told and '300 x 300' in told


def test_annotation_that_tells_a_size_is_compared_by_it(capsys):
    note('sized.json', image_size=[460, 480])
    assert '460 x 480' in refused(capsys, 'sized.json', '--image', 'wide.png', '--out', 'a.svg')
    assert run('sized.json', '--image', 'ceph.png', '--out', 'a.svg') == 0 and 'its size' in capsys.readouterr().err


def test_annotation_says_what_could_not_be_checked(capsys):
    assert run('note.json', '--image', 'wide.png', '--out', 'a.svg') == 0
    told = capsys.readouterr().err
    assert told.startswith('note: ') and 'no size is told' in told and 'wide.png' in told


@pytest.mark.parametrize(('sources', 'names'), [
    (['P1/a.json', 'P2/a.json'], ['P1_a', 'P2_a']), (['P1/a.json', 'P1/b.json'], ['a', 'b']),
    (['P1/a.json', 'P2/b.json', 'P1/a.json'], ['P1_a', 'P1_a_2', 'P2_b']),
])  # fmt: skip
def test_sources_of_one_name_get_a_file_each(sources, names):
    for source in sources:
        note(source, ceph_id='same')
    assert run(*sources, '--out', 'same_{name}.svg') == 0
    assert sorted(path.name for path in Path('.').glob('*.svg')) == [f'same_{name}.svg' for name in names]


def test_names_that_differ_in_case_alone_get_a_file_each():
    note('a.json', ceph_id='P1'), note('b.json', ceph_id='p1')
    assert run('a.json', 'b.json', '--out', '{name}.svg') == 0
    assert len({path.name.lower() for path in Path('.').glob('*.svg')}) == 2


@pytest.mark.parametrize('out', ['ceph.png', 'other.png', 'mine.svg', 'mine.pdf', 'empty.svg', 'folder.svg'])
def test_files_of_the_user_are_not_replaced(out, capsys):
    Path('mine.svg').write_text('<svg xmlns="http://www.w3.org/2000/svg"><!-- aariz_mm tracing --></svg>')
    Path('mine.pdf').write_bytes(b'%PDF-1.4 letter'), Path('empty.svg').touch(), Path('folder.svg').mkdir()
    assert out in refused(capsys, 'note.json', '--out', out)


@pytest.mark.parametrize('kind', KINDS)
def test_earlier_tracing_is_replaced_unless_it_was_changed(kind, capsys):
    assert run('note.json', '--out', f'a.{kind}') == run('ceph.json', '--out', f'a.{kind}') == 0
    assert is_sealed(f'a.{kind}') and not is_sealed('ceph.png')
    data = Path(f'a.{kind}').read_bytes()
    Path(f'a.{kind}').write_bytes(data[:300] + bytes([data[300] ^ 1]) + data[301:])
    capsys.readouterr()
    assert 'changed since' in refused(capsys, 'note.json', '--out', f'a.{kind}')


def test_nothing_is_written_where_one_of_several_would_be_lost(capsys):
    note('b.json', ceph_id='b')
    Path('b.svg').write_text('<svg/>')
    assert 'b.svg' in refused(capsys, 'note.json', 'b.json', '--out', '{name}.svg')


def test_sealed_png_opens_as_before():
    assert run('ceph.json', '--out', 'a.png') == 0
    with Image.open('a.png') as picture:
        picture.load()
        assert 'aariz_mm tracing' in picture.info['Software']
    ElementTree.parse('a.svg') if run('ceph.json', '--out', 'a.svg') == 0 else pytest.fail('not written')


@pytest.mark.parametrize('name', [
    '../ESCAPED', '<script>alert(1)</script>', '/tmp/x', 'a/b', '..', 'a\\b', 'C:x', 'x' * 300, 'con', 'a\0b', '\ud800',
])  # fmt: skip
def test_tracing_stays_in_its_folder_whatever_the_name(name, folder):
    note('odd.json', ceph_id=name)
    before = set(folder.parent.iterdir())
    assert run('odd.json', '--out', 'out/{name}.svg') == 0
    made = list(Path('out').iterdir())
    assert len(made) == 1 and made[0].suffix == '.svg' and not re.search(r'[<>:"\\|?*\0]', made[0].name)
    assert set(folder.parent.iterdir()) == before
    root = ElementTree.parse(made[0]).getroot()
    assert not list(root.iter('{http://www.w3.org/2000/svg}script'))


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('name', ['\ud800', 'a\x00b', '<b>&"\x1b', '가' * 500])
def test_odd_names_are_drawn_as_titles(name, kind):
    note('odd.json', ceph_id=name)
    assert run('odd.json', '--out', f'a.{kind}') == 0


@pytest.mark.parametrize('x', [1e308, -1e308, 10**400, 1e9, -2e5, 9e4, float('nan'), float('inf'), True, '5'])
@pytest.mark.parametrize('source', ['note.json', 'ceph.json'])
def test_absurd_places_are_told_with_the_cure(x, source, capsys):
    content = json.loads(Path(source).read_text())
    content['landmarks'][4]['value']['x'] = x
    Path('odd.json').write_text(json.dumps(content))
    told = refused(capsys, 'odd.json', '--out', 'a.svg')
    assert 'odd.json' in told and SYMBOLS[4] in told and 'null' in told


@pytest.mark.parametrize('more', [
    dict(pixel_size_mm='wide'), dict(pixel_size_mm=1e308), dict(pixel_size_mm=-1), dict(pixel_size_mm=0),
    dict(image_size='wide'), dict(image_size=[1e308, 5]), dict(image_size=[0, 0]), dict(image_size=[460]),
    dict(flattening=[1, 2]), dict(flattening='flat'),
])  # fmt: skip
def test_absurd_sizes_are_told(more, capsys):
    note('odd.json', **more)
    told = refused(capsys, 'odd.json', '--out', 'a.svg')
    assert 'odd.json' in told and next(iter(more)) in told


@pytest.mark.parametrize('ellipse', [dict(semi_major=1e308, semi_minor=1, angle_deg=0), dict(semi_major=4)])
def test_absurd_ellipses_are_told(ellipse, capsys):
    content = json.loads(Path('note.json').read_text())
    content['landmarks'][0]['ellipse_px'] = ellipse
    Path('odd.json').write_text(json.dumps(content))
    assert SYMBOLS[0] in refused(capsys, 'odd.json', '--out', 'a.svg')


def test_true_size_without_mm_is_told(capsys):
    pytest.importorskip('reportlab')
    assert '--pixel-size' in refused(capsys, 'note.json', '--out', 'a.pdf', '--true-size')


def test_landmarks_outside_are_told(capsys):
    content = json.loads(Path('ceph.json').read_text())
    content['landmarks'][4]['value']['x'] = 470.0
    Path('ceph.json').write_text(json.dumps(content))
    assert run('ceph.json', '--out', 'a.svg') == 0
    assert f'{SYMBOLS[4]} outside the picture, left out' in capsys.readouterr().err


def test_sealed_pdf_ends_as_readers_expect():
    pytest.importorskip('reportlab')
    assert run('ceph.json', '--out', 'a.pdf') == 0
    data = Path('a.pdf').read_bytes()
    start = int(re.search(rb'startxref\s+(\d+)\s+%%EOF', data[-1024:])[1])
    assert data[start : start + 4] == b'xref'
