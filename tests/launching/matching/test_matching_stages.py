"""CVM stages in datasets, heads and metrics."""

import pytest

JOINT = 'phantom_joint'


def test_stages_left_out_of_the_data_that_teaches_them_are_named(mismatches):
    (line,) = mismatches(JOINT, {'train_dataloader.dataset.with_cvm': False})
    assert line.startswith('train_dataloader.dataset.with_cvm=False') and 'model.head.cvm_head (CVMHead)' in line


def test_stages_left_out_of_the_data_that_scores_them_are_named(mismatches):
    (line,) = mismatches(JOINT, {'val_dataloader.dataset.with_cvm': False})
    assert 'val_evaluator.1 (CVMMetric)' in line
    assert mismatches(JOINT, {'train_dataloader.dataset.with_cvm': True}) == []


@pytest.mark.parametrize('kind', ['val', 'test'])
def test_metric_of_stages_without_a_head_is_named(kind, mismatches):
    (line,) = mismatches('phantom_lite0', {f'{kind}_evaluator': [dict(type='CVMMetric')]}, [kind])
    assert line.startswith(f'{kind}_evaluator.0 is a CVMMetric, but model.head predicts no CVM stage')


def test_metric_of_landmarks_for_a_classifier_is_named(mismatches):
    (line,) = mismatches('aariz_cvm_crop', {'val_evaluator.type': 'RadialErrorMetric'})
    assert line.startswith('val_evaluator is a RadialErrorMetric, but the model classifies')


def test_classes_of_a_classifier_are_the_six_stages(mismatches):
    head = dict(_delete_=True, type='mmpretrain.LinearClsHead', in_channels=1280, num_classes=5)
    (line,) = mismatches('aariz_cvm_crop', {'model.head': head})
    assert line.endswith('set model.head.num_classes=6')
    assert mismatches('aariz_cvm_crop', {'model.head': dict(head, num_classes=6)}) == []


def test_weights_of_classes_are_six(mismatches):
    (line,) = mismatches('aariz_cvm_crop', {'model.head.loss.class_weight': [1.0] * 5})
    assert line.startswith('model.head.loss.class_weight has 5 numbers')
