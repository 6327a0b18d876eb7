"""The command that finds rulers."""

import numpy as np
import pytest

from aariz_mm.cli import main
from aariz_mm.phantom.ruler import draw_ruler
from aariz_mm.visualization import draw_ruler_overlay, save_png


@pytest.fixture
def folder(tmp_path):
    dark = np.tile(np.arange(300, dtype=np.uint8) // 8, (400, 1))
    for name, grey in dict(bare=dark, ruler=draw_ruler(dark, (150, 60), 12.5, 20, major_every=5)).items():
        save_png(tmp_path / 'in' / f'{name}.png', np.repeat(grey[..., None], 3, 2))
    return tmp_path / 'in'


def test_find_ruler_prints_the_scale_and_draws_the_marks(folder, tmp_path, capsys):
    status = main(['find-ruler', str(folder / 'ruler.png'), '--ruler-mm', '5', '--out-dir', str(tmp_path / 'out')])
    said = capsys.readouterr().out
    assert status == 0 and '20 marks' in said and 'every 5th longer' in said and '0.4' in said
    assert [path.name for path in (tmp_path / 'out').iterdir()] == ['ruler.png_ruler.png']


def test_find_ruler_without_distance_says_no_millimetre(folder, capsys):
    main(['find-ruler', str(folder / 'ruler.png')])
    assert ' mm' not in capsys.readouterr().out


def test_find_ruler_says_where_none_is(folder, capsys):
    assert main(['find-ruler', str(folder)]) == 1
    assert 'bare.png: no ruler found: no row' in capsys.readouterr().out


@pytest.mark.parametrize('size', ['0', '-2', 'ten', 'nan'])
def test_find_ruler_refuses_a_distance_that_is_none(folder, size, capsys):
    with pytest.raises(SystemExit, match='2'):
        main(['find-ruler', str(folder), '--ruler-mm', size])
    assert 'expected a positive number of mm from mark to mark' in capsys.readouterr().err


def test_overlay_leaves_the_radiograph_alone():
    from aariz_mm.radiographs.ruler import find_ruler

    grey = draw_ruler(np.full((400, 300), 30, np.uint8), (150, 60), 12.5, 20)
    before = grey.copy()
    picture = draw_ruler_overlay(grey, find_ruler(grey))
    assert picture.shape == (500, 1000, 3) and (grey == before).all()
    assert (picture[:, :500] != picture[:, 500:]).any()
