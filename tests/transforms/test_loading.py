import numpy as np
import pytest
from PIL import Image

from aariz_mm.radiographs import cache as image_cache
from aariz_mm.transforms import LoadCephalogram, RealChannels


@pytest.fixture
def img_path(tmp_path):
    """A 4 x 2 radiograph whose 2 x 2 blocks have the means 25 and 105."""
    path = tmp_path / 'a.png'
    Image.fromarray(np.array([[10, 20, 90, 100], [30, 40, 110, 120]], dtype=np.uint8)).save(path)
    return str(path)


def test_load_without_fit_size_gives_the_whole_image(img_path, tmp_path):
    record = LoadCephalogram(cache_dir=str(tmp_path / 'cache'))(dict(img_path=img_path))
    assert record['img'].shape == (2, 4, 3)
    assert record['img'][0].tolist() == [[10] * 3, [20] * 3, [90] * 3, [100] * 3]
    assert record['image_scale'].tolist() == [1, 1]
    assert not (tmp_path / 'cache').exists()


@pytest.mark.parametrize('cached', [True, False])
def test_load_averages_to_the_fit_size_and_states_the_scale(img_path, tmp_path, cached):
    load = LoadCephalogram(fit_size=(2, 2), cache_dir=str(tmp_path / 'cache') if cached else None)
    record = load(dict(img_path=img_path, sample_idx=0))
    assert record['img'].tolist() == [[[25] * 3, [105] * 3]]
    assert record['img'].dtype == np.uint8
    assert record['image_scale'].tolist() == [0.5, 0.5]
    assert (tmp_path / 'cache').exists() == cached


def test_load_never_enlarges(img_path):
    record = LoadCephalogram(fit_size=(100, 100), cache_dir=None)(dict(img_path=img_path))
    assert record['img'].shape == (2, 4, 3)
    assert record['image_scale'].tolist() == [1, 1]


def test_load_decodes_once_with_a_cache_and_each_time_without(img_path, tmp_path, monkeypatch):
    decoded = []
    read = image_cache.read_radiograph
    monkeypatch.setattr(image_cache, 'read_radiograph', lambda path, data: decoded.append(path) or read(path, data))
    for cache_dir, count in ((str(tmp_path / 'cache'), 1), (None, 2)):
        decoded.clear()
        of_dataset = dict(img_path=img_path, sample_idx=0)
        first, second = (LoadCephalogram((2, 2), cache_dir)(of_dataset)['img'] for _ in range(2))
        assert len(decoded) == count
        np.testing.assert_array_equal(first, second)


def test_load_gives_an_image_of_its_own_each_time(img_path, tmp_path):
    load = LoadCephalogram((2, 2), str(tmp_path / 'cache'))
    RealChannels()(load(dict(img_path=img_path, sample_idx=0)))['img'][:] = 0
    assert load(dict(img_path=img_path, sample_idx=0))['img'].max() == 105


def test_load_keeps_no_copy_of_an_image_that_is_of_no_dataset(img_path, tmp_path):
    load = LoadCephalogram((2, 2), str(tmp_path / 'cache'))
    alone = load(dict(img_path=img_path))['img']
    assert not (tmp_path / 'cache').exists()
    np.testing.assert_array_equal(alone, load(dict(img_path=img_path, sample_idx=0))['img'])


def test_load_keeps_the_other_keys(img_path):
    keypoints = np.ones((1, 2, 2))
    record = LoadCephalogram((2, 2), None)(dict(img_path=img_path, keypoints=keypoints))
    assert record['keypoints'] is keypoints
    assert record['img_path'] == img_path


def test_load_says_which_image_is_not_there(tmp_path):
    for fit_size in (None, (2, 2)):
        with pytest.raises(FileNotFoundError, match=r'absent\.png'):
            LoadCephalogram(fit_size, None)(dict(img_path=str(tmp_path / 'absent.png')))


def test_load_rejects_a_fit_size_that_is_none():
    with pytest.raises(ValueError, match='expected two positive whole numbers'):
        LoadCephalogram(fit_size=(0, 100), cache_dir=None)


def test_load_shows_its_fit_size():
    assert repr(LoadCephalogram((20, 30), None)) == 'LoadCephalogram(fit_size=(20, 30))'
    assert repr(LoadCephalogram()) == 'LoadCephalogram(fit_size=None)'


@pytest.mark.parametrize('fit_size', [None, (2, 2), (100, 100)])
def test_load_gives_the_same_pixels_of_a_file_and_of_its_array(img_path, fit_size):
    grey = np.asarray(Image.open(img_path))
    load = LoadCephalogram(fit_size, None)
    of_file = load(dict(img_path=img_path))
    for array in (grey, np.dstack([grey] * 3)):
        of_array = load(dict(img=array))
        np.testing.assert_array_equal(of_array['img'], of_file['img'])
        np.testing.assert_array_equal(of_array['image_scale'], of_file['image_scale'])
        assert of_array['ori_shape'] == of_file['ori_shape'] == (2, 4)


def test_load_completes_an_image_alone_and_not_a_record_of_a_dataset(img_path):
    load = LoadCephalogram((2, 2), None)
    assert load(dict(img_path=img_path))['device'] == ''
    assert 'device' not in load(dict(img_path=img_path, sample_idx=0))
    assert 'device' not in load(dict(img_path=img_path, keypoints=np.ones((1, 2, 2))))


def test_load_leaves_the_array_alone(img_path):
    array = np.asarray(Image.open(img_path)).copy()
    load = LoadCephalogram(cache_dir=None)
    load(dict(img=array))['img'][:] = 0
    load.shares_channels = True
    image = load(dict(img=array))['img']
    with pytest.raises(ValueError, match='read-only'):
        image[:] = 0
    RealChannels()(dict(img=image))['img'][:] = 0
    assert array.max() == 120
