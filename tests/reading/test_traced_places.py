"""Places in the file of a result: what the schema allows is taken, and a mistake has a cure for one file."""

from pathlib import Path

import numpy as np
import pytest

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.reading.traced_places import check_nearness, read_places
from aariz_mm.reading.tracings import TracedFile, find_radiograph, load_traced, radiograph_places

WHERE = Path('ceph.json')


def content(*more):
    return dict(landmarks=[landmark_entry('S', 10.0, 20.0), *more])


@pytest.mark.parametrize('missing', [('semi_major',), ('angle_deg',), ('semi_major', 'semi_minor', 'angle_deg')])
def test_ellipse_with_a_null_is_none(missing):
    told = content()
    whole = dict(semi_major=3.0, semi_minor=2.0, angle_deg=10.0)
    told['landmarks'][0]['ellipse_px'] = whole | dict.fromkeys(missing)
    points, ellipses = read_places(told, WHERE)
    assert np.isnan(ellipses).all() and np.isfinite(points).sum() == 2


@pytest.mark.parametrize('value', ['x', float('nan'), float('inf'), True, 1e9])
def test_ellipse_of_no_number_is_refused(value):
    told = content()
    told['landmarks'][0]['ellipse_px'] = dict(semi_major=value, semi_minor=2.0, angle_deg=10.0)
    with pytest.raises(ValueError, match=r"'S' .* expected semi_major"):
        read_places(told, WHERE)


@pytest.mark.parametrize('entry', [None, dict(landmark_id='XX'), landmark_entry('S', 1.0, 2.0)])
def test_mistake_in_one_file_has_no_cure_of_datasets(entry):
    with pytest.raises(ValueError, match=r'^ceph\.json: ') as raised:
        read_places(content(entry), WHERE)
    told = str(raised.value)
    assert 'exclude' not in told and 'doctor' not in told and told.count('ceph.json') == 1


def test_far_off_landmark_has_no_cure_of_datasets():
    points = np.full((29, 2), np.nan)
    points[:5] = [[0, 0], [10, 0], [0, 10], [10, 10], [90_000, 0]]
    with pytest.raises(ValueError, match='absurdly far') as raised:
        check_nearness(points, WHERE)
    assert 'exclude' not in str(raised.value)


@pytest.mark.parametrize('name', ['y' * 300 + '.png', 'a\0b.png', '김' * 200])
def test_name_that_no_file_can_have_is_not_found(name, tmp_path):
    traced = TracedFile(tmp_path / 'ceph.json', content() | dict(file=name, image_sha256='0' * 64))
    assert find_radiograph(traced) is None
    assert not any(place.is_file() for place in radiograph_places(traced))


def test_a_radiograph_and_a_folder_are_told_what_to_do(tmp_path):
    (tmp_path / 'ceph.PNG').write_bytes(b'x')
    with pytest.raises(ValueError, match='a radiograph; read it with aariz-mm read, then name its JSON file'):
        load_traced(tmp_path / 'ceph.PNG')
    with pytest.raises(ValueError, match='a folder; name the JSON files in it'):
        load_traced(tmp_path)
    with pytest.raises(FileNotFoundError, match='no such file'):
        load_traced(tmp_path / 'gone.png')
