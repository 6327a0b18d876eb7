"""A site's offsets, radii and gain; turned and mirrored radiographs teach the same."""

import numpy as np
import pytest
from made_sites import OFFSETS, SPREAD, made_site

from aariz_mm.adaptation.applying import check_model, move_points
from aariz_mm.adaptation.curve import curve_as_json, learn_curve
from aariz_mm.adaptation.figure import draw_curves
from aariz_mm.adaptation.learning import find_gross, learn_offsets, make_profile, select_readings, spread_of_model
from aariz_mm.adaptation.reporting import format_curve, format_gross, format_left_out, format_profile

TURN = np.array([[0.8, -0.6], [0.6, 0.8]])
MIRROR = np.diag([-1.0, 1.0])


def profile_of(site):
    return make_profile(site, learn_offsets(site, SPREAD), ['ab'], 'Kim', 'now')


def test_offsets_are_learnt_and_their_gain_is_told():
    learnt = learn_offsets(made_site(20), SPREAD)
    assert np.linalg.norm(learnt.offsets.offsets_mm - OFFSETS, axis=1).max() < 0.8
    # 2 of 19 landmarks lie 5.1 and 2.2 mm away, noise 1.25
    assert learnt.gain.low_mm < learnt.gain.gain_mm < learnt.gain.high_mm and 0.2 < learnt.gain.gain_mm < 0.4
    assert 0.85 < np.median(learnt.radius_factors) < 1.2


@pytest.mark.parametrize('turn', [TURN, MIRROR, TURN @ MIRROR, np.diag([-1.0, -1.0])])
def test_turned_and_mirrored_radiographs_teach_and_are_moved_alike(turn):
    plain, turned = made_site(8), made_site(8, turn=turn)
    profile = profile_of(plain)
    np.testing.assert_allclose(profile_of(turned).offsets_mm, profile.offsets_mm, atol=1e-6)
    moved = move_points(plain.points_px, plain.symbols, profile) - 400
    np.testing.assert_allclose(move_points(turned.points_px, plain.symbols, profile) - 400, moved @ turn.T, atol=1e-6)


@pytest.mark.parametrize('scale', [1.0, 25.0])
def test_resolution_does_not_matter(scale):
    np.testing.assert_allclose(
        profile_of(made_site(8, px_per_mm=scale)).offsets_mm, profile_of(made_site(8)).offsets_mm, atol=1e-6
    )


def test_moved_points_are_nearer_to_the_reader_on_others():
    profile, others = profile_of(made_site(10)), made_site(10, seed=1)
    before = np.linalg.norm(others.truth_px - others.points_px, axis=-1).mean()
    points = others.points_px.copy()
    after = np.linalg.norm(others.truth_px - move_points(points, others.symbols, profile), axis=-1).mean()
    assert after < before - 0.8  # px, 0.2 mm
    np.testing.assert_array_equal(points, others.points_px)


def test_landmarks_that_a_profile_does_not_know_and_no_faces_stay():
    profile, site = profile_of(made_site(10)), made_site(2, seed=1)
    renamed = tuple('R' if symbol == 'Pog`' else symbol for symbol in site.symbols)
    moved = move_points(site.points_px, renamed, profile)
    index = site.symbols.index('Pog`')
    np.testing.assert_array_equal(moved[:, index], site.points_px[:, index])
    lost = np.full((1, 19, 2), 5.0)
    np.testing.assert_array_equal(move_points(lost, site.symbols, profile), lost)


def test_a_reader_who_reads_as_the_model_moves_nothing_for_the_worse():
    site = made_site(12, offsets=np.zeros((19, 2)))
    moved = learn_offsets(site, SPREAD).offsets.offsets_mm
    assert np.linalg.norm(moved, axis=1).mean() < 0.1


def test_gross_mistakes_are_named_worst_first():
    site = made_site(10)
    site.truth_px[3, 0] += 100
    site.truth_px[5, 2] += 60
    assert [one[:2] for one in find_gross(site, learn_offsets(site, SPREAD))][:2] == [
        ('r3', site.symbols[0]),
        ('r5', site.symbols[2]),
    ]
    assert 'r3: ' in format_gross(find_gross(site, learn_offsets(site, SPREAD))) and format_gross([]) == ''


def test_a_profile_is_for_its_model_alone():
    profile = profile_of(made_site(3))
    check_model(profile, ['ab'], 'p.json')
    with pytest.raises(ValueError, match=r'p\.json: learnt beside the model ab, but cd reads.*aariz-mm adapt'):
        check_model(profile, ['cd'], 'p.json')


def test_spread_without_a_calibration_is_the_same_for_all():
    assert spread_of_model(None, 4).shape == (4, 2, 2) and spread_of_model(None, 4)[0, 0, 1] == 0


@pytest.mark.parametrize(('count', 'words'), [(1, 'too few to say'), (3, 'learn again'), (20, 'all landmarks')])
def test_what_is_printed_says_how_sure_it_is(count, words):
    text = format_profile(profile_of(made_site(count)))
    assert words in text and 'Pog`' in text and len(text.splitlines()) == 23


def test_landmarks_that_nobody_marked_are_said_to_be_so():
    site = made_site(5)
    site.truth_px[:, 0] = np.nan
    assert 'not annotated' in format_profile(profile_of(site)).splitlines()[3]
    assert format_left_out([('a', 'broken')] * 9).count('\n') == 10


def test_curve_falls_towards_what_all_radiographs_leave():
    curve = learn_curve(made_site(30), SPREAD, draws=8, counts=(1, 3, 10, 40))
    errors = [point.error_mm for point in curve.points]
    assert [point.radiographs for point in curve.points] == [1, 3, 10] and curve.in_pixel_sizes
    assert curve.plain_mm >= errors[0] > errors[1] > errors[2] > curve.full_mm
    assert 0.86 < curve.points[2].coverage_90 < 0.94 and curve.points[2].worse == 0
    assert 'MRE' in format_curve(curve)
    svg = draw_curves([curve_as_json(curve, 'Kim & <co>')])
    assert svg.startswith('<svg') and 'Kim &amp; &lt;co&gt;' in svg and svg.count('<circle') == 4


def test_curve_without_pixel_sizes_and_of_one_radiograph():
    site = made_site(5)
    site.mm_per_px[0] = np.nan
    assert not learn_curve(site, SPREAD, draws=2, counts=(1,)).in_pixel_sizes
    with pytest.raises(ValueError, match='at least 2 radiographs'):
        learn_curve(select_readings(site, np.array([0])), SPREAD)
