"""A tablet, by fingers."""

import pytest
from conftest import TABLET
from review_page import distance


@pytest.fixture
def page(open_page, small, reader):
    page = open_page(small, viewport=TABLET, has_touch=True)
    page.visit()
    page.by('reader-name').fill(reader)
    page.by('reader-ok').tap()
    page.reader = reader
    return page.wait_ready()


def touch(page, *moments):
    """Fingers over time: each moment is a list of (x, y)."""
    session = page.page.context.new_cdp_session(page.page)
    for index, fingers in enumerate(moments):
        points = [dict(x=x, y=y, id=i) for i, (x, y) in enumerate(fingers)]
        kind = 'touchStart' if index == 0 else 'touchMove'
        session.send('Input.dispatchTouchEvent', dict(type=kind, touchPoints=points))
        page.page.wait_for_timeout(16)
    session.send('Input.dispatchTouchEvent', dict(type='touchEnd', touchPoints=[]))
    page.page.wait_for_timeout(100)


def test_a_finger_drags_a_landmark(page):
    point, (x, y), scale = page.point('A'), page.place('A'), page.state()['scale']
    touch(page, *[[(x + 4 * step, y + 2 * step)] for step in range(11)])
    page.wait_moved('A', point)
    # A finger that hides the landmark may hold it beside.
    assert distance(page.point('A'), (point[0] + 40 / scale, point[1] + 20 / scale)) < 8 / scale
    page.wait_saved()
    page.shoot('tablet_drag')


def test_a_finger_moves_the_picture_and_not_the_page(page):
    before, place = page.state(), page.place('S')
    box = page.by('viewer').bounding_box()
    x, y = box['x'] + box['width'] * 0.12, box['y'] + box['height'] * 0.12
    page.page.keyboard.press('+')
    page.page.wait_for_timeout(500)
    place = page.place('S')
    touch(page, *[[(x + 6 * step, y + 5 * step)] for step in range(11)])
    page.page.wait_for_timeout(800)
    moved = page.place('S')
    assert distance(moved, place) > 20 and page.state()['landmarks'] == before['landmarks']
    assert page.page.evaluate('[scrollX, scrollY]') == [0, 0]


def test_two_fingers_zoom(page):
    box, scale = page.by('viewer').bounding_box(), page.state()['scale']
    x, y = box['x'] + box['width'] / 2, box['y'] + box['height'] * 0.15
    touch(page, *[[(x - 20 - 6 * step, y), (x + 20 + 6 * step, y)] for step in range(11)])
    page.page.wait_for_timeout(800)
    assert page.state()['scale'] > 1.5 * scale
    assert page.page.evaluate('visualViewport.scale') == 1


def test_everything_is_within_the_screen(page):
    for name in ('viewer', 'undo', 'redo', 'finish', 'save-state', 'tool-window', 'tool-invert', 'tool-calibrate'):
        box = page.expect_visible(name).bounding_box()
        assert box['x'] >= 0 and box['x'] + box['width'] <= TABLET['width'] + 1, name
    assert page.page.evaluate('document.documentElement.scrollWidth') <= TABLET['width']


def test_what_is_touched_is_large_enough(page):
    small = []
    for name in ('undo', 'redo', 'finish', 'tool-window', 'tool-invert', 'tool-calibrate', 'tab-landmarks'):
        box = page.by(name).bounding_box()
        if min(box['width'], box['height']) < 24:  # WCAG 2.2, 2.5.8
            small.append((name, box))
    assert not small, small
