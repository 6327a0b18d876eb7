"""The viewer over its life: opening, changing cases, resizing, lost graphics, missing tiles, and its end."""

import numpy as np
import pytest
from bare_viewer import BareViewer
from viewer_cases import deep, shallow
from watching import Watch


@pytest.fixture(scope='module')
def cases():
    return dict(deep=deep(), shallow=shallow(), copy=shallow())


@pytest.fixture
def bare(browser, cases):
    context = browser.new_context(viewport=dict(width=800, height=600))
    watch = Watch(context, 'http://viewer.test')
    one = BareViewer(context, cases)
    one.watch = watch
    yield one
    watch.check()
    context.close()


def test_the_whole_radiograph_is_shown_first(bare):
    bare.open('deep').settle()
    corners = bare.run('[viewer.imageToScreen({x: -0.5, y: -0.5}), viewer.imageToScreen({x: 2399.5, y: 2999.5})]')
    assert corners[0]['y'] == pytest.approx(0, abs=0.01) and corners[1]['y'] == pytest.approx(600, abs=0.01)
    assert corners[0]['x'] == pytest.approx(160, abs=0.01) and corners[1]['x'] == pytest.approx(640, abs=0.01)


def test_without_hardware_the_2d_canvas_draws(bare):
    bare.open('shallow')
    assert bare.run('viewer.renderer') == '2d'


def test_without_webgl2_the_2d_canvas_draws_whatever_was_asked(bare):
    bare.page.add_init_script(
        'HTMLCanvasElement.prototype.getContext = ((own) => function (kind, ...rest) {'
        "return kind === 'webgl2' ? null : own.call(this, kind, ...rest); })"
        '(HTMLCanvasElement.prototype.getContext);'
    )
    bare.open('shallow', '&renderer=webgl')
    assert bare.run('viewer.renderer') == '2d' and bare.greys().std() > 20


def test_another_case_takes_over_with_its_own_window(bare):
    bare.open('deep')
    bare.run('viewer.setWindow(5, 9); viewer.setGamma(1.5)')
    first = bare.run(
        "(async () => { const first = openCase(viewer, 'shallow'); const second = openCase(viewer, 'copy');"
        'return [await first, await second]; })()'
    )
    display = bare.run('viewer.display()')
    assert first == [False, True]
    assert (display['low'], display['high'], display['gamma']) == (10, 240, 1.5)
    assert bare.run('viewer.scene.store.info.width') == 1301


def test_cases_in_quick_turn_leave_the_last(bare):
    bare.open('deep')
    assert bare.run("""(async () => {
      let last;
      for (let i = 0; i < 20; i += 1) {
        last = openCase(viewer, ['deep', 'shallow'][i % 2]);
        await new Promise(requestAnimationFrame);
      }
      return last;
    })()""")
    bare.settle()
    assert bare.run('viewer.scene.store.info.width') == 1301


def test_a_fitted_picture_stays_fitted_when_the_window_changes(bare):
    bare.open('shallow')
    for width, height in ((400, 700), (1100, 500)):
        bare.page.set_viewport_size(dict(width=width, height=height))
        bare.page.wait_for_timeout(300)
        bare.settle()
        assert bare.run('viewer.view().zoom') == pytest.approx(min(width / 1301, height / 1603), rel=1e-3)


def test_a_moved_picture_keeps_its_middle_and_zoom_when_the_window_changes(bare):
    bare.open('shallow')
    bare.run('viewer.zoomTo({x: 700, y: 500}, 2, true)')
    bare.page.set_viewport_size(dict(width=600, height=500))
    bare.page.wait_for_timeout(300)
    bare.settle()
    view = bare.run('viewer.view()')
    assert (view['x'], view['y'], view['zoom']) == (
        pytest.approx(700, abs=1),
        pytest.approx(500, abs=1),
        pytest.approx(2),
    )


def test_the_picture_comes_back_after_the_graphics_were_lost(bare):
    bare.watch.allow('CONTEXT_LOST|context lost|GPU stall')
    bare.open('shallow', '&renderer=webgl')
    before = bare.greys()
    bare.run("""async () => {
      const extension = viewer.osd.drawer.renderer.gl.getExtension('WEBGL_lose_context');
      extension.loseContext();
      await new Promise((done) => setTimeout(done, 200));
      viewer.setGamma(1.2);
      extension.restoreContext();
      await new Promise((done) => setTimeout(done, 200));
      viewer.setGamma(1);
    }""")
    bare.page.wait_for_timeout(300)
    assert np.abs(bare.greys().astype(int) - before).max() == 0


