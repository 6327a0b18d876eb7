"""Superimpositions: known changes are found, references keep their word, doubt is propagated, mistakes are told."""

from dataclasses import replace

import numpy as np
import pytest
from grown_series import made_content, made_series

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_grown
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.superimposition import REFERENCES, Registration, Rigid, Timepoint, load_timepoint, superimpose
from aariz_mm.superimposition.change_rows import verdicts_together
from aariz_mm.superimposition.moving import forward_angles, in_axes
from aariz_mm.superimposition.series import superimpose_series

ROUND = np.tile(np.eye(2), (29, 1, 1))
BY_LANDMARKS = [one.key for one in REFERENCES.values() if not one.structural]


def head(label, points=MEAN_MM, covariances=ROUND, **others):
    return Timepoint(label, SYMBOLS, np.asarray(points, float), covariances, np.eye(3), 0.1, 1.0, '', **others)


def moved(**by):
    points = MEAN_MM.copy()
    for symbol, change in by.items():
        points[SYMBOLS.index(symbol)] += change
    return points


def in_one_place(*symbols):
    points = MEAN_MM.copy()
    points[[SYMBOLS.index(symbol) for symbol in symbols]] = 3.0
    return points


def posed(label, points, angle=0.2, shift=(30.0, -12.0), **others):
    return head(label, Rigid(angle, np.array(shift)).apply(points), **others)


@pytest.mark.parametrize('reference', BY_LANDMARKS)
def test_pose_alone_is_no_change(reference):
    found = superimpose([head('T1'), posed('T2', MEAN_MM)], reference, draws=100)
    assert max(one.distance_mm for one in found.changes) < 1e-9
    assert {one.within_error for one in found.changes} <= {True, None}


def test_change_is_told_along_forward_and_up():
    level = float(forward_angles('FH', SYMBOLS, MEAN_MM))
    along = np.array([np.cos(level), np.sin(level)])
    found = superimpose([head('T1'), posed('T2', moved(Pog=6 * along))], 'sn', draws=200)
    pog = found.change('Pog', 'T1', 'T2')
    assert (pog.forward_mm, pog.up_mm, pog.distance_mm) == pytest.approx((6, 0, 6), abs=1e-9)
    assert pog.direction_deg == pytest.approx(0, abs=1e-6)
    assert found.horizontal == 'FH'


def test_growth_down_points_down():
    pog = superimpose([head('T1'), posed('T2', moved(Pog=(0, 5)))], 'sn', draws=200).change('Pog', 'T1', 'T2')
    assert -105 < pog.direction_deg < -75
    assert pog.up_mm < -4.5


def test_frame_has_its_origin_at_the_reference_and_y_up():
    found = superimpose([posed('T1', MEAN_MM), head('T2')], 'sn', draws=50)
    named = dict(zip(SYMBOLS, found.axes_mm(0), strict=True))
    assert named['S'] == pytest.approx([0, 0])
    assert named['Or'][1] == pytest.approx(named['Po'][1])
    assert named['N'][1] > 0 > named['Me'][1]
    assert named['Pog'][0] > 0


def test_placed_landmarks_of_all_timepoints_agree_with_the_changes():
    found = superimpose([head('T1'), posed('T2', moved(B=(3, 4)))], 'base_fit', draws=50)
    change = (found.axes_mm(1) - found.axes_mm(0))[SYMBOLS.index('B')]
    b = found.change('B', 'T1', 'T2')
    assert change == pytest.approx([b.forward_mm, b.up_mm])


def test_without_po_the_horizontal_is_sn_less_seven_degrees():
    points = MEAN_MM.copy()
    points[SYMBOLS.index('Po')] = np.nan
    found = superimpose([head('T1', points), posed('T2', MEAN_MM)], 'sn', draws=50)
    axes = found.frame[:2, :2] @ (points[SYMBOLS.index('N')] - points[SYMBOLS.index('S')])
    assert found.horizontal == 'SN-7'
    assert np.degrees(np.arctan2(axes[1], axes[0])) == pytest.approx(7)


