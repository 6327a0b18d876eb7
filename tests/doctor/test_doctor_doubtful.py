"""Labels that are in doubt: points far off, files of another patient, landmarks exchanged, sizes of one image."""

import json
from dataclasses import replace

import numpy as np
import pytest

from aariz_mm.doctor.cases import Case
from aariz_mm.doctor.content import FEWEST_IMAGES, exchange_gains
from aariz_mm.doctor.crops import draw_marks
from aariz_mm.doctor.differences import compare_all, usual_spread
from aariz_mm.doctor.examine import check_labels, examine
from aariz_mm.doctor.findings import WARNING, Finding
from aariz_mm.doctor.page import render_html
from aariz_mm.doctor.placed import place_readings
from aariz_mm.doctor.scan import ImageScan
from aariz_mm.doctor.shapes import laid_on_mean, learn_model, stored_model
from aariz_mm.doctor.sizes import usual_pixel_size_mm
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM, sample_pose, sample_shape

FIRST, SECOND = 'Junior Orthodontists', 'Senior Orthodontists'
LABEL_CODES = {
    'landmark-misplaced', 'labels-of-another-image', 'labels-exchanged', 'landmarks-swapped',
    'landmarks-swapped-by-all', 'pixel-size-of-one-image', 'face-size',
}  # fmt: skip


def heads(count: int, readers: tuple[str, ...] = (FIRST, SECOND), symbols: tuple[str, ...] = SYMBOLS) -> list[Case]:
    """Cases of random heads, 0.1 mm per pixel, in random places; the readers differ by 0.7 mm."""
    rng, cases = np.random.default_rng(5), []
    for number in range(count):
        size, turn, shift = sample_pose(rng)
        cos, sin = size * np.cos(np.radians(turn)), size * np.sin(np.radians(turn))
        points = sample_shape(rng) @ np.array([[cos, sin], [-sin, cos]]) + [90, 80] + shift
        points[[symbol not in symbols for symbol in SYMBOLS]] = np.nan
        marks = {name: (points + 0.7 * rng.standard_normal(points.shape)) * 10 for name in readers}
        scan = ImageScan(path=f'{number}.png', size_px=(2000, 2400), problem='not drawn')
        cases.append(Case(f'head{number:03}', 'train', scan, marks, None, 'ART', 0.1))
    return cases


def edited(cases: list[Case], row: int, edit, readers: tuple[str, ...] = (FIRST,)) -> list[Case]:
    """The cases with one image's points of some readers changed."""
    marks = {name: edit(points.copy()) if name in readers else points for name, points in cases[row].readers_px.items()}
    return [replace(case, readers_px=marks) if number == row else case for number, case in enumerate(cases)]


def moved(symbol: str, x_mm: float, y_mm: float):
    def edit(points):
        points[SYMBOLS.index(symbol)] += [10 * x_mm, 10 * y_mm]
        return points

    return edit


def exchanged(first: str, second: str):
    def edit(points):
        points[[SYMBOLS.index(first), SYMBOLS.index(second)]] = points[[SYMBOLS.index(second), SYMBOLS.index(first)]]
        return points

    return edit


def named(cases: list[Case], code: str) -> set[str]:
    return {ceph_id for finding in check_labels(cases) if finding.code == code for ceph_id in finding.ids}


@pytest.mark.parametrize('readers', [(FIRST,), (SECOND,), (FIRST, SECOND)])
@pytest.mark.parametrize(('symbol', 'x', 'y'), [('Go', 20, 0), ('Or', 0, -20), ('Pog`', -15, 15), ('S', 25, 0)])
def test_a_point_far_off_is_named(symbol, x, y, readers):
    cases = edited(heads(40), 7, moved(symbol, x, y), readers)
    found = [finding for finding in check_labels(cases) if finding.code == 'landmark-misplaced']
    assert [finding.ids for finding in found] == [('head007',)]
    assert f' {symbol} ' in found[0].message and all(reader in found[0].message for reader in readers)
    assert found[0].marks[0][:2] == (symbol, readers[0])


@pytest.mark.parametrize('count', [5, 40])
def test_heads_as_they_are_give_no_finding(count):
    assert not {finding.code for finding in check_labels(heads(count))} & LABEL_CODES


@pytest.mark.parametrize('count', [1, 5, 25])
def test_few_images_still_show_a_point_far_off(count):
    assert named(edited(heads(count), 0, moved('Me', 25, 0)), 'landmark-misplaced') == {'head000'}