def test_the_2d_canvas_takes_over_when_the_graphics_stay_lost(bare):
    bare.watch.allow('CONTEXT_LOST|context lost|GPU stall')
    bare.open('shallow', '&renderer=webgl')
    bare.run('viewer.focus(650, 800, 1, true)')
    before = bare.greys()
    bare.run("viewer.osd.drawer.renderer.gl.getExtension('WEBGL_lose_context').loseContext()")
    bare.page.wait_for_function("() => viewer.renderer === '2d'")
    assert np.abs(bare.greys().astype(int) - before).max() <= 1
    assert bare.run('viewer.osd.canvas.lastElementChild === viewer.overlay')


def test_a_tile_that_does_not_come_is_told_and_the_coarse_picture_stays(bare, cases):
    import re

    bare.watch.allow('404|failed to load')
    bare.open('shallow')
    bare.lost = re.compile(r'/cases/shallow/0/')
    bare.run('viewer.zoomTo({x: 650, y: 800}, 1, true)')
    bare.page.wait_for_function('() => window.failure')
    assert 'the server answered 404' in bare.run('window.failure')
    assert np.asarray(bare.greys()).std() > 20


def test_two_viewers_follow_each_other(bare):
    bare.open('shallow')
    bare.run("""async () => {
      const box = document.createElement('div');
      Object.assign(box.style, {position: 'absolute', right: 0, top: 0, width: '300px', height: '300px'});
      document.body.append(box);
      window.other = newViewer(box);
      await openCase(other, 'copy');
      viewer.onChange((change) => { if (!change.set && !change.window) other.setView(viewer.view()); });
      other.onChange((change) => { if (!change.set && !change.window) viewer.setView(other.view()); });
    }""")
    bare.run('viewer.zoomTo({x: 300, y: 400}, 3)')
    bare.settle()
    views = bare.run('[viewer.view(), other.view()]')
    assert views[0] == pytest.approx(views[1], abs=1e-3) and views[0]['zoom'] == pytest.approx(3)


def test_a_destroyed_viewer_leaves_nothing(bare):
    bare.open('shallow')
    left = bare.run("""async () => {
      const box = document.createElement('div');
      Object.assign(box.style, {position: 'absolute', left: 0, top: 0, width: '300px', height: '300px'});
      document.body.append(box);
      const count = () => document.querySelectorAll('*').length;
      const before = count();
      for (let i = 0; i < 25; i += 1) {
        const one = newViewer(box);
        const shown = openCase(one, 'copy');
        if (i % 2) await shown;
        one.loupe({x: 300, y: 300});
        one.destroy();
      }
      return [box.childElementCount, count() - before, box.dataset.tool ?? null];
    }""")
    bare.page.wait_for_timeout(500)
    assert left == [0, 0, None]


def test_the_picture_is_drawn_only_when_something_changes(bare):
    bare.open('shallow').settle()
    drawn = bare.run("""async () => {
      const { drawer } = viewer.osd; const own = drawer.draw.bind(drawer); let count = 0;
      drawer.draw = (images) => { count += 1; own(images); };
      for (let i = 0; i < 30; i += 1) await new Promise(requestAnimationFrame);
      const idle = count;
      viewer.setGamma(1.3); viewer.setGamma(1.4);
      for (let i = 0; i < 5; i += 1) await new Promise(requestAnimationFrame);
      return [idle, count];
    }""")
    assert drawn == [0, 1]


def test_a_window_drag_over_many_tiles_is_coarse_and_ends_in_full_sharpness(bare):
    bare.page.set_viewport_size(dict(width=1280, height=720))
    bare.open('deep')
    for zoom in (0.45, 0.51):
        bare.run(f'viewer.zoomTo({{x: 1200, y: 1500}}, {zoom}, true)')
        bare.settle()
    levels = bare.run("""async () => {
      const { paintings } = viewer.osd.drawer.renderer;
      paintings.clear();
      viewer.setWindow(2100, 36000);
      await new Promise(requestAnimationFrame);
      const levels = [...new Set([...paintings.keys()].map((tile) => tile.level))];
      viewer.setWindow(2000, 36000);
      return levels;
    }""")
    dragged = bare.greys()
    bare.run('viewer.osd.drawer.renderer.paintings.clear(); viewer.osd.forceRedraw()')
    assert levels == [1]
    assert np.array_equal(dragged, bare.greys())