def test_landmark_that_the_reference_fixes_says_so():
    found = superimpose([head('T1'), posed('T2', moved(N=(2, 0)))], 'sn', draws=500)
    s, n = (found.change(symbol, 'T1', 'T2') for symbol in ('S', 'N'))
    assert (s.distance_mm, s.within_error) == (0, None)
    assert 'laid on itself' in s.reason
    assert 'along it alone' in n.reason


def test_component_that_the_reference_fixes_is_within_error():
    changes = [
        superimpose(made_series([seed, 3], 0, 'normal')[0], 'fh_po', draws=100, measurements=False).change(
            'Or', 'T1', 'T2'
        )
        for seed in range(5)
    ]
    assert all(one.up_within_error and abs(one.up_mm) < 1e-9 for one in changes)


def test_missing_landmark_says_where():
    points = MEAN_MM.copy()
    points[SYMBOLS.index('Pog')] = np.nan
    pog = superimpose([head('T1'), head('T2', points)], 'sn', draws=50).change('Pog', 'T1', 'T2')
    assert np.isnan(pog.distance_mm)
    assert pog.reason == 'not marked at T2'


def test_a_landmark_just_out_is_called_changed_alone_and_not_among_all():
    """Doubt of 1 mm on both radiographs: alone the edge is 1.05 * 2.45 * sqrt(2) = 3.6 mm, of 25 landmarks about
    1.1 * 3.5 * sqrt(2) = 5.5 mm, as exp(-3.5^2 / 2) = 0.05 / 25."""
    known = np.zeros((29, 2, 2))
    known[[index for index, one in enumerate(SYMBOLS) if one not in ('S', 'N', 'Po', 'Or')]] = np.eye(2)
    later = moved(Gn=(0, 2.5), Pog=(0, 4.6), Me=(0, 6.5))
    found = superimpose([head('T1', covariances=known), head('T2', later, known)], 'sn', draws=2000)
    changes = [found.change(symbol, 'T1', 'T2') for symbol in ('Gn', 'Pog', 'Me')]
    assert [one.within_error for one in changes] == [True, False, False]
    assert [one.within_error_together for one in changes] == [True, True, False]
    assert list(verdicts_together(found)) == [('T1', 'T2', ('Me',))]


def test_unknown_doubt_is_no_verdict():
    covariances = ROUND.copy()
    covariances[SYMBOLS.index('Pog')] = np.nan
    found = superimpose([head('T1'), head('T2', moved(Pog=(20, 0), B=(20, 0)), covariances)], 'sn', draws=300)
    pog, b = (found.change(symbol, 'T1', 'T2') for symbol in ('Pog', 'B'))
    assert pog.within_error is None and pog.within_error_together is None
    assert np.isnan(pog.forward_low_mm)
    assert 'not known' in pog.reason
    assert b.within_error is False


def test_unknown_doubt_of_a_reference_landmark_is_that_of_all():
    covariances = ROUND.copy()
    covariances[SYMBOLS.index('N')] = np.nan
    found = superimpose([head('T1'), head('T2', MEAN_MM, covariances)], 'sn', draws=50)
    assert {one.within_error for one in found.changes} == {None}
    assert all(one.within_error is None for one in found.measurement_changes if one.key == 'SNA')


def test_doubt_of_the_registration_is_that_of_a_lever():
    """N off by 1 mm, up and down, on both radiographs turns the head: at Me by sqrt(2) / |SN| times its distance."""
    covariances = np.zeros((29, 2, 2))
    covariances[SYMBOLS.index('N')] = np.eye(2)
    timepoints = [head(label, MEAN_MM, covariances) for label in ('T1', 'T2')]
    found = superimpose(timepoints, 'sn', draws=8000).change('Me', 'T1', 'T2').covariance_mm2
    named = dict(zip(SYMBOLS, MEAN_MM, strict=True))
    lever = np.linalg.norm(named['Me'] - named['S']) / np.linalg.norm(named['N'] - named['S'])
    assert np.sqrt(np.trace(found)) == pytest.approx(np.sqrt(2) * lever, rel=0.04)


