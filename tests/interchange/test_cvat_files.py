"""CVAT: points bare and in skeletons, what is outside, and XML that is not to be trusted."""

import pytest
from small_sources import write_image

POINT = '<points label="S" occluded="0" points="10.25,20.50"/>'


def run(work, shapes, size='width="60" height="80"', before=''):
    write_image(work.images / 'a.png')
    text = f'{before}<annotations><meta/><image id="0" name="a.png" {size}>{shapes}</image></annotations>'
    return work.run(layout='cvat', source=work.write('c.xml', text))


def test_bare_points_and_skeletons_are_read(work):
    skeleton = '<skeleton label="head"><points label="N" outside="0" occluded="1" points="3,4"/></skeleton>'
    assert run(work, POINT + skeleton + '<tag label="good"/>') == 0
    assert work.points() == {'S': (10.25, 20.5), 'N': (3, 4)}


def test_an_outside_point_is_not_marked(work):
    assert run(work, f'{POINT}<skeleton><points label="N" outside="1" points="3,4"/></skeleton>') == 0
    assert set(work.points()) == {'S'}


@pytest.mark.parametrize('points', ['1,2;3,4', '1,2;3,4;5,6', '', ';'])
def test_a_shape_of_several_or_no_points_is_reported(work, points):
    assert run(work, f'{POINT}<points label="N" points="{points}"/>') == 1
    assert work.kinds() == ['several points in a shape'] and set(work.points()) == {'S'}


@pytest.mark.parametrize('points', ['1', 'x,y', '1,2,3', 'nan,3'])
def test_a_point_without_numbers_is_reported(work, points):
    assert run(work, f'{POINT}<points label="N" points="{points}"/>') == 1
    assert work.kinds() == ['not marked']


@pytest.mark.parametrize('tag', ['box', 'polygon', 'polyline', 'ellipse', 'mask', 'cuboid'])
def test_other_shapes_are_reported(work, tag):
    assert run(work, f'{POINT}<{tag} label="N"/>') == 1
    assert [misfit['what'] for misfit in work.report['misfits']] == [tag]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    'before',
    [
        BOMB,
        '<!DOCTYPE x>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE a>',
    ],
)
def test_a_document_type_is_refused(work, before, capsys):
    assert run(work, POINT, before=before) == 2
    assert 'c.xml: declares a document type' in capsys.readouterr().err and not work.out.exists()


@pytest.mark.parametrize('encoding', ['utf-16', 'utf-16-le', 'iso-8859-1'])
def test_a_document_type_is_seen_in_any_encoding(work, encoding, capsys):
    name = encoding.removesuffix('-le')
    text = f'<?xml version="1.0" encoding="{name}"?>{BOMB}<annotations>&b;</annotations>'
    source = work.folder / 'c.xml'
    source.write_bytes((b'\xff\xfe' if encoding == 'utf-16-le' else b'') + text.encode(encoding))
    write_image(work.images / 'a.png')
    assert work.run(layout='cvat', source=source) == 2
    assert 'document type' in capsys.readouterr().err


@pytest.mark.parametrize(
    'text', ['', 'x', '<annotations>', '<a/>', '<annotations/>', '<annotations><track/></annotations>']
)
def test_what_is_no_cvat_for_images_is_named(work, text, capsys):
    write_image(work.images / 'a.png')
    assert work.run(layout='cvat', source=work.write('c.xml', text)) == 2
    message = capsys.readouterr().err
    assert 'c.xml: n' in message and 'CVAT for images' in message and not work.out.exists()
