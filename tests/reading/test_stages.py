import numpy as np
import pytest
import torch

from aariz_mm.models.heads import CVMHead
from aariz_mm.reading.stages import DECISIONS, decide_stage


@pytest.mark.parametrize('decision', DECISIONS)
def test_the_stage_is_that_of_the_head(decision):
    head = CVMHead(4, decision=decision)
    probabilities = torch.rand(50, 6, generator=torch.Generator().manual_seed(0)).softmax(dim=1)
    expected = head.decide(probabilities).stage.tolist()
    assert [decide_stage(row, decision) for row in probabilities.numpy()] == expected


def test_the_median_by_hand():
    assert decide_stage(np.array([0, 0, 0.2, 0.5, 0.3, 0]), 'median') == 4
    assert decide_stage(np.array([0, 0, 0.6, 0.4, 0, 0]), 'median') == 3


def test_an_unknown_decision_is_named():
    with pytest.raises(ValueError, match="decision 'mean' is unknown"):
        decide_stage(np.ones(6) / 6, 'mean')
