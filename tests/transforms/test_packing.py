import copy

import numpy as np
import pytest
from mmengine.dataset import Compose
from mmpose.datasets.transforms import GetBBoxCenterScale
from PIL import Image

from aariz_mm.transforms import CephalogramAffine, LoadCephalogram, PackCephalogram, RandomGaussianNoise
from aariz_mm.transforms.channels import as_channels
from aariz_mm.transforms.packing import META_KEYS


@pytest.fixture
def record(make_record):
    record = CephalogramAffine((96, 128))(GetBBoxCenterScale(padding=1.0)(make_record([(60, 80), (140, 200)])))
    record.update(
        id=3, img_id='a.1', img_path='a.1.png', ori_shape=(240, 200), img_shape=(240, 200), flip_indices=[0, 1],
        pixel_size_mm=0.1, sn_mm_per_px=float('nan'), device='ART Plus', cvm_stage=None, dataset_name='aariz',
        readers_px=np.zeros((2, 2, 2)),
    )  # fmt: skip
    return record


def test_pack_gives_inputs_and_a_data_sample(record):
    packed = PackCephalogram()(record)
    assert packed['inputs'].shape == (3, 128, 96)
    np.testing.assert_array_equal(packed['inputs'].permute(1, 2, 0).numpy(), record['img'])
    np.testing.assert_array_equal(packed['data_samples'].gt_instances.keypoints, [[[60, 80], [140, 200]]])
    np.testing.assert_array_equal(packed['data_samples'].gt_instances.keypoints_visible, [[1, 1]])


def test_pack_puts_every_meta_key_into_the_sample(record):
    metainfo = PackCephalogram()(record)['data_samples'].metainfo
    assert set(metainfo) == set(META_KEYS)
    assert (metainfo['img_id'], metainfo['pixel_size_mm'], metainfo['cvm_stage']) == ('a.1', 0.1, None)


def test_pack_takes_the_meta_keys_asked_for(record):
    sample = PackCephalogram(meta_keys=['img_id', 'device'])(record)['data_samples']
    assert sample.metainfo == dict(img_id='a.1', device='ART Plus')


def test_pack_adds_transformed_keypoints_when_asked(record):
    assert 'transformed_keypoints' not in PackCephalogram()(record)['data_samples'].gt_instances
    packed = PackCephalogram(pack_transformed=True)(record)['data_samples'].gt_instances
    np.testing.assert_array_equal(packed.transformed_keypoints, record['transformed_keypoints'])


@pytest.mark.parametrize('key', META_KEYS)
def test_pack_rejects_a_record_without_a_meta_key(record, key):
    del record[key]
    with pytest.raises(KeyError, match=rf"the pipeline gives no \['{key}'\].*shorten meta_keys of PackCephalogram"):
        PackCephalogram()(record)


def test_pack_names_the_image_and_all_that_is_missing(record):
    with pytest.raises(KeyError, match=r"a\.1\.png: the pipeline gives no \['age', 'sex'\]"):
        PackCephalogram(meta_keys=['age', 'img_id', 'sex'])(record)


def test_pack_leaves_the_record_alone(record):
    before = copy.deepcopy(record)
    PackCephalogram()(record)
    np.testing.assert_equal(record, before)


def test_pack_takes_an_image_alone_but_no_record_of_a_dataset_without_its_keys(tmp_path):
    pipeline = Compose(
        [LoadCephalogram(cache_dir=None), GetBBoxCenterScale(), CephalogramAffine((8, 8)), PackCephalogram()]
    )
    Image.fromarray(np.zeros((10, 10), dtype=np.uint8)).save(tmp_path / 'a.png')
    image = dict(img_path=str(tmp_path / 'a.png'))
    assert pipeline(dict(image))['data_samples'].metainfo['device'] == ''
    box = dict(bbox=np.array([[0, 0, 10, 10]], dtype=np.float32))
    with pytest.raises(KeyError, match=r"the pipeline gives no \['id', 'img_id', .*'readers_px'\]"):
        pipeline(dict(image, sample_idx=0, **box))


def test_pack_takes_one_channel_of_a_grey_image(record):
    packed = PackCephalogram(one_channel=True)(record)
    assert packed['inputs'].shape == (1, 128, 96)
    np.testing.assert_array_equal(packed['inputs'][0].numpy(), record['img'][..., 0])
    assert record['img'].shape == (128, 96, 3)


def test_pack_leaves_colour_its_channels(record):
    coloured = dict(record, img=record['img'].copy())
    coloured['img'][5, 5, 2] ^= 1
    assert PackCephalogram(one_channel=True)(coloured)['inputs'].shape == (3, 128, 96)


@pytest.mark.filterwarnings('error')
def test_pack_of_one_plane_can_be_written_and_changes_nothing(record):
    image = as_channels(np.ascontiguousarray(record['img'][..., 0]))
    PackCephalogram(one_channel=True)(dict(record, img=image))['inputs'].zero_()
    np.testing.assert_array_equal(image, record['img'])


def test_pack_says_what_noise_the_batch_is_to_give(record):
    np.random.seed(0)
    noisy = RandomGaussianNoise(max_sd=8.0, prob=1.0, on_batch=True)(dict(record))
    sample = PackCephalogram(one_channel=True)(noisy)['data_samples']
    assert noisy['img'] is record['img'] and 0 < sample.noise_sd <= 8
    assert sample.noise_seed == noisy['noise_seed'] and 'noise_sd' not in PackCephalogram()(record)['data_samples']


def test_pack_refuses_noise_that_nobody_would_make(record):
    with pytest.raises(ValueError, match='set one_channel=True in PackCephalogram and that preprocessor'):
        PackCephalogram()(dict(record, noise_sd=3.0, noise_seed=1))
