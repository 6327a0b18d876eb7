"""What a reader does with the mouse, and that it lasts."""

import io

import numpy as np
import pytest
from PIL import Image
from review_page import annotation_files, ask, distance, saved_points

from aariz_mm.analysis import measure
from aariz_mm.datasets import AarizDataset


def seen_sna(page):
    """SNA of the landmarks that the page holds, worked out anew."""
    points = [page.point(symbol) for symbol in ('S', 'N', 'A')]
    return measure(np.array(points), ('S', 'N', 'A'))['SNA'].value


def wait_numbers(page):
    """Wait until the panel shows SNA of the landmarks as they stand."""
    wanted = seen_sna(page)
    page.until('v => Math.abs(window.__review.state().measurements.SNA - v) < 0.02', arg=float(wanted))
    assert page.value('SNA') == pytest.approx(wanted, abs=0.06)
    return page.value('SNA')


def picture(page):
    """Grey pixels of the radiograph as the browser shows it."""
    return np.array(Image.open(io.BytesIO(page.by('viewer').screenshot())).convert('L')).astype(int)


def wheel(page, symbol, steps):
    page.page.mouse.move(*page.place(symbol))
    for _ in range(abs(steps)):
        page.page.mouse.wheel(0, -120 if steps > 0 else 120)
        page.page.wait_for_timeout(60)
    page.page.wait_for_timeout(500)


