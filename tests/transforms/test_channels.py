"""One plane of grey for three channels: ours read it, transforms of others get channels that they may write."""

import numpy as np
import pytest
from mmcv.transforms import RandomApply, RandomChoice
from mmengine.dataset import Compose
from mmengine.registry import init_default_scope
from mmpose.registry import TRANSFORMS

from aariz_mm.transforms import RandomGamma, RealChannels
from aariz_mm.transforms.channels import (
    as_channels,
    change_pixels,
    grey_channel,
    is_one_plane,
    make_channels_real,
    with_channels,
)  # fmt: skip

GREY = np.arange(6 * 8, dtype=np.uint8).reshape(6, 8)
IN_PLACE = ['YOLOXHSVRandomAug', 'PhotometricDistortion']


@pytest.fixture(autouse=True)
def _mmpose_scope():
    init_default_scope('mmpose')


class Blacken:
    """A transform of somebody who writes into the image that he is given."""

    def __call__(self, results):
        results['img'][:2, :2, 1] = 0
        return results


def kinds(transforms):
    return [type(step).__name__ for step in transforms]


def test_channels_of_one_plane_are_no_copy_and_cannot_be_written():
    image = as_channels(GREY)
    assert image.shape == (6, 8, 3) and np.shares_memory(image, GREY) and is_one_plane(image)
    np.testing.assert_array_equal(image, np.stack([GREY] * 3, axis=-1))
    with pytest.raises(ValueError, match='read-only'):
        image[0, 0] = 1


def test_grey_channel_of_one_plane_is_the_plane():
    plane = grey_channel(as_channels(GREY))
    assert np.shares_memory(plane, GREY) and plane.flags.c_contiguous
    np.testing.assert_array_equal(grey_channel(np.stack([GREY, GREY + 1], axis=-1)), GREY)
    assert grey_channel(GREY) is GREY


@pytest.mark.parametrize('like', [GREY, as_channels(GREY), np.stack([GREY] * 3, axis=-1)])
def test_channels_are_those_of_another_image(like):
    image = with_channels(GREY + 1, like)
    assert image.shape == like.shape and is_one_plane(image) == is_one_plane(like)
    np.testing.assert_array_equal(image, like + 1)


def test_change_is_given_one_plane_or_all_channels_that_differ():
    shapes = []
    for image in (as_channels(GREY), np.stack([GREY, GREY + 1, GREY], axis=-1)):
        assert change_pixels(image, lambda each: shapes.append(each.shape) or each + 1).tolist() == (image + 1).tolist()
    assert shapes == [(6, 8), (6, 8, 3)]


def test_real_channels_can_be_written_and_leave_the_plane_alone():
    results = RealChannels()(dict(img=as_channels(GREY)))
    results['img'][:] = 0
    assert GREY.max() == 47 and results['img'].flags.c_contiguous
    assert RealChannels()(results)['img'] is results['img']  # those that can be written are not copied
    assert RealChannels()({}) == {}


def test_transforms_of_others_alone_get_real_channels():
    steps = Compose([RandomGamma(), Blacken(), dict(type='RandomBBoxTransform'), RandomGamma()])
    make_channels_real(steps)
    assert kinds(steps.transforms) == ['RandomGamma', 'RealChannels', 'Blacken', 'RandomBBoxTransform', 'RandomGamma']


def test_transforms_within_others_get_real_channels_where_they_stand():
    inner = RandomApply([RandomGamma(), dict(type='YOLOXHSVRandomAug')], prob=1.0)
    choice = RandomChoice([[RandomGamma()], [dict(type='YOLOXHSVRandomAug')]])
    steps = Compose([inner, choice])
    make_channels_real(steps)
    assert kinds(steps.transforms) == ['RandomApply', 'RandomChoice']
    assert kinds(inner.transforms) == ['RandomGamma', 'RealChannels', 'YOLOXHSVRandomAug']
    assert [kinds(each.transforms) for each in choice.transforms] == [
        ['RandomGamma'], ['RealChannels', 'YOLOXHSVRandomAug']
    ]  # fmt: skip


