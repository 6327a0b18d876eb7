"""Names of results by hand: short, and distinct on file systems that do not tell the case of letters."""

import random
from pathlib import PurePosixPath

import pytest

from aariz_mm.radiographs.result_names import name_results


def names_of(*paths):
    return name_results([(PurePosixPath(path), PurePosixPath(path)) for path in paths])


@pytest.mark.parametrize(
    ('paths', 'names'),
    [
        (['x/a.png', 'x/A.png'], ['x/a.png', 'x/A.png_2']),
        (['a.png', 'A.png', 'A.png_2.bmp'], ['a.png', 'A.png_3', 'A.png_2']),
        (['cafe\u0301.png', 'caf\u00e9.png'], ['cafe\u0301.png', 'caf\u00e9.png_2']),
        (['stra\u00dfe.png', 'STRASSE.jpg'], ['stra\u00dfe.png', 'STRASSE.jpg']),
    ],
)
def test_what_a_file_system_takes_for_one_is_told_apart(paths, names):
    assert names_of(*paths) == names


def test_a_path_that_becomes_longer_may_meet_another():
    below_and_whole = [('a.png', 'P1/a.png'), ('a.png', 'P2/a.png'), ('P1/a.png', 'P3/P1/a.png')]
    names = name_results([(PurePosixPath(below), PurePosixPath(whole)) for below, whole in below_and_whole])
    assert names == ['P1/a.png', 'P2/a', 'P3/P1/a']


def test_names_of_many_odd_files_are_distinct():
    draw = random.Random(0)
    for _ in range(200):
        paths = {'.'.join(draw.choices(['a', 'A', 'png', 'jpg', 'PNG'], k=draw.randint(1, 4))) for _ in range(12)}
        names = names_of(*sorted(paths))
        assert len({name.casefold() for name in names}) == len(paths)
