import json

import numpy as np
import pytest

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.study.marks import read_marks

NAN = float('nan')


def entry(symbol, x, y):
    from aariz_mm.annotations.predicted import landmark_entry

    return landmark_entry(symbol, x, y)


def point(marks, image, symbol):
    return marks.points_px[image][SYMBOLS.index(symbol)].tolist()


def test_files_of_the_aariz_layout_and_results_of_a_reading(tmp_path):
    (tmp_path / 'P1').mkdir()
    (tmp_path / 'a.json').write_text(json.dumps(dict(ceph_id='a', landmarks=[entry('S', 10.0, 20.0)])))
    result = dict(ceph_id='b', landmarks=[entry('N', 1.5, 30.0)], image_size=[700, 900], pixel_size_mm=0.2,
                  prediction_sha256='0')  # fmt: skip
    (tmp_path / 'P1' / 'b.png.json').write_text(json.dumps(result))
    marks = read_marks(tmp_path)
    assert point(marks, 'a', 'S') == [10, 20] and point(marks, 'P1/b.png', 'N') == [1.5, 30]
    assert marks.pixel_size_mm == {'P1/b.png': 0.2} and marks.size_px == {'P1/b.png': (700, 900)}
    assert np.isnan(point(marks, 'a', 'N')).all() and not marks.problems


def test_labelme_with_names_of_its_own(tmp_path):
    shapes = [dict(label=name, points=[[5, 6]], shape_type='point') for name in ('Sella', 'nonsense', 'S')]
    (tmp_path / 'x.json').write_text(json.dumps(dict(shapes=shapes, imagePath='..\\films\\c1.png', imageWidth=7,
                                                     imageHeight=9)))  # fmt: skip
    marks = read_marks(tmp_path)
    assert point(marks, 'c1', 'S') == [5, 6] and marks.size_px == {'c1': (7, 9)}
    assert marks.problems == [('c1', "unknown landmark 'nonsense'"), ('c1', 'S is there twice; the first one counts')]


def test_coco_file(tmp_path):
    content = dict(images=[dict(id=1, file_name='c1.png', width=7, height=9)],
                   categories=[dict(id=1, keypoints=['S', 'N'])],
                   annotations=[dict(id=1, image_id=1, category_id=1, keypoints=[5, 6, 2, 0, 0, 0])])  # fmt: skip
    path = tmp_path / 'coco.json'
    path.write_text(json.dumps(content))
    assert point(read_marks(path), 'c1', 'S') == [5, 6] == point(read_marks(tmp_path), 'c1', 'S')


def test_file_that_cannot_be_read_is_named_and_the_others_count(tmp_path):
    (tmp_path / 'a.json').write_text(json.dumps(dict(ceph_id='a', landmarks=[entry('S', 10, 20)])))
    (tmp_path / 'b.json').write_text('{"landmarks": [')
    (tmp_path / 'c.json').write_text('[]')
    (tmp_path / 'd.json').write_text(json.dumps(dict(ceph_id='other', landmarks=[entry('S', 10, 20)])))
    marks = read_marks(tmp_path)
    assert list(marks.points_px) == ['a'] and [name for name, _ in marks.problems] == ['b.json', 'c.json', 'd.json']
    assert 'no JSON' in marks.problems[0][1] and "ceph_id 'other' differs" in marks.problems[2][1]
    assert not any('exclude=' in reason for _, reason in marks.problems)


@pytest.mark.parametrize('name', ['nowhere', 'empty', 'notes.txt'])
def test_nothing_to_read_names_the_formats(tmp_path, name):
    (tmp_path / 'empty').mkdir()
    (tmp_path / 'notes.txt').write_text('S 1 2')
    with pytest.raises((ValueError, FileNotFoundError), match=r'tools/import_annotations\.py'):
        read_marks(tmp_path / name)


def test_two_annotations_of_one_radiograph_are_refused(tmp_path):
    for name in ('x', 'y'):
        shapes = [dict(label='S', points=[[5, 6]])]
        (tmp_path / f'{name}.json').write_text(json.dumps(dict(shapes=shapes, imagePath='c1.png')))
    marks = read_marks(tmp_path)
    assert 'two annotations of c1' in marks.problems[0][1]


def test_cvat_file(tmp_path):
    path = tmp_path / 'annotations.xml'
    path.write_text(
        '<annotations><version>1.1</version><image id="0" name="films/c1.png" width="70" height="90">'
        '<points label="S" points="5.00,6.00"/></image></annotations>'
    )
    assert point(read_marks(path), 'c1', 'S') == [5, 6]
