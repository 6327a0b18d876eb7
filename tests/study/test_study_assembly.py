import math
import re

import pytest

from aariz_mm.files import load_json, write_json
from aariz_mm.study.assembly import read_study
from aariz_mm.study.sources import parse_sources


def study(*texts, models=(), pixel_size='0.1'):
    sources, root = parse_sources(list(texts), list(models), None, None)
    return read_study(sources, pixel_size, root)


def left(found):
    return [(one.image, one.who, one.reason) for one in found.left_out]


def test_radiographs_that_all_have_are_counted_and_the_others_named(read_as):
    found = study(read_as('kim', skip=(3,)), read_as('lee', seed=1, skip=(5, 6)))
    assert len(found.image_ids) == 37 and found.unit == 'mm' and len(found.symbols) == 29
    assert left(found) == [(name, '', f'read by {who} alone') for name, who in (
        ('c03', 'lee'), ('c05', 'kim'), ('c06', 'kim'))]  # fmt: skip


def test_repeat_may_have_part_of_the_radiographs(read_as):
    again = read_as('kim@2', seed=2, folder='again', skip=range(10, 40))
    found = study(read_as('kim'), read_as('lee', seed=1), again)
    assert len(found.image_ids) == 40 and not found.left_out


def test_missing_landmark_is_named_with_its_radiograph_and_reader(read_as):
    found = study(read_as('kim', without=(4, 'Go')), read_as('lee', seed=1))
    assert left(found) == [('c04', 'kim', 'no Go')] and len(found.image_ids) == 40


def test_radiographs_without_a_pixel_size_are_named(read_as, tmp_path):
    table = tmp_path / 'sizes.csv'
    table.write_text('file,pixel_size_mm\n' + ''.join(f'c{index:02}.png,0.1\n' for index in range(39)))
    found = study(read_as('kim'), read_as('lee', seed=1), pixel_size=str(table))
    assert left(found) == [('c39', '', 'no pixel size')] and found.scale_from == 'by sizes.csv'


def test_without_any_pixel_size_the_study_is_in_pixels(read_as):
    found = study(read_as('kim'), read_as('lee', seed=1), pixel_size=None)
    assert found.unit == 'px' and all(map(math.isnan, found.pixel_size_mm))


@pytest.mark.parametrize('size', ['0', '-1', 'nan', 'nowhere.csv'])
def test_pixel_size_must_be_one(read_as, size):
    with pytest.raises((ValueError, FileNotFoundError)):
        study(read_as('kim'), read_as('lee', seed=1), pixel_size=size)


def test_one_reading_alone_is_refused_with_what_to_add(read_as):
    with pytest.raises(ValueError, match=r'one reading alone; give a second reader, a repeat of his \(NAME@2=FOLDER\)'):
        study(read_as('kim'))


def test_readers_of_other_radiographs_are_refused_with_their_names(read_as):
    other = read_as('lee', names=[f'x{index}' for index in range(40)])
    with pytest.raises(ValueError, match=re.escape('0 radiographs were read by all (kim 40, lee 40)')) as error:
        study(read_as('kim'), other)
    assert "kim 'c00', lee 'x0'" in str(error.value)


def test_another_picture_under_the_same_name_is_doubted(read_as, tmp_path):
    path = tmp_path / 'lee' / 'c07.json'
    lee = read_as('lee', seed=1)
    content = load_json(path, '')
    for entry in content['landmarks']:
        entry['value']['x'] += 120.0
    write_json(path, content)
    found = study(read_as('kim'), lee)
    assert [note.split(':')[0] for note in found.notes] == ['c07'] and len(found.image_ids) == 40
    assert 'is it the same radiograph?' in found.notes[0]


def test_pictures_of_two_sizes_are_refused(read_as, tmp_path):
    texts = read_as('kim'), read_as('lee', seed=1)
    for name, size in (('kim', [700, 900]), ('lee', [1400, 1800])):
        path = tmp_path / name / 'c07.json'
        write_json(path, load_json(path, '') | dict(image_size=size))
    with pytest.raises(ValueError, match=r'c07: .* different sizes \(kim 700 x 900, lee 1400 x 1800\)'):
        study(*texts)


def test_results_that_say_two_pixel_sizes_need_the_right_one_told(read_as, tmp_path):
    texts = read_as('kim'), read_as('lee', seed=1)
    for name, size in (('kim', 0.1), ('lee', 0.2)):
        path = tmp_path / name / 'c07.json'
        write_json(path, load_json(path, '') | dict(pixel_size_mm=size))
    with pytest.raises(ValueError, match=r'c07: results say 0\.1 and 0\.2 mm per pixel; say which by --pixel-size'):
        study(*texts, pixel_size=None)
    assert study(*texts, pixel_size='0,1').unit == 'mm'


def test_order_of_the_sources_does_not_change_what_counts(read_as):
    kim, lee = read_as('kim', skip=(3,)), read_as('lee', seed=1)
    assert study(kim, lee).image_ids == study(lee, kim).image_ids
