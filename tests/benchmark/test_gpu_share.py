"""How much of a time is within intervals, by hand."""

import pytest

from aariz_mm.benchmark.gpu_share import busy_share


@pytest.mark.parametrize(
    ('intervals', 'share'),
    [
        ([(0, 2), (1, 3), (5, 6)], 0.4),
        ([], 0.0),
        ([(0, 10), (2, 3)], 1.0),
        ([(5, 6), (0, 2), (2, 3)], 0.4),
        ([(0, 1), (0, 1), (0, 1)], 0.1),
    ],
)
def test_time_counts_once_however_many_kernels_run(intervals, share):
    assert busy_share(intervals, 10) == pytest.approx(share)
