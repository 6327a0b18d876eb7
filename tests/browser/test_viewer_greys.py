"""What the viewer shows is what the file holds: greys, places and borders of tiles, by both renderers."""

import numpy as np
import pytest
from bare_viewer import BareViewer
from viewer_cases import deep, dots, negative, shallow

RENDERERS = ('webgl', '2d')


@pytest.fixture(scope='module')
def cases():
    return dict(deep=deep(), shallow=shallow(), negative=negative(), dots=dots()[0])


@pytest.fixture
def show(browser, cases):
    contexts = []

    def show_one(name, renderer, ratio=1, size=(600, 500)):
        contexts.append(browser.new_context(viewport=dict(width=size[0], height=size[1]), device_scale_factor=ratio))
        viewer = BareViewer(contexts[-1], cases).open(name, f'&renderer={renderer}')
        assert viewer.run('viewer.renderer') == renderer
        return viewer

    yield show_one
    for context in contexts:
        context.close()


def windowed(values, display):
    share = np.clip((values.astype(float) - display['low']) / (display['high'] - display['low']), 0, 1)
    curved = share ** (1 / display['gamma'])
    return 255 * (1 - curved if display['invert'] else curved)


def visible_pixels(viewer, pixels, ratio):
    """The pixels of level 0 on a screen that shows one of them per device px."""
    place = viewer.run('viewer.place()')
    assert place['scale'] == pytest.approx(1 / ratio, abs=1e-6)
    left, top = round(place['left'] + 0.5), round(place['top'] + 0.5)
    return pixels[top : top + 500 * ratio, left : left + 600 * ratio]


@pytest.mark.parametrize('renderer', RENDERERS)
@pytest.mark.parametrize('ratio', [1, 2])
@pytest.mark.parametrize('name', ['deep', 'shallow', 'negative'])
def test_one_to_one_shows_the_windowed_values(show, cases, name, ratio, renderer):
    viewer = show(name, renderer, ratio)
    pixels = cases[name].levels[0]
    viewer.run(f'viewer.focus({pixels.shape[1] // 2}, {pixels.shape[0] // 2}, {ratio}, true)')
    greys = viewer.greys()
    part = visible_pixels(viewer, pixels, ratio)
    display = dict(low=cases[name].low, high=cases[name].high, gamma=1, invert=cases[name].invert)
    assert np.abs(greys - windowed(part, display)).max() <= 1


@pytest.mark.parametrize('renderer', RENDERERS)
def test_window_gamma_and_inversion_are_those_that_were_set(show, cases, renderer):
    viewer = show('deep', renderer)
    viewer.run('viewer.setWindow(9000, 21000); viewer.setGamma(1.8); viewer.setInvert(true)')
    viewer.run('viewer.focus(1024, 1024, 1, true)')
    greys = viewer.greys()
    display = viewer.run('viewer.display()')
    assert (display['low'], display['high'], display['invert']) == (9000, 21000, True)
    assert np.abs(greys - windowed(visible_pixels(viewer, cases['deep'].levels[0], 1), display)).max() <= 1


@pytest.mark.parametrize('renderer', RENDERERS)
@pytest.mark.parametrize('zoom', [0.7, 1.37, 3.3])
def test_borders_of_tiles_do_not_show(show, renderer, zoom):
    viewer = show('shallow', renderer)
    viewer.run(f'viewer.setSharpen(1); viewer.zoomTo({{x: 511.5, y: 511.5}}, {zoom}, true)')
    greys = viewer.greys().astype(int)
    at = viewer.run('viewer.imageToScreen({x: 511.5, y: 511.5})')
    bends = np.abs(np.diff(greys, 2, axis=1)).mean(0)
    column = round(at['x'])
    assert bends[column - 3 : column + 3].max() <= 1.3 * bends[column - 60 : column + 60].max() and bends.max() < 30


@pytest.mark.parametrize('renderer', RENDERERS)
def test_sharpening_steepens_edges_and_keeps_flat_parts(show, renderer):
    viewer = show('dots', renderer)
    viewer.run('viewer.setWindow(-200, 455); viewer.focus(200, 300, 0.2, true)')
    plain = viewer.greys().astype(int)
    viewer.run('viewer.setSharpen(1)')
    sharp = viewer.greys().astype(int)
    assert abs(sharp[20, 20] - plain[20, 20]) <= 1
    assert sharp.max() > plain.max() + 10


