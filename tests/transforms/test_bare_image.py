import numpy as np
import pytest
from PIL import Image

from aariz_mm.transforms.bare_image import complete_bare_record, is_bare_image
from aariz_mm.transforms.packing import META_KEYS

MADE_LATER = {'input_size', 'input_center', 'input_scale'}


@pytest.fixture
def img_path(tmp_path):
    Image.fromarray(np.zeros((4, 6), dtype=np.uint8)).save(tmp_path / 'a.1.png')
    return str(tmp_path / 'a.1.png')


def completed(**record):
    complete_bare_record(record)
    return record


def test_image_stands_alone_without_dataset_and_annotation():
    assert is_bare_image(dict(img_path='a.png', bbox=np.zeros((1, 4)), dataset_name='aariz'))
    assert not is_bare_image(dict(img_path='a.png', sample_idx=0))
    assert not is_bare_image(dict(img_path='a.png', keypoints=np.zeros((1, 2, 2))))


def test_bare_record_of_a_file_has_all_that_is_packed(img_path):
    record = completed(img_path=img_path)
    assert set(META_KEYS) - set(record) == MADE_LATER
    assert (record['img_id'], record['ori_shape'], record['img_path']) == ('a.1', (4, 6), img_path)
    assert record['bbox'].tolist() == [[0, 0, 6, 4]] and record['bbox_score'].tolist() == [1]


def test_bare_record_of_an_array_has_its_size_and_no_name():
    record = completed(img=np.zeros((4, 6, 3), dtype=np.uint8))
    assert set(META_KEYS) - set(record) == MADE_LATER
    assert (record['img_id'], record['img_path'], record['img_shape']) == ('', '', (4, 6))


def test_bare_record_knows_nothing_that_an_image_does_not_show(img_path):
    record = completed(img_path=img_path)
    assert np.isnan(record['pixel_size_mm']) and np.isnan(record['sn_mm_per_px'])
    assert record['cvm_stage'] is None and record['device'] == '' and record['readers_px'].size == 0


def test_bare_record_keeps_what_it_was_given(img_path):
    record = completed(img_path=img_path, pixel_size_mm=0.1, flip_indices=[1, 0], bbox=[[1, 0, 5, 4]])
    assert record['pixel_size_mm'] == 0.1 and record['flip_indices'] == [1, 0]
    assert record['bbox'].tolist() == [[1, 0, 5, 4]] and record['bbox'].dtype == np.float32


def test_bare_record_rejects_a_box_of_the_turned_image(img_path):
    turned = np.array([[0, 0, 4, 6]])
    with pytest.raises(ValueError, match=r'a\.1\.png: the box is that of an image of 4 x 6 pixels, but 6 x 4 are'):
        completed(img_path=img_path, bbox=turned)
    assert completed(img=np.zeros((4, 6), dtype=np.uint8), bbox=turned)['bbox'].tolist() == [[0, 0, 4, 6]]
