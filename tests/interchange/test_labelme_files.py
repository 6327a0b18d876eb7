"""labelme: what is no single point is reported; old files and Windows paths are read."""

import pytest
from small_sources import POINTS, labelme, write_image


@pytest.mark.parametrize('kind', ['polygon', 'rectangle', 'circle', 'line', 'linestrip', 'mask'])
def test_other_shapes_are_reported(work, kind):
    content = labelme()
    content['shapes'].append(dict(label='Me', points=[[1, 2], [3, 4]], shape_type=kind))
    work.add(content=content)
    assert work.run() == 1
    assert [(misfit['kind'], misfit['what']) for misfit in work.report['misfits']] == [('other shape', kind)]
    assert work.points() == POINTS


@pytest.mark.parametrize('shape', [dict(label='Me', points=[], shape_type='point'), dict(label='Me'), 'Me', None])
def test_a_shape_without_a_point_is_reported(work, shape):
    content = labelme()
    content['shapes'].append(shape)
    work.add(content=content)
    assert work.run() == 1
    assert work.kinds() == ['other shape']


def test_a_point_of_an_old_file_needs_no_type(work):
    content = labelme()
    for shape in content['shapes']:
        del shape['shape_type']
    work.add(content=content)
    assert work.run() == 0


def test_a_file_without_the_path_of_its_image_means_that_of_its_name(work):
    content = labelme()
    del content['imagePath']
    write_image(work.images / 'x.png')
    work.mark(content, 'x.json')
    assert work.run() == 0


def test_one_file_may_be_the_source(work):
    work.add()
    work.add('b.png')
    assert work.run(source=work.marks / 'b.json') == 0
    assert work.ids() == ['b']


def test_other_json_in_the_folder_is_reported(work):
    work.add()
    work.mark({'version': 1}, 'settings.json')
    assert work.run() == 1
    assert work.kinds() == ['not labelme']


@pytest.mark.parametrize('text', ['{"shapes": [', '', 'labelme', '\udcff'])
def test_a_broken_file_is_named_and_nothing_written(work, text, capsys):
    work.add()
    (work.marks / 'bad.json').write_bytes(text.encode('utf-8', 'surrogateescape'))
    assert work.run() == 2
    message = capsys.readouterr().err
    assert 'bad.json: not' in message and 'labelme' in message and not work.out.exists()


def test_an_empty_folder_is_refused(work, capsys):
    write_image(work.images / 'a.png')
    assert work.run() == 2
    assert 'no labelme file' in capsys.readouterr().err