@pytest.mark.parametrize('renderer', RENDERERS)
@pytest.mark.parametrize('zoom', [0.3, 1, 2.7, 12])
def test_marks_lie_on_their_pixels(show, renderer, zoom):
    viewer = show('dots', renderer)
    for x, y in dots()[1]:
        viewer.run(f'viewer.zoomTo({{x: {x}, y: {y}}}, {zoom}, true)')
        greys = viewer.greys().astype(float)
        at = viewer.run(f'viewer.imageToScreen({{x: {x}, y: {y}}})')
        reach = int(np.ceil(4 * zoom)) + 2
        left, top = round(at['x']) - reach, round(at['y']) - reach
        part = greys[max(0, top) : top + 2 * reach, max(0, left) : left + 2 * reach]
        part = np.where(part > 40, part, 0)
        rows, columns = np.indices(part.shape) + 0.5
        seen = ((columns * part).sum() / part.sum() + max(0, left), (rows * part).sum() / part.sum() + max(0, top))
        # A CPU draws large pixels from whole px of the screen: half of one off, a twentieth of the radiograph's own.
        assert np.hypot(seen[0] - at['x'], seen[1] - at['y']) <= max(0.25, 0.06 * zoom)


@pytest.mark.parametrize('zoom', [0.21, 1, 7.3, 24])
def test_the_overlay_has_image_units_and_marks_of_one_size(show, zoom):
    viewer = show('deep', '2d', size=(813, 611))
    viewer.run(f'viewer.zoomTo({{x: 1900.5, y: 2100.25}}, {zoom}, true)')
    viewer.settle()
    box, at = viewer.run("""() => {
      const mark = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
      mark.setAttribute('cx', 1903); mark.setAttribute('cy', 2099.5);
      viewer.overlay.append(mark);
      const {left, top, width, height} = mark.getBoundingClientRect();
      return [{x: left + width / 2, y: top + height / 2, width}, viewer.imageToScreen({x: 1903, y: 2099.5})];
    }""")
    assert np.hypot(box['x'] - at['x'], box['y'] - at['y']) <= 0.25
    assert box['width'] == pytest.approx(16, abs=0.5)


@pytest.mark.parametrize('renderer', RENDERERS)
def test_the_loupe_magnifies_the_pixels_of_its_point(show, renderer):
    viewer = show('dots', renderer)
    viewer.run('viewer.zoomTo({x: 1000, y: 700}, 0.5, true)')
    viewer.settle()
    viewer.run('viewer.loupe({x: 1100, y: 700})')
    viewer.page.wait_for_timeout(300)
    box = viewer.page.get_by_test_id('loupe').bounding_box()
    greys = viewer.greys()
    x, y = int(box['x'] + box['width'] / 2), int(box['y'] + box['height'] / 2)
    assert greys[y - 3, x - 3] > 240 and greys[y - 20, x - 20] < 20
    assert box['y'] + box['height'] < viewer.run('viewer.imageToScreen({x: 1100, y: 700})')['y'] - 20


def test_the_value_under_the_pointer_is_the_stored_one(show, cases):
    viewer = show('deep', '2d')
    assert viewer.run('viewer.valueAt(1234.4, 2222.6)') == cases['deep'].levels[0][2223, 1234]
    assert viewer.run('viewer.valueAt(-3, 10)') is None
    viewer.run("viewer.focus(1000, 1000, 1, true); viewer.on('hover', (one) => { window.seen = one }); undefined")
    viewer.settle()
    viewer.page.mouse.move(300, 200)
    seen = viewer.run('window.seen')
    assert seen['value'] == cases['deep'].levels[0][int(seen['y'] + 0.5), int(seen['x'] + 0.5)]


def test_a_resting_pointer_is_told_the_stored_value_of_a_small_picture_too(show, cases):
    viewer = show('deep', '2d')
    viewer.run("viewer.on('hover', (one) => { window.seen = one }); undefined")
    viewer.page.mouse.move(300, 200)
    viewer.page.wait_for_function('() => window.seen?.value != null')
    seen = viewer.run('window.seen')
    assert seen['value'] == cases['deep'].levels[0][int(seen['y'] + 0.5), int(seen['x'] + 0.5)]