def test_intervals_do_not_change_with_the_pose_and_are_the_same_again():
    first = superimpose([head('T1'), head('T2')], 'sn', draws=4000).change('A', 'T1', 'T2')
    again = superimpose([head('T1'), head('T2')], 'sn', draws=4000).change('A', 'T1', 'T2')
    turned = superimpose([head('T1'), posed('T2', MEAN_MM)], 'sn', draws=4000).change('A', 'T1', 'T2')
    assert first.forward_low_mm == again.forward_low_mm
    assert turned.forward_low_mm == pytest.approx(first.forward_low_mm, rel=0.05)


def test_wider_level_wider_interval():
    narrow, wide = (superimpose([head('T1'), head('T2')], 'sn', level=one, draws=500) for one in (0.5, 0.95))
    pairs = zip(narrow.changes, wide.changes, strict=True)
    assert all(a.forward_high_mm <= b.forward_high_mm and a.distance_high_mm <= b.distance_high_mm for a, b in pairs)


def test_three_timepoints_give_neighbours_and_the_whole():
    third = posed('T3', moved(Pog=(3, 6)))
    found = superimpose([head('T1'), posed('T2', moved(Pog=(1, 2))), third], 'sn', draws=100)
    pairs = [(one.from_label, one.to_label) for one in found.changes if one.symbol == 'Pog']
    assert pairs == [('T1', 'T2'), ('T2', 'T3'), ('T1', 'T3')]
    steps = [found.change('Pog', *pair) for pair in pairs]
    assert steps[0].up_mm + steps[1].up_mm == pytest.approx(steps[2].up_mm)


def test_measurements_change_whatever_the_reference():
    series = [head('T1'), posed('T2', moved(A=(3, 0)))]
    tables = [superimpose(series, key, draws=300).measurement_changes for key in ('sn', 'mandibular_me')]
    sna = next(one for one in tables[0] if one.key == 'SNA')
    assert sna.change == pytest.approx(sna.after - sna.before)
    assert sna.low < sna.change < sna.high
    assert sna.change == pytest.approx(next(one.change for one in tables[1] if one.key == 'SNA'))


def structural(covariance, move=None):
    pose = Rigid(0.2, np.array([30.0, -12.0]))
    return Registration('mandible', move or pose.inverse(), covariance, MEAN_MM[SYMBOLS.index('Me')])


def test_structural_reference_takes_the_registered_move():
    series = [head('T1'), posed('T2', moved(Co=(0, 6)))]
    found = superimpose(series, 'mandible_structure', [structural(1e-12 * np.eye(3))], draws=2000)
    co, me = (found.change(symbol, 'T1', 'T2') for symbol in ('Co', 'Me'))
    assert co.distance_mm == pytest.approx(6)
    assert me.distance_mm == pytest.approx(0, abs=1e-9)
    assert me.covariance_mm2 == pytest.approx(2 * np.eye(2), abs=0.15)


def test_doubt_of_a_registration_widens_intervals():
    series = [head('T1', MEAN_MM, 1e-6 * ROUND), posed('T2', MEAN_MM, covariances=1e-6 * ROUND)]
    found = superimpose(series, 'mandible_structure', [structural(np.diag([1e-12, 0.25, 0.25]))], draws=4000)
    assert found.change('Me', 'T1', 'T2').covariance_mm2 == pytest.approx(0.25 * np.eye(2), abs=0.02)


@pytest.mark.parametrize(
    ('registrations', 'message'),
    [
        ([], '0 registrations, expected 1'),
        ([None], "no registration of T2.*'mandibular_me'"),
        ([replace(structural(np.eye(3)), region='maxilla')], 'registration of maxilla'),
        ([replace(structural(np.eye(3)), accepted=False, reason='dark')], r'not registered \(dark\)'),
    ],
)
def test_structural_reference_needs_an_accepted_registration(registrations, message):
    with pytest.raises(ValueError, match=message):
        superimpose([head('T1'), head('T2')], 'mandible_structure', registrations)


