import numpy as np
import pytest
import torch
from mmpose.structures import PoseDataSample
from mmpretrain.structures import DataSample
from PIL import Image

from aariz_mm.engine.metrics import CVMMetric
from aariz_mm.models.heads.cvm_head import StagePrediction, set_pose_prediction


def pose_sample(true, pred):
    """With the prediction ``pred`` at 0.9."""
    probabilities = torch.full((1, 6), 0.02)
    probabilities[0, pred - 1] = 0.9
    sample = PoseDataSample(metainfo=dict(img_path='a.png', cvm_stage=true))
    set_pose_prediction(sample, StagePrediction(torch.tensor([pred]), probabilities, torch.tensor([3.0])), 0)
    return sample.to_dict()


def crop_sample(true, pred):
    sample = DataSample(metainfo=dict(img_path='a.png')).set_gt_label(true - 1).set_pred_label(pred - 1)
    return sample.set_pred_score(torch.eye(6)[pred - 1]).to_dict()


def evaluate(samples, meta=None, **kwargs):
    metric = CVMMetric(**kwargs)
    metric.dataset_meta = meta or {}
    metric.process(None, samples)
    return metric.evaluate(size=len(samples))


@pytest.mark.parametrize('make_sample', [pose_sample, crop_sample])
def test_metric_scores_both_kinds_of_samples(make_sample):
    scores = evaluate([make_sample(1, 1), make_sample(1, 2), make_sample(2, 2), make_sample(2, 2)])
    assert scores['CVM_accuracy'] == 0.75
    assert scores['CVM_qwk'] == pytest.approx(0.5)
    assert scores['CVM_ece'] == pytest.approx(0.15 if make_sample is pose_sample else 0.25)


def test_metric_leaves_out_images_without_a_stage():
    scores = evaluate([pose_sample(3, 3), pose_sample(None, 1), pose_sample(4, 3)])
    assert (scores['CVM_accuracy'], scores['CVM_num_images']) == (0.5, 2)


def test_metric_gives_nothing_but_a_line_where_there_is_no_stage(log):
    assert evaluate([pose_sample(None, 2), pose_sample(None, 3)]) == {}
    assert 'none of the 2 images has a stage' in log.text


def test_metric_gives_nothing_where_the_data_have_no_stage_and_the_model_no_head():
    assert evaluate([PoseDataSample(metainfo=dict(cvm_stage=None)).to_dict()]) == {}


def test_metric_takes_the_baseline_of_the_training_split():
    samples = [pose_sample(stage, 5) for stage in (4, 5, 6, 6)]
    assert evaluate(samples)['CVM_majority_stage'] == 6
    assert evaluate(samples, dict(majority_stage=5))['CVM_majority_accuracy'] == 0.25
    assert evaluate(samples, dict(majority_stage=5), majority_stage=4)['CVM_majority_stage'] == 4


def test_metric_works_without_probabilities():
    samples = [pose_sample(3, 3), pose_sample(4, 3)]
    for sample in samples:
        del sample['pred_cvm_probabilities']
    assert 'CVM_ece' not in evaluate(samples)


def test_metric_logs_table_and_confusion_matrix(log):
    evaluate([pose_sample(3, 3), pose_sample(4, 3)])
    assert 'quadratic weighted kappa' in log.text and 'predicted S6' in log.text


def test_metric_draws_the_confusion_matrix(tmp_path):
    evaluate([pose_sample(3, 3)], confusion_file=str(tmp_path / 'new' / 'confusion.png'))
    assert np.asarray(Image.open(tmp_path / 'new' / 'confusion.png')).std() > 0


def test_metric_drops_what_the_sampler_repeated():
    metric = CVMMetric()
    metric.process(None, [pose_sample(3, 3), pose_sample(4, 3), pose_sample(3, 3)])
    assert metric.evaluate(size=2)['CVM_num_images'] == 2


def test_metric_keeps_the_cases_with_a_stage():
    metric = CVMMetric()
    assert metric.cases is None
    samples = [pose_sample(3, 4), pose_sample(None, 1), crop_sample(5, 6)]
    samples[2]['img_id'] = 'c7'
    metric.process(None, samples)
    metric.evaluate(size=3)
    assert metric.cases.img_ids == ('a', 'c7')  # the name of the file where no id is given
    assert (metric.cases.true.tolist(), metric.cases.pred.tolist()) == ([3, 5], [4, 6])
    np.testing.assert_allclose(metric.cases.probabilities, [[0.02, 0.02, 0.02, 0.9, 0.02, 0.02], np.eye(6)[5]])


def test_metric_keeps_cases_without_probabilities_and_none_without_a_stage():
    metric = CVMMetric()
    samples = [pose_sample(3, 3), pose_sample(None, 1)]
    del samples[0]['pred_cvm_probabilities']
    metric.process(None, samples)
    metric.evaluate(size=2)
    assert np.isnan(metric.cases.probabilities).all() and metric.cases.probabilities.shape == (1, 6)
    metric.process(None, samples[1:])
    metric.evaluate(size=1)
    assert metric.cases is None


def test_metric_has_clear_errors():
    with pytest.raises(KeyError, match='predicts no stage'):
        evaluate([dict(img_path='a.png', cvm_stage=3)])
    with pytest.raises(KeyError, match=r'a.png: neither cvm_stage nor gt_label'):
        evaluate([dict(img_path='a.png', pred_label=3)])
