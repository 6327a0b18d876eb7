"""Mouse, wheel, fingers and keys on the viewer; marks come first."""

import numpy as np
import pytest
from bare_viewer import BareViewer
from viewer_cases import shallow

_MARK = """() => {
  const mark = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  mark.setAttribute('cx', 650); mark.setAttribute('cy', 800);
  window.downs = 0; window.clicks = 0;
  mark.addEventListener('pointerdown', (event) => { window.downs += 1; event.stopPropagation(); });
  viewer.on('click', () => { window.clicks += 1; });
  viewer.overlay.append(mark);
}"""


@pytest.fixture(scope='module')
def cases():
    return dict(shallow=shallow())


@pytest.fixture
def viewer(browser, cases):
    context = browser.new_context(viewport=dict(width=800, height=600), has_touch=True)
    one = BareViewer(context, cases).open('shallow')
    one.run('viewer.zoomTo({x: 650, y: 800}, 1, true)')
    one.settle()
    yield one
    context.close()


def drag(viewer, start, end, steps=5):
    mouse = viewer.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=steps)
    mouse.up()
    viewer.settle()


def touch(viewer, *moments):
    """Each moment is a list of fingers [(x, y)]; the last is lifted."""
    session = viewer.page.context.new_cdp_session(viewer.page)
    kinds = ['touchStart'] + ['touchMove'] * (len(moments) - 1) + ['touchEnd']
    for kind, fingers in zip(kinds, [*moments, []], strict=True):
        points = [dict(x=x, y=y, id=number) for number, (x, y) in enumerate(fingers)]
        session.send('Input.dispatchTouchEvent', dict(type=kind, touchPoints=points))
    viewer.settle()


def test_a_drag_moves_the_picture_with_the_pointer(viewer):
    before = viewer.run('viewer.screenToImage({x: 300, y: 200})')
    drag(viewer, (300, 200), (420, 170))
    after = viewer.run('viewer.screenToImage({x: 420, y: 170})')
    assert np.hypot(after['x'] - before['x'], after['y'] - before['y']) < 0.01


def test_the_picture_follows_without_delay(viewer):
    viewer.page.mouse.move(300, 200)
    viewer.page.mouse.down()
    viewer.page.mouse.move(310, 200)
    at = viewer.run('viewer.screenToImage({x: 300, y: 200})')
    viewer.page.mouse.move(350, 240)
    after = viewer.run(
        'new Promise((done) => requestAnimationFrame(() => done(viewer.screenToImage({x: 340, y: 240}))))'
    )
    viewer.page.mouse.up()
    assert np.hypot(after['x'] - at['x'], after['y'] - at['y']) < 0.01


def test_the_wheel_zooms_about_the_pointer(viewer):
    viewer.page.mouse.move(250, 450)
    before = viewer.run('viewer.screenToImage({x: 250, y: 450})')
    viewer.page.mouse.wheel(0, -300)
    viewer.settle()
    after = viewer.run('viewer.screenToImage({x: 250, y: 450})')
    assert viewer.run('viewer.view().zoom') > 1.1
    assert np.hypot(after['x'] - before['x'], after['y'] - before['y']) < 0.5


def test_with_the_window_tool_a_drag_changes_the_window_alone(viewer):
    before, view = viewer.run('viewer.display()'), viewer.run('viewer.view()')
    viewer.run("viewer.setTool('window')")
    drag(viewer, (300, 300), (400, 300))
    wider = viewer.run('viewer.display()')
    drag(viewer, (300, 300), (300, 250))
    brighter = viewer.run('viewer.display()')
    assert viewer.run('viewer.view()') == view
    assert wider['high'] - wider['low'] == pytest.approx((before['high'] - before['low']) * 1.2)
    assert brighter['low'] == pytest.approx(wider['low'] - (before['high'] - before['low']) / 10)


def test_the_radiograph_cannot_be_dragged_out_of_view(viewer):
    for _ in range(6):
        drag(viewer, (20, 20), (780, 580), 2)
    corner = viewer.run('viewer.imageToScreen({x: 0, y: 0})')
    assert 0 < corner['x'] <= 401 and 0 < corner['y'] <= 301


def test_zoom_has_ends(viewer):
    viewer.run('viewer.zoomBy(1e6)')
    viewer.settle()
    assert viewer.run('viewer.view().zoom') == pytest.approx(24, rel=1e-3)
    viewer.run('viewer.zoomBy(1e-6)')
    viewer.settle()
    assert 0.2 < viewer.run('viewer.view().zoom') < 600 / 1603


def test_one_finger_pans(viewer):
    before = viewer.run('viewer.screenToImage({x: 300, y: 200})')
    touch(viewer, [(300, 200)], [(330, 220)], [(400, 260)])
    after = viewer.run('viewer.screenToImage({x: 400, y: 260})')
    assert np.hypot(after['x'] - before['x'], after['y'] - before['y']) < 0.01


def test_two_fingers_zoom(viewer):
    touch(viewer, [(380, 300), (420, 300)], [(340, 300), (460, 300)], [(300, 300), (500, 300)])
    view = viewer.run('viewer.view()')
    assert view['zoom'] == pytest.approx(5, rel=0.1)
    assert abs(view['x'] - 650) < 12 and abs(view['y'] - 800) < 12


@pytest.mark.parametrize('how', ['mouse', 'finger'])
def test_a_mark_stops_pan_and_click(viewer, how):
    viewer.run(_MARK)
    view, at = viewer.run('viewer.view()'), viewer.run('viewer.imageToScreen({x: 650, y: 800})')
    start = (at['x'] + 7, at['y'])
    if how == 'mouse':
        drag(viewer, (start[0], start[1] + 1), (start[0] + 90, start[1]))
        viewer.page.mouse.click(*start)
    else:
        touch(viewer, [start], [(start[0] + 30, start[1])], [(start[0] + 90, start[1])])
    viewer.settle()
    assert viewer.run('[viewer.view(), downs > 0, clicks]') == [view, True, 0]


def test_the_wheel_zooms_over_a_mark_too(viewer):
    viewer.run(_MARK)
    viewer.page.mouse.move(407, 300)
    viewer.page.mouse.wheel(0, -300)
    viewer.settle()
    assert viewer.run('viewer.view().zoom') > 1.1


@pytest.mark.parametrize('how', ['mouse', 'finger'])
def test_a_click_tells_its_image_point(viewer, how):
    viewer.run("viewer.on('click', ({x, y}) => { window.clicked = {x, y} }); undefined")
    (viewer.page.mouse.click if how == 'mouse' else viewer.page.touchscreen.tap)(251, 149)
    clicked, expected = viewer.run('[window.clicked, viewer.screenToImage({x: 251, y: 149})]')
    assert clicked == pytest.approx(expected, abs=0.6)


def test_keys_are_left_to_the_page(viewer):
    viewer.run(
        "window.keys = []; addEventListener('keydown', (e) => keys.push([e.key, e.defaultPrevented])); undefined"
    )
    viewer.page.mouse.click(300, 300)
    view = viewer.run('viewer.view()')
    names = ['ArrowLeft', 'ArrowDown', '0', '+', '-', 'f', 'r', 'w', 'j', 'Escape']
    for name in names:
        viewer.page.keyboard.press(name)
    viewer.settle()
    assert viewer.run('keys') == [[name, False] for name in names]
    assert viewer.run('viewer.view()') == view


def test_a_double_click_does_not_zoom(viewer):
    view = viewer.run('viewer.view()')
    viewer.page.mouse.dblclick(200, 200)
    viewer.settle()
    assert viewer.run('viewer.view()') == view