@pytest.mark.parametrize(
    ('timepoints', 'reference', 'options', 'message'),
    [
        ([head('T1')], 'sn', {}, 'two or more'),
        ([head('T1'), head('T1')], 'sn', {}, 'labels'),
        ([head('T1'), head('T2')], 'ba_n', {}, 'unknown'),
        ([head('T1'), head('T2')], 'sn', dict(level=90), 'level 90'),
        ([head('T1'), head('T2')], 'sn', dict(draws=10), 'draws=10'),
        ([head('T1'), head('T2', moved(N=(np.nan, 0)))], 'sn', {}, 'N is not on both'),
        ([head('T1', in_one_place('S', 'N')), head('T2')], 'sn', {}, r'sn \(S-N at S\): S, N lie within 5 mm'),
        ([head('T1'), head('T2', np.ones((29, 2)))], 'base_fit', {}, 'S, N, Po, Or lie within 5 mm'),
        ([head('T1', moved(N=(np.nan, 0))), head('T2', moved(S=(np.nan, 0)))], 'base_fit', {}, 'S, N are not on both'),
    ],
)
def test_mistakes_are_told(timepoints, reference, options, message):
    with pytest.raises(ValueError, match=message):
        superimpose(timepoints, reference, **options)


def test_ends_in_one_place_are_no_horizontal():
    found = superimpose([head('T1', in_one_place('Po', 'Or')), head('T2')], 'sn', draws=50, measurements=False)
    assert found.horizontal == 'SN-7'


def test_nasion_in_sella_is_told_in_a_series_and_other_references_stay():
    series = [replace(head('T1', in_one_place('S', 'N')), magnification=None), replace(head('T2'), magnification=None)]
    found = superimpose_series(series, ['sn', 'palatal_ans'], draws=50)
    assert found[0].notes == ('S-N at S: left out: S, N lie within 5 mm on a radiograph; correct them, check the pixel '
                              'size, or give another reference',)  # fmt: skip
    assert found[1].found is not None


def test_best_fit_does_with_three():
    found = superimpose([head('T1'), head('T2', moved(N=(np.nan, 0)))], 'base_fit', draws=50)
    assert found.change('A', 'T1', 'T2').distance_mm == pytest.approx(0, abs=1e-9)


def test_what_speaks_against_a_series_is_told():
    series = [head('T1', age_years=14, sex='f', image_sha256='a', reader='x'),
              head('T2', age_years=12, sex='m', image_sha256='a', reader='y')]  # fmt: skip
    told = ' '.join(superimpose(series, 'sn', draws=50).warnings)
    assert all(text in told for text in ('order of time', 'girl', 'same picture', 'same model or reader'))


def test_inputs_are_not_changed():
    series = [head('T1'), posed('T2', MEAN_MM)]
    before = [one.points_mm.copy() for one in series]
    superimpose(series, 'base_fit', draws=50)
    assert all((one.points_mm == was).all() for one, was in zip(series, before, strict=True))


@pytest.mark.parametrize('reference', ['sn', 'base_fit', 'fh_po'])
def test_growth_of_drawn_phantoms_is_found_to_the_hundredth(reference):
    magnifications = (1.08, 1.13)
    pair = draw_grown(5, 4, (240, 300), magnifications=magnifications)
    timepoints = [
        load_timepoint(made_content(one.landmarks_px, one.image.shape[1::-1], one.pixel_size_mm, factor), label)
        for one, factor, label in zip((pair.before, pair.after), magnifications, ('T1', 'T2'), strict=True)
    ]
    truth = in_axes(pair.shapes_mm[1] - pair.shapes_mm[0], forward_angles('FH', SYMBOLS, pair.shapes_mm[0]))
    found = superimpose(timepoints, reference, draws=50)
    got = np.array([(one.forward_mm, one.up_mm) for one in found.changes])
    assert got == pytest.approx(truth, abs=0.03)
    assert not found.warnings


@pytest.mark.parametrize('noise', ['normal', 'biased', 'real'])
def test_still_heads_are_called_still_at_the_level(noise):
    verdicts = []
    for seed in range(20):
        found = superimpose(made_series([seed, 3], 0, noise)[0], 'sn', draws=100, measurements=False)
        verdicts += [one.within_error for one in found.changes if one.within_error is not None]
    assert np.mean(verdicts) > 0.85
