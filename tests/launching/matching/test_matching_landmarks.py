"""The same landmarks in every dataset, head and region."""

import pytest

LITE0, DATA = 'aariz_lite0_512', 'dataloader.dataset.landmarks'
ISBI19 = {f'{kind}_{DATA}': 'isbi19' for kind in ('train', 'val', 'test')}


def test_landmarks_of_the_training_data_alone_name_all_that_must_follow(mismatches):
    (line,) = mismatches(LITE0, {f'train_{DATA}': 'isbi19'})
    assert 'train_dataloader.dataset.landmarks=isbi19 (19 landmarks)' in line and 'model.head.out_channels=29;' in line
    assert f'set val_{DATA}=isbi19 test_{DATA}=isbi19 model.head.out_channels=19' in line


def test_the_cure_of_the_message_cures(mismatches):
    assert mismatches(LITE0, {**ISBI19, 'model.head.out_channels': 19}) == []


@pytest.mark.parametrize('kind', ['val', 'test'])
def test_landmarks_of_one_other_dataset_alone_are_named(kind, mismatches):
    (line,) = mismatches(LITE0, {f'{kind}_{DATA}': 'delr26'})
    assert f'set {kind}_{DATA}=aariz29 (' in line and 'out_channels' not in line


def test_a_list_in_another_order_is_another_set_of_landmarks(mismatches):
    (line,) = mismatches(LITE0, {**ISBI19, 'model.head.out_channels': 2, f'train_{DATA}': ['S', 'N'],
                                 f'val_{DATA}': ['N', 'S'], f'test_{DATA}': ['S', 'N']})  # fmt: skip
    assert f'set val_{DATA}=[S,N] (' in line and 'test_' not in line


HEADS = {
    'isbi2015_cephnet_256': 'head.num_joints',
    'aariz_cvm_roi': 'head.landmark_head.out_channels',
    'isbi2015_lite0_msra_320': 'head.head.out_channels',
    'isbi2015_lite0_rle_320': 'head.head.num_joints',
    'isbi2015_lite0_integral_320': 'head.head.num_joints',
    'isbi2015_lite0_simcc_320': 'head.head.out_channels',
    'isbi2015_lite0_rtmcc_320': 'head.head.out_channels',
    'isbi2015_resnet50_deconv_256': 'head.out_channels',
    'isbi2015_lite0_refined': 'refiner.head.out_channels',
}


@pytest.mark.parametrize('name', HEADS)
def test_number_of_landmarks_of_a_head_is_named_by_its_key(name, mismatches):
    count = 29 if name.startswith('aariz') else 19
    (line,) = mismatches(name, {f'model.{HEADS[name]}': 7})
    assert f'model.{HEADS[name]}=7; ' in line and f'set model.{HEADS[name]}={count} ' in line


def test_members_of_an_ensemble_are_compared_with_the_test_data(mismatches):
    (line,) = mismatches('isbi2015_lite0_mixed_ensemble', {f'test_{DATA}': 'aariz29'}, ['test'])
    for key in ('whole.model.head', 'refined.model.head', 'refined.model.refiner.head'):
        assert f'model.members.{key}.out_channels=29' in line


def test_the_region_of_the_stage_has_the_landmarks_of_the_data(mismatches):
    (line,) = mismatches('aariz_cvm_roi', {'model.head.cvm_roi.landmarks': 'isbi19'})
    assert 'model.head.cvm_roi.landmarks=isbi19 (19 landmarks)' in line
    settings = {**ISBI19, 'model.head.landmark_head.out_channels': 19}
    (line,) = mismatches('aariz_cvm_roi', settings)
    assert 'set model.head.cvm_roi.landmarks=isbi19 (' in line


def test_a_loss_of_the_hardest_needs_as_many(mismatches):
    (line,) = mismatches('isbi2015_lite0_ohkm_320', {'model.head.head.loss.topk': 20})
    assert line.startswith('model.head.head.loss.topk=20, but an image has 19 landmarks')


def test_only_the_loaders_asked_for_are_compared(mismatches):
    assert mismatches(LITE0, {f'train_{DATA}': 'isbi19'}, ['test']) == []
