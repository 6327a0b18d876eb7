"""COCO keypoints: visibility, names of the category, and lists that do not agree."""

import pytest
from small_sources import write_image


def coco(keypoints, names=('S', 'N', 'A'), images=None, **more):
    """Content with one annotation."""
    return (
        dict(
            images=images or [dict(id=7, file_name='a.png', width=60, height=80)],
            annotations=[dict(id=1, image_id=7, category_id=3, keypoints=keypoints, bbox=[0, 0, 1, 1])],
            categories=[dict(id=3, name='head', keypoints=list(names))],
        )
        | more
    )


def run(work, content):
    write_image(work.images / 'a.png')
    return work.run(layout='coco', source=work.write('c.json', content))


def test_v_0_is_not_marked_and_1_and_2_are(work):
    assert run(work, coco([1.5, 2, 1, 3, 4, 2, 0, 0, 0])) == 0
    assert work.points() == {'S': (1.5, 2), 'N': (3, 4)}


def test_v_0_with_a_position_is_reported(work):
    assert run(work, coco([1, 2, 2, 3, 4, 0, 0, 0, 0])) == 1
    assert work.kinds() == ['not marked'] and set(work.points()) == {'S'}


@pytest.mark.parametrize('keypoints', [[1, 2, 2], [1, 2], [], None, [1, 2, 2] * 4, 'x'])
def test_numbers_that_do_not_match_the_names_leave_the_image_out(work, keypoints):
    assert run(work, coco(keypoints)) == 2
    assert 'annotation refused' in work.kinds()


def test_several_annotations_of_an_image_leave_it_out(work):
    content = coco([1, 2, 2] * 1 + [3, 4, 2, 5, 6, 2])
    content['annotations'] *= 2
    assert run(work, content) == 2
    assert work.kinds() == ['several annotations'] * 2


def test_an_image_without_annotation_is_reported(work):
    images = [dict(id=7, file_name='a.png'), dict(id=8, file_name='b.png')]
    write_image(work.images / 'b.png')
    assert run(work, coco([1, 2, 2, 3, 4, 2, 5, 6, 2], images=images)) == 1
    assert work.kinds() == ['no landmark']


def test_an_annotation_of_an_image_that_is_not_listed_is_reported(work):
    content = coco([1, 2, 2, 3, 4, 2, 5, 6, 2])
    content['annotations'].append(dict(id=2, image_id=99, category_id=3, keypoints=[]))
    assert run(work, content) == 1
    assert work.kinds() == ['image not listed']


def test_ids_may_be_text_in_one_list_and_numbers_in_the_other(work):
    content = coco([1, 2, 2, 3, 4, 2, 5, 6, 2])
    content['annotations'][0]['image_id'] = '7'
    assert run(work, content) == 0


@pytest.mark.parametrize('content', [[], {}, {'images': [], 'annotations': []}, 3, 'x', coco([], images=[{'id': 7}])])
def test_what_is_no_coco_is_named(work, content, capsys):
    assert run(work, content) == 2
    assert 'c.json' in capsys.readouterr().err


def test_boxes_of_another_category_are_set_aside(work):
    content = coco([10, 20, 2, 30, 40, 2, 50, 60, 2])
    content['categories'].append(dict(id=9, name='tooth'))
    image_id = content['images'][0]['id']
    content['annotations'].append(dict(id=77, image_id=image_id, category_id=9, bbox=[0, 0, 5, 5]))
    run(work, content)
    assert 'no keypoints' in work.kinds() and 'annotation refused' not in work.kinds()