def test_the_marks_lie_on_what_the_model_found(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    found = {
        one['symbol']: (one['x'], one['y']) for one in ask(small, 'cases/0', reader=reader)['reading']['landmarks']
    }
    assert len(found) == 24 and all(distance(page.point(symbol), found[symbol]) < 0.01 for symbol in found)
    across = page.place('N')[0] - page.place('S')[0]
    assert across == pytest.approx((found['N'][0] - found['S'][0]) * page.state()['scale'], abs=1.5)


def test_the_wheel_zooms_to_where_it_points(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    scale, place = page.state()['scale'], page.place('S')
    wheel(page, 'S', 4)
    assert page.state()['scale'] > 1.3 * scale and distance(page.place('S'), place) < 4
    page.page.keyboard.press('0')
    page.page.wait_for_timeout(500)
    assert page.state()['scale'] == pytest.approx(scale, rel=0.02)


def test_a_drag_with_the_window_tool_changes_the_picture(open_page, small, reader):
    page = open_page(small).enter(reader, 1)
    before, pixels = page.state(), picture(page)
    page.by('tool-window').click()
    box = page.by('viewer').bounding_box()
    x, y = box['x'] + box['width'] / 2, box['y'] + box['height'] * 0.8
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 80, y - 60, steps=5)
    page.page.mouse.up()
    page.page.wait_for_timeout(300)
    after = page.state()
    assert (after['low'], after['high']) != (before['low'], before['high'])
    assert np.abs(picture(page) - pixels).mean() > 2 and after['landmarks'] == before['landmarks']


def test_inverting_turns_dark_into_light_and_back(open_page, small, reader):
    page = open_page(small).enter(reader, 1)
    pixels = picture(page)
    page.by('tool-invert').click()
    page.page.wait_for_timeout(300)
    inverse = picture(page)
    middle = (slice(pixels.shape[0] // 3, -pixels.shape[0] // 3), slice(pixels.shape[1] // 3, -pixels.shape[1] // 3))
    assert np.corrcoef(pixels[middle].ravel(), inverse[middle].ravel())[0, 1] < -0.7
    page.by('tool-invert').click()
    page.page.wait_for_timeout(300)
    assert np.abs(picture(page) - pixels).mean() < 2


def test_sna_follows_a_drag_and_goes_back_with_undo(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    page.tab('measurements')
    before, point = wait_numbers(page), page.point('A')
    page.drag('A', 25, 4)
    page.wait_moved('A', point)
    scale = page.state()['scale']
    assert distance(page.point('A'), (point[0] + 25 / scale, point[1] + 4 / scale)) < 2 / scale
    moved = wait_numbers(page)
    assert abs(moved - before) > 1
    page.by('undo').click()
    assert distance(page.point('A'), point) < 1e-6 and wait_numbers(page) == before
    page.by('redo').click()
    assert wait_numbers(page) == moved


def test_undo_takes_back_one_step_after_another(open_page, small, reader):
    page = open_page(small).enter(reader, 1)
    begin = {symbol: page.point(symbol) for symbol in ('S', 'N', 'B')}
    for symbol in begin:
        page.drag(symbol, 15, 10)
        page.wait_moved(symbol, begin[symbol])
    for symbol in reversed(begin):
        page.by('undo').click()
        assert distance(page.point(symbol), begin[symbol]) < 1e-6
    assert page.by('undo').is_disabled()


def test_what_is_done_is_found_again(open_page, small, reader):
    page = open_page(small).enter(reader, 2)
    begin = {symbol: page.point(symbol) for symbol in ('S', 'N', 'A')}
    for shift, symbol in enumerate(begin):
        page.drag(symbol, 12 + shift, -9)
        page.wait_moved(symbol, begin[symbol])
    page.wait_version(3)
    left = {symbol: page.point(symbol) for symbol in begin}
    page.reload().open(2)
    assert all(distance(page.point(symbol), left[symbol]) < 0.01 for symbol in left)
    again = open_page(small).enter(reader, 2)
    assert all(distance(again.point(symbol), left[symbol]) < 0.01 for symbol in left)
    points = saved_points(annotation_files(small, reader)[0])
    assert sorted(points) == ['A', 'N', 'S'] and all(distance(points[one], left[one]) < 0.01 for one in left)


def calibrate(page, symbols, mm):
    """Say how far apart two landmarks are, by clicks on them."""
    one, other = (page.place(symbol) for symbol in symbols)
    page.by('tool-calibrate').click()
    page.page.mouse.click(*one)
    page.page.mouse.click(*other)
    page.by('ruler-mm').fill(str(mm))
    page.by('ruler-apply').click()
    page.until('window.__review.state().pixelSizeMm > 0')
    page.wait_saved()


def test_what_is_calibrated_and_finished_trains_without_a_step_between(open_page, small, reader):
    page = open_page(small).enter(reader, 3)
    point = page.point('Pog')
    page.drag('Pog', 14, 3)
    page.wait_moved('Pog', point)
    calibrate(page, ('S', 'N'), 70)
    left, size = page.point('Pog'), page.state()['pixelSizeMm']
    page.by('finish').click()
    page.until('() => window.__review.ready && window.__review.state().n !== 3')
    assert ask(small, f'cases/3/annotations/{reader}', reader=reader)['status'] == 'finished'
    data = AarizDataset(data_root=str(small.home), truth=f'reader:{reader}', unmarked='missing', on_error='drop')
    found = next(data[i] for i in range(len(data)) if data[i]['img_id'] == 'dora')
    place = list(found['symbols']).index('Pog')
    assert found['keypoints_visible'].sum() == 24 and distance(found['keypoints'][0, place], left) < 0.01
    assert found['pixel_size_mm'] == pytest.approx(size, rel=1e-3)


def test_calibrating_by_two_points_gives_millimetres(open_page, small, reader):
    page = open_page(small).enter(reader, 1)
    page.tab('measurements')
    assert page.state()['pixelSizeMm'] is None and page.value('S-N') is None
    calibrate(page, ('S', 'N'), 70)
    page.until("Math.abs(window.__review.state().measurements['S-N'] - 70) < 0.7")
    assert page.value('S-N') == pytest.approx(70, abs=0.7)
    size = page.state()['pixelSizeMm']
    assert page.reload().open(1).state()['pixelSizeMm'] == pytest.approx(size)


def test_a_landmark_that_is_not_visible_is_not_saved_as_a_point(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    point = page.point('Me')
    page.drag('Me', 6, 6)
    page.wait_moved('Me', point)
    page.by('landmark-Po').click()
    page.page.keyboard.press('v')
    page.until('() => { const m = window.__review.state().landmarks.Po; return !m || !m.visible; }')
    page.wait_version(2)
    assert list(saved_points(annotation_files(small, reader)[0])) == ['Me']
    assert not page.reload().open(0).state()['landmarks']['Po']['visible']


def test_next_and_previous_case_keep_what_was_done(open_page, small, reader):
    page = open_page(small).enter(reader, 0)
    point = page.point('Me')
    page.drag('Me', 10, -12)
    page.wait_moved('Me', point)
    left = page.point('Me')
    for n in (1, 2, 3, 0):
        page.open(n)
    assert distance(page.point('Me'), left) < 0.01
