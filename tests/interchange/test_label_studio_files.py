"""Label Studio: per cent, readers, cancelled annotations, predictions, and names of uploaded files."""

import pytest
from small_sources import write_image

from aariz_mm.interchange.label_studio import image_names


def result(name='S', x=50.0, y=25.0, **more):
    value = dict(x=x, y=y, width=0.4, keypointlabels=[name])
    return dict(type='keypointlabels', original_width=60, original_height=80, image_rotation=0, value=value) | more


def task(*annotations, image='/data/upload/1/1a2b3c4d-a.png', **more):
    return dict(id=5, data=dict(image=image), annotations=list(annotations)) | more


def annotation(*results, by=1, **more):
    return dict(id=9, completed_by=by, was_cancelled=False, result=list(results)) | more


def run(work, *tasks, args=()):
    write_image(work.images / 'a.png')
    return work.run(*args, layout='label-studio', source=work.write('l.json', list(tasks)))


def test_per_cent_become_pixels(work):
    assert run(work, task(annotation(result(), result('N', 12.5, 100 / 3)))) == 0
    points = work.points(reader='Reader 1')
    assert points['S'] == (30, 20) and points['N'] == pytest.approx((7.5, 80 / 3), abs=1e-9)


@pytest.mark.parametrize(
    ('image', 'file'),
    [
        ('/data/upload/1/1a2b3c4d-a.png', 'a.png'),
        ('/data/upload/1/1a2b3c4d-my%20film%201.png', 'my film 1.png'),
        ('/data/upload/1a2b3c4d-my_film_1.png', 'my film 1.png'),
        ('/data/local-files/?d=films/%EC%84%B8%ED%8C%94%EB%A1%9C.png', '세팔로.png'),
        ('https://x.org/b/c%2Bd.png?token=1', 'c+d.png'),
        ('s3://bucket/1a2b3c4d-e.png', '1a2b3c4d-e.png'),
        ('C:\\films\\f.png', 'f.png'),
        ('50%25.png', '50%.png'),
        ('50%25.png', '50%25.png'),
    ],
)
def test_the_image_of_a_task_is_found(work, image, file):
    write_image(work.images / file)
    assert run(work, task(annotation(result()), image=image)) == 0
    assert work.ids() == [file[:-4]]


def test_names_of_an_upload_go_from_the_whole_to_the_bare():
    assert image_names('/u/1a2b3c4d-a%20b.png') == ('/u/1a2b3c4d-a%20b.png', '/u/1a2b3c4d-a b.png', 'a b.png')
    assert image_names('12345678.png') == ('12345678.png',)


def test_the_image_may_have_another_key_or_stand_in_file_upload(work):
    assert run(work, task(annotation(result())) | dict(data=dict(age='9', film='/x/a.png'))) == 0
    work.out = work.folder / 'out2'
    assert run(work, task(annotation(result()), file_upload='1a2b3c4d-a.png', image='/x/lost.png')) == 0


def test_each_reader_gets_a_folder(work):
    assert run(work, task(annotation(result()), annotation(result(x=60), by=dict(id=2, first_name='Kim')))) == 0
    assert set(work.report['readers']) == {'Reader 1', 'Kim'} and work.points(reader='Kim') == {'S': (36, 20)}


def test_one_reader_may_be_chosen_and_named(work):
    tasks = task(annotation(result()), annotation(result(x=60), by=2))
    assert run(work, tasks, args=('--only', 'reader 2', '--reader', 'Senior Orthodontists')) == 0
    assert work.points(reader='Senior Orthodontists') == {'S': (36, 20)}


def test_an_unknown_reader_is_refused_with_those_there(work, capsys):
    assert run(work, task(annotation(result())), args=('--only', 'Kim')) == 2
    assert "['Reader 1']" in capsys.readouterr().err


@pytest.mark.parametrize('more', [(), ('--reader', 'all')])
def test_two_annotations_of_one_reader_leave_the_image_out(work, more):
    assert run(work, task(annotation(result()), annotation(result(x=60), by=2 if more else 1)), args=more) == 2
    assert work.kinds() == ['several annotations'] * 2


def test_cancelled_annotations_and_predictions_are_reported(work):
    gone = annotation(result(x=60), was_cancelled=True)
    assert run(work, task(annotation(result()), gone, predictions=[dict(result=[result()])])) == 1
    assert sorted(work.kinds()) == ['cancelled annotation', 'prediction'] and work.points(reader='Reader 1')


def test_a_task_without_annotation_is_reported(work):
    write_image(work.images / 'b.png')
    assert run(work, task(annotation(result())), task(image='b.png')) == 1
    assert work.kinds() == ['no landmark']


@pytest.mark.parametrize('kind', ['rectanglelabels', 'choices', 'brushlabels', 'textarea'])
def test_other_results_are_reported(work, kind):
    assert run(work, task(annotation(result(), dict(type=kind, value={})))) == 1
    assert [misfit['what'] for misfit in work.report['misfits']] == [kind]


def test_an_image_turned_in_the_tool_is_left_out(work):
    assert run(work, task(annotation(result(image_rotation=90)))) == 2
    assert 'annotation refused' in work.kinds()


@pytest.mark.parametrize('more', [dict(original_width=None), dict(original_height=0), dict(original_width='60')])
def test_a_percentage_of_nothing_is_reported(work, more):
    assert run(work, task(annotation(result('N'), result(**more)))) == 1
    assert work.kinds() == ['no original size'] and set(work.points(reader='Reader 1')) == {'N'}


def test_another_original_size_leaves_the_image_out(work):
    assert run(work, task(annotation(result(original_width=120, original_height=160)))) == 2
    assert work.kinds() == ['size differs']


@pytest.mark.parametrize('content', [{}, [{'image': 'a.png', 'kp': []}], [1], 'x', [{'data': {}}]])
def test_what_is_no_export_as_json_is_named(work, content, capsys):
    write_image(work.images / 'a.png')
    assert work.run(layout='label-studio', source=work.write('l.json', content)) == 2
    assert 'l.json: not' in capsys.readouterr().err


@pytest.mark.parametrize('keys', [('img2', 'img'), ('img', 'img2')])
def test_the_image_that_was_marked_is_taken(work, keys):
    names = dict(img='/u/a.png', img2='/u/b.png')
    data = {key: names[key] for key in keys}
    write_image(work.images / 'b.png')
    assert run(work, task(annotation(result(to_name='img'))) | dict(data=data)) == 0
    assert work.ids() == ['a']


def test_an_image_is_not_guessed_where_there_are_several(work):
    write_image(work.images / 'b.png')
    done = run(work, task(annotation(result(to_name='picture'))) | dict(data=dict(left='/u/a.png', right='/u/b.png')))
    assert done != 0 and not work.out.exists()
