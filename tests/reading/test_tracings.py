"""Tracings of results and annotations, by file and by command."""

import json

import numpy as np
import pytest
from PIL import Image

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.cli import main
from aariz_mm.files import file_sha256
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.reading.tracings import encode_tracing, find_radiograph, load_traced, trace_content
from aariz_mm.tracing import LAYERS

POINTS = MEAN_SHAPE_MM * 2 + [180, 170]


def content(**more):
    entries = [landmark_entry(symbol, float(x), float(y)) for symbol, (x, y) in zip(SYMBOLS, POINTS, strict=True)]
    return dict(ceph_id='ceph', landmarks=entries) | more


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A radiograph and its result."""
    monkeypatch.chdir(tmp_path)
    Image.fromarray(np.full((480, 460), 70, np.uint8)).save('ceph.png')
    told = dict(file='ceph.png', image_sha256=file_sha256('ceph.png'), image_size=[460, 480], pixel_size_mm=0.5)
    (tmp_path / 'ceph.json').write_text(json.dumps(content(**told)))
    return tmp_path


def run(*arguments):
    return main(['trace', *map(str, arguments)])


@pytest.mark.parametrize('kind', ['svg', 'png', 'pdf'])
def test_command_writes_a_tracing(folder, kind, capsys):
    if kind == 'pdf':
        pytest.importorskip('reportlab')
    assert run('ceph.json', '--out', f'made/t.{kind}') == 0
    begin = {'svg': b'<svg', 'png': b'\x89PNG', 'pdf': b'%PDF'}[kind]
    assert (folder / f'made/t.{kind}').read_bytes().startswith(begin) and f't.{kind}' in capsys.readouterr().out


def test_radiograph_of_a_result_is_found_unless_it_changed(folder):
    traced = load_traced('ceph.json')
    assert find_radiograph(traced) is not None
    Image.fromarray(np.zeros((480, 460), np.uint8)).save('ceph.png')
    assert find_radiograph(traced) is None


def test_svg_has_the_radiograph_unless_it_is_told_not_to(folder):
    assert run('ceph.json', '--out', 'a.svg') == run('ceph.json', '--out', 'b.svg', '--no-radiograph') == 0
    assert '<image' in (folder / 'a.svg').read_text() and '<image' not in (folder / 'b.svg').read_text()


def test_layers_may_be_named_and_outlines_are_eight(folder):
    assert run('ceph.json', '--out', 'a.svg', '--layers', 'outlines,planes') == 0
    svg = (folder / 'a.svg').read_text()
    assert [key for key in LAYERS if f'<g id="{key}"' in svg] == [*list(LAYERS)[:8], 'planes']


def test_annotation_takes_the_radiograph_and_the_pixel_size_from_the_command(folder):
    (folder / 'note.json').write_text(json.dumps(content()))
    assert run('note.json', '--image', 'ceph.png', '--pixel-size', '0.5', '--out', 'a.svg') == 0
    svg = (folder / 'a.svg').read_text()
    assert 'width="230.00mm"' in svg and '>50 mm<' in svg and '<image' in svg


def test_several_sources_take_a_name_in_out(folder, capsys):
    (folder / 'b.json').write_text(json.dumps(content(ceph_id='b')))
    assert run('ceph.json', 'b.json', '--out', 'a.svg') == 2 and '{name}' in capsys.readouterr().err
    assert run('ceph.json', 'b.json', '--out', 't/{name}.svg') == 0
    assert sorted(path.name for path in (folder / 't').iterdir()) == ['b.svg', 'ceph.svg']


@pytest.mark.parametrize(('arguments', 'message'), [
    (['none.json', '--out', 'a.svg'], 'no such file'),
    (['ceph.png', '--out', 'a.svg'], 'a radiograph; read it'),
    (['ceph.json', '--out', 'ceph.png'], 'would be lost'),
    (['ceph.json', '--out', 'a.svg', '--true-size'], '--true-size is for a PDF'),
    (['ceph.json', '--out', 'a.svg', '--image', 'none.png'], 'none.png'),
])  # fmt: skip
def test_mistakes_are_told_in_a_line(folder, capsys, arguments, message):
    before = (folder / 'ceph.png').read_bytes()
    assert run(*arguments) == 2
    told = capsys.readouterr().err
    assert message in told and told.count('\n') == 1 and 'Traceback' not in told
    assert (folder / 'ceph.png').read_bytes() == before


@pytest.mark.parametrize('arguments', [
    ['--out', 'a.jpg'], ['--out', 'a.svg', '--layers', 'skull'], ['--out', 'a.png', '--side', '3'],
    ['--out', 'a.svg', '--theme', 'neon'],
])  # fmt: skip
def test_wrong_arguments_are_refused(folder, arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        run('ceph.json', *arguments)
    assert stop.value.code == 2 and 'error: argument' in capsys.readouterr().err


@pytest.mark.parametrize('broken', [
    [], 'text', [dict(landmark_id='x')], [dict(landmark_entry('S', 1.0, 2.0), value=dict(x='a', y=2))],
    [landmark_entry('S', 5.0, 6.0)] * 2,
])  # fmt: skip
def test_broken_landmarks_are_told(folder, broken, capsys):
    (folder / 'broken.json').write_text(json.dumps(dict(landmarks=broken)))
    assert run('broken.json', '--out', 'a.svg') == 2 and 'broken.json' in capsys.readouterr().err
    assert not (folder / 'a.svg').exists()


def test_unmarked_landmarks_and_those_outside_the_picture_are_left_out():
    one = content(image_size=[460, 480])
    one['landmarks'][SYMBOLS.index('Pog')]['value'] = None
    one['landmarks'][SYMBOLS.index('Me')]['value'] = dict(x=200.0, y=700.0)
    drawn = [shape.name for shape in trace_content(one).layer('landmarks').shapes]
    assert set(SYMBOLS) - set(drawn) == {'Pog', 'Me'}


def test_ellipses_of_a_result_are_drawn():
    one = content()
    one['landmarks'][0]['ellipse_px'] = dict(semi_major=8.0, semi_minor=4.0, angle_deg=10.0)
    assert [shape.name for shape in trace_content(one).layer('ellipses').shapes] == [SYMBOLS[0]]


def test_photograph_of_a_film_is_traced_flat_and_without_it():
    flat = trace_content(content(image_size=[460, 480], flattening=np.diag([2.0, 2.0, 1.0]).tolist()))
    assert flat.image_size is None and flat.layer('ellipses') is None
    plain = trace_content(content())
    np.testing.assert_allclose(flat.layers[0].shapes[0].curve, 2 * plain.layers[0].shapes[0].curve, atol=1e-6)
    assert encode_tracing(flat, 'svg', np.zeros((480, 460), np.uint8)).count(b'<image') == 0