def test_a_transform_that_keeps_its_settings_gets_real_channels():
    albumentation = Blacken()
    albumentation.transforms = [dict(type='Blur', p=0.1)]  # as MMPose's and MMPretrain's Albumentation(s) keep them
    plain = Blacken()
    plain.transforms = [RandomGamma()]
    steps = Compose([albumentation, plain])
    make_channels_real(steps)
    assert kinds(steps.transforms) == ['RealChannels', 'Blacken', 'RealChannels', 'Blacken']
    assert steps(dict(img=as_channels(GREY)))['img'][:2, :2, 1].max() == 0


@pytest.mark.parametrize('name', IN_PLACE)
def test_stock_transforms_that_write_in_place_work_as_on_a_copy(name):
    transform = TRANSFORMS.build(dict(type=name))
    given = Compose([transform])
    make_channels_real(given)
    images = []
    for steps, image in ((given, as_channels(GREY)), (Compose([transform]), np.stack([GREY] * 3, axis=-1))):
        np.random.seed(3)
        images.append(steps(dict(img=image))['img'])
    np.testing.assert_array_equal(*images)
    assert GREY.tolist() == np.arange(48).reshape(6, 8).tolist()


def test_a_dataset_gives_a_foreign_transform_channels_that_it_may_write(tiny_aariz):
    from aariz_mm.datasets import AarizDataset

    pipeline = [dict(type='LoadCephalogram', fit_size=(48, 64), cache_dir=None), Blacken(), RandomGamma(prob=1.0)]
    record = AarizDataset(str(tiny_aariz.root), pipeline=pipeline)[0]
    assert record['img'][:2, :2, 1].max() == 0 and record['img'].shape[2] == 3
    assert record['img'][..., 0].max() > 0


LOAD = dict(type='LoadCephalogram', fit_size=(48, 64), cache_dir=None)
HSV = dict(type='YOLOXHSVRandomAug')


def test_a_dataset_of_ours_loads_one_plane_and_gives_on_what_can_be_written(tiny_aariz):
    from aariz_mm.datasets import AarizDataset

    dataset = AarizDataset(str(tiny_aariz.root), pipeline=[LOAD, RandomGamma()])
    loader, *_, last = dataset.pipeline.transforms
    assert is_one_plane(loader(dataset.get_data_info(0))['img']) and isinstance(last, RealChannels)
    assert dataset[0]['img'].flags.writeable
    packed = AarizDataset(str(tiny_aariz.root), pipeline=[LOAD, dict(type='PackCephalogram')])
    assert kinds(packed.pipeline.transforms) == ['LoadCephalogram', 'PackCephalogram']


@pytest.mark.parametrize(('inner', 'outer'), [([LOAD], [HSV]), ([], [LOAD, HSV])])
def test_a_combined_dataset_may_write_into_what_its_parts_load(tiny_aariz, inner, outer):
    from mmpose.datasets import CombinedDataset

    part = dict(type='AarizDataset', data_root=str(tiny_aariz.root), pipeline=inner)
    combined = CombinedDataset(dict(from_file='configs/_base_/datasets/coco.py'), [part], pipeline=outer)
    assert combined[0]['img'].shape[2] == 3


def test_a_pipeline_of_others_and_a_loader_within_another_step_give_channels_that_can_be_written(tiny_aariz):
    path = str(next(tiny_aariz.root.rglob('*.png')))
    stock = Compose([LOAD, HSV])  # as in CocoDataset, which knows nothing of planes
    within = Compose([RandomApply([LOAD], prob=1.0), RandomGamma(prob=1.0)])
    make_channels_real(within)
    for steps in (stock, within):
        assert steps(dict(img_path=path, sample_idx=0))['img'].flags.writeable


def test_a_loader_of_others_alone_gives_on_what_can_be_written(tiny_aariz):
    from aariz_mm.transforms import LoadCephalogram

    class Load(LoadCephalogram):
        """As somebody derives one."""

    steps = Compose([Load((48, 64), None)])
    make_channels_real(steps)
    assert steps(dict(img_path=str(next(tiny_aariz.root.rglob('*.png'))), sample_idx=0))['img'].flags.writeable
