import resource

import pytest
from damaged_files import read_damaged, whole_files

from aariz_mm.radiographs.radiograph import open_radiograph


def test_the_whole_files_are_read(tmp_path):
    for name, data in whole_files(tmp_path).items():
        (tmp_path / 'a').write_bytes(data)
        assert open_radiograph(tmp_path / 'a').grey.shape == (80, 60), name


@pytest.mark.parametrize('seed', [1, 2, 3])
def test_damaged_files_are_read_or_refused_within_time_and_memory(tmp_path, seed):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes, slowest = read_damaged(50, seed, tmp_path)
    taken_mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert outcomes['read'] > 20 and outcomes['RadiographFileError'] > 20
    assert slowest < 5 and taken_mib < 500
