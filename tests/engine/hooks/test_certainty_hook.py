"""Scores of a test follow from expected errors, and the model is as it was afterwards."""

from types import SimpleNamespace

import numpy as np
import pytest
from mmengine.structures import InstanceData
from mmpose.structures import PoseDataSample

from aariz_mm.bundles.finding import find_bundle
from aariz_mm.engine.hooks import CertaintyHook
from aariz_mm.landmarks import SYMBOLS

META = dict(keypoint_id2name=dict(enumerate(SYMBOLS)))


class Model:
    def test_step(self, data):
        found = InstanceData(
            keypoints=np.ones((1, 29, 2)), keypoint_scores=np.full((1, 29), 0.99), keypoint_errors=np.full((1, 29), 5.0)
        )
        metainfo = dict(input_size=(500, 500), input_scale=np.array([2000.0, 2000]), pixel_size_mm=0.1)
        return [PoseDataSample(metainfo=metainfo, pred_instances=found)]


def make_runner(metainfo=META):
    dataset = SimpleNamespace(metainfo=metainfo)
    logger = SimpleNamespace(info=lambda *_: None)
    return SimpleNamespace(model=Model(), test_dataloader=SimpleNamespace(dataset=dataset), logger=logger)


def test_scores_are_those_of_the_errors_while_the_test_runs():
    runner, hook = make_runner(), CertaintyHook()
    hook.before_test(runner)
    # 5 px of the input are 20 px of the file, 2 mm.
    np.testing.assert_allclose(runner.model.test_step(None)[0].pred_instances.keypoint_scores, 0.5)
    hook.after_test(runner)
    np.testing.assert_allclose(runner.model.test_step(None)[0].pred_instances.keypoint_scores, 0.99)


def test_a_model_without_landmarks_stays_as_it_is():
    runner, hook = make_runner({}), CertaintyHook()
    hook.before_test(runner)
    assert 'test_step' not in runner.model.__dict__
    hook.after_test(runner)


def test_a_calibration_of_other_landmarks_is_refused_before_the_test():
    with pytest.raises(ValueError, match='a calibration of the landmarks'):
        CertaintyHook(str(find_bundle('ceph24'))).before_test(make_runner())


def test_a_calibration_of_another_checkpoint_is_refused(tmp_path):
    other = tmp_path / 'other.pth'
    other.write_bytes(b'weights')
    with pytest.raises(ValueError, match='the calibration of another model'):
        CertaintyHook(str(find_bundle('ceph24')), [str(other)]).before_test(make_runner())