@pytest.mark.parametrize('symbols', [SYMBOLS[:19], tuple(symbol for symbol in SYMBOLS if symbol != 'S')])
def test_a_subset_of_landmarks_is_enough(symbols):
    cases = heads(30, symbols=symbols)
    assert not list(check_labels(cases))
    assert named(edited(cases, 3, moved('N', 0, 22)), 'landmark-misplaced') == {'head003'}


def test_one_reader_alone_is_checked_by_the_face():
    cases = heads(30, (FIRST,))
    assert not list(check_labels(cases))
    assert named(edited(cases, 3, moved('B', 20, 0)), 'landmark-misplaced') == {'head003'}
    assert named(edited(cases, 3, exchanged('Me', 'Gn')), 'landmarks-swapped-by-all') == {'head003'}


def test_missing_points_are_no_doubt():
    def drop(points):
        points[::3] = np.nan
        return points

    assert not list(check_labels(edited(heads(30), 4, drop)))
    assert not list(check_labels(edited(heads(30), 4, lambda points: points * np.nan)))


@pytest.mark.parametrize('pair', [('Me', 'Gn'), ('Gn', 'Pog'), ('A', 'ANS'), ('UIT', 'LIT'), ('Po', 'Or')])
def test_an_exchange_by_one_reader_is_named(pair):
    cases = edited(heads(40), 9, exchanged(*pair))
    assert named(cases, 'landmarks-swapped') == {'head009'}


@pytest.mark.parametrize('pair', [('S', 'N'), ('Po', 'Or'), ('Ls', 'Li'), ('Sn', 'Ls'), ('UIA', 'LIA')])
def test_an_exchange_by_all_readers_is_named(pair):
    (finding,) = (
        one for one in check_labels(edited(heads(40), 9, exchanged(*pair), (FIRST, SECOND)))
        if one.code == 'landmarks-swapped-by-all'
    )  # fmt: skip
    assert finding.ids == ('head009',) and all(symbol in finding.message for symbol in pair)


def test_a_file_of_another_patient_is_named_with_its_origin():
    cases = heads(40)
    cases = edited(cases, 2, lambda points: cases[11].readers_px[FIRST])
    (finding,) = (one for one in check_labels(cases) if one.code == 'labels-of-another-image')
    assert finding.ids == ('head002', 'head011') and f'{FIRST} fit head011' in finding.message


def test_files_exchanged_by_one_reader_are_both_named():
    cases = heads(40)
    both = cases[2].readers_px[FIRST], cases[11].readers_px[FIRST]
    cases = edited(edited(cases, 2, lambda points: both[1]), 11, lambda points: both[0])
    assert named(cases, 'labels-of-another-image') == {'head002', 'head011'}
    assert not named(cases, 'landmark-misplaced')


