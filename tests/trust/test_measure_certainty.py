import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import measure_certainty
import measure_ece


def test_rows_by_hand():
    # Of the four pairs of one beyond 2 mm and one within, three have the lower score beyond.
    rows = dict(measure_certainty.auroc_rows(np.array([[0.9, 0.6, 0.7, 0.2]]), np.array([[1.0, 1, 3, 5]])))
    assert rows['AUROC for an error above 2 mm'] == '0.750'
    assert rows['AUROC for an error above 4 mm'] == '1.000'
    assert rows['of these with a score above 0.95'] == '0' and rows['mean error, mm'] == '2.500'


def test_missing_data_are_told(capsys, monkeypatch):
    monkeypatch.delenv('ISBI2015_ROOT', raising=False)
    assert measure_certainty.main(['config.py', 'a.pth']) == 2
    assert 'no data' in capsys.readouterr().err


def test_a_perfect_head_lies_in_its_own_band(capsys):
    assert measure_ece.main(['--repeats', '100']) == 0
    printed = capsys.readouterr().out
    assert '| crops | 91 |' in printed and 'temperature that fits' in printed


@pytest.mark.parametrize('seed', [0, 1])
def test_drawn_truth_has_the_shares_of_the_probabilities(seed):
    probabilities = np.tile([0.1, 0.2, 0.3, 0.4, 0, 0], (20000, 1))
    drawn = measure_ece.draw_truth(probabilities, np.random.default_rng(seed))
    shares = np.bincount(drawn, minlength=7)[1:] / 20000
    np.testing.assert_allclose(shares, probabilities[0], atol=0.015)