def _pictured(count: int) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Thumbnails with a bright block at each face, its points in pixels of 1280 x 1280, and the sizes."""
    rng, thumbnails, points = np.random.default_rng(2), [], []
    for _ in range(count):
        x, y = rng.uniform(30, 80, 2)
        grid = np.mgrid[0:128, 0:128]
        thumbnails.append(np.exp(-((grid[1] - x) ** 2 + (grid[0] - y) ** 2) / 400).astype(np.float32) * 200)
        points.append(10 * (np.array([x, y]) + MEAN_MM / 5 + 0.2 * rng.standard_normal(MEAN_MM.shape)))
    return thumbnails, np.array(points), np.full((count, 2), 1280.0)


def test_landmarks_of_two_images_exchanged_fit_the_other_pixels_better():
    thumbnails, points, sizes = _pictured(FEWEST_IMAGES + 20)
    assert exchange_gains(thumbnails, points, sizes).max() < 20
    points[[3, 8]] = points[[8, 3]]
    gains = exchange_gains(thumbnails, points, sizes)
    assert gains[3].argmax() == 8 and gains[3, 8] > 20


@pytest.mark.parametrize('factor', [1.15, 1.2, 2.0, 0.5, 0.9])
def test_a_pixel_size_wrong_on_one_image_names_the_image(factor):
    cases = heads(12)
    cases[4] = replace(cases[4], pixel_size_mm=0.1 * factor)
    assert named(cases, 'pixel-size-of-one-image') == {'head004'}


@pytest.mark.parametrize('factor', [1.5, 0.5])
def test_an_image_made_smaller_without_the_table_is_named(factor):
    cases = edited(heads(12), 4, lambda points: points * factor, (FIRST, SECOND))
    assert named(cases, 'face-size') == {'head004'}


def test_an_image_made_smaller_with_its_pixel_size_is_right():
    cases = edited(heads(12), 4, lambda points: points / 2, (FIRST, SECOND))
    cases[4] = replace(cases[4], pixel_size_mm=0.2, scan=replace(cases[4].scan, size_px=(1000, 1200)))
    assert not list(check_labels(cases))


def test_usual_pixel_size_is_that_of_most():
    assert usual_pixel_size_mm([0.1, 0.1, 0.2]) == 0.1
    assert np.isnan(usual_pixel_size_mm([0.1, 0.2])) and np.isnan(usual_pixel_size_mm([0.1, 0.1, 0.2, 0.2]))


def test_the_mean_face_lies_where_it_is_expected():
    found = stored_model().residuals(MEAN_MM, np.ones(len(SYMBOLS), bool))
    assert found.lengths_mm.max() < 1e-6 and found.deviations.max() < 1e-6


def test_a_face_is_laid_on_the_mean_one_from_either_side():
    for points in (3 * MEAN_MM + 50, 3 * MEAN_MM * [-1, 1]):
        assert np.abs(laid_on_mean(points) - MEAN_MM).max() < 1e-6
    assert laid_on_mean(np.full((29, 2), np.nan)) is None


def test_a_model_learns_what_the_readers_of_a_dataset_do():
    shifted = MEAN_MM.copy()
    shifted[SYMBOLS.index('Go')] += [6, 0]
    rng = np.random.default_rng(0)
    readings = [laid_on_mean(shifted + rng.normal(0, 1, shifted.shape)) for _ in range(60)]
    used = np.ones(len(SYMBOLS), bool)
    go = [
        model.residuals(shifted, used).lengths_mm[SYMBOLS.index('Go')]
        for model in (stored_model(), learn_model(readings))
    ]
    assert go[0] > 4 and go[1] < 0.6 * go[0]


def test_an_exchange_gain_is_the_ratio_of_the_densities():
    points = MEAN_MM + np.random.default_rng(1).normal(0, 2, MEAN_MM.shape)
    model, i, j = stored_model(), SYMBOLS.index('A'), SYMBOLS.index('ANS')
    other = points.copy()
    other[[i, j]] = other[[j, i]]
    inverse = np.linalg.inv(model.covariance_mm2)
    costs = [(d := (one - model.mean_mm).ravel()) @ inverse @ d for one in (points, other)]
    assert model.exchange_gains(points)[i, j] == pytest.approx(costs[0] - costs[1])


def test_usual_spread_of_few_images_is_that_of_isbi():
    centre, spread = usual_spread(np.zeros((1, 29, 2)))
    assert not centre.any() and spread[SYMBOLS.index('A')] == pytest.approx(2.4 * (10 / 11) ** 0.5)


def test_a_pair_of_readers_is_compared_in_mm_of_the_face():
    (pair,) = compare_all(place_readings(heads(12)))
    assert pair.readers == (FIRST, SECOND) and pair.mm_per_px == pytest.approx(0.1, rel=0.2)


def test_marks_are_drawn_in_the_colours_of_their_readers():
    marks = (('Go', FIRST, 40.0, 50.0), ('Go', SECOND, 60.0, 50.0))
    picture = draw_marks(np.zeros((100, 100), np.uint8), Finding(WARNING, 'x', 'm', 'c', ('a',), ('a.png',), marks))
    colours = {tuple(pixel) for pixel in picture.reshape(-1, 3).tolist()}
    assert {(255, 170, 0), (0, 190, 255)} <= colours


def test_the_page_shows_a_point_far_off(planted):
    planted.edit_points(planted.marks('train', 2), lambda points: points['Go'].update(x=points['Go']['x'] - 25))
    findings, report = planted.found('landmark-misplaced')
    assert findings[0].ids == (planted.ids['train'][2],)
    page = render_html(report)
    assert 'Doubtful labels' in page and 'data:image/' in page


def test_the_page_of_a_clean_dataset_shows_no_doubt(clean_root):
    report = examine(clean_root, workers=1)
    assert not {finding.code for finding in report.findings} & LABEL_CODES
    assert 'Doubtful labels' not in render_html(report)


def test_the_page_is_written_without_a_picture_that_has_gone(planted):
    planted.edit_points(planted.marks('train', 2), lambda points: points['Go'].update(x=points['Go']['x'] - 25))
    report = planted.found('landmark-misplaced')[1]
    planted.image('train', 2).unlink()
    assert 'Doubtful labels' not in render_html(report) and json.dumps([one.marks for one in report.findings])
