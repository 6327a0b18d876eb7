// node --test: image px and screen px of the viewer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  imageOnScreen, imageToScreen, levelForScale, screenToImage, snappedView, tileOnScreen, tilesInView, viewAround,
} from '../../../aariz_mm/review/page/js/geometry.js';

test('a point of the screen goes to the image and back', () => {
  const view = { left: -120.5, top: 33.25, scale: 0.37 };
  const { x, y } = imageToScreen(view, screenToImage(view, { x: 411, y: 7 }));
  assert.ok(Math.hypot(x - 411, y - 7) < 1e-9);
});

test('at the start the first pixel covers the first screen px: its centre is half a px inside', () => {
  assert.deepEqual(imageToScreen({ left: -0.5, top: -0.5, scale: 1 }, { x: 0, y: 0 }), { x: 0.5, y: 0.5 });
});

test('the view around a point has it in the middle', () => {
  const view = viewAround({ x: 700, y: 900 }, 2, 1280, 720);
  assert.deepEqual(imageToScreen(view, { x: 700, y: 900 }), { x: 640, y: 360 });
});

for (const scale of [1, 2, 5]) {
  test(`a snapped view moves less than half a screen px and has pixel borders on px borders, ${scale} to 1`, () => {
    const view = viewAround({ x: 701.3, y: 900.8 }, scale, 1281, 719);
    const snapped = snappedView(view);
    const border = imageToScreen(snapped, { x: 99.5, y: 49.5 });
    assert.ok(Math.abs(border.x - Math.round(border.x)) < 1e-9 && Math.abs(border.y - Math.round(border.y)) < 1e-9);
    assert.ok(Math.abs(snapped.left - view.left) * scale <= 0.5 && Math.abs(snapped.top - view.top) * scale <= 0.5);
  });
}

test('the radiograph on screen is cut at the borders of the screen', () => {
  const view = { left: -100.5, top: 49.5, scale: 0.5 };
  assert.deepEqual(imageOnScreen(view, { width: 400, height: 3000 }, 800, 600), { x0: 50, y0: 0, x1: 250, y1: 600 });
});

test('tiles side by side share their border at every scale', () => {
  const view = { left: 3.7, top: -11.1, scale: 0.613 };
  const tile = (x, y) => ({ level: 1, x, y, width: 512, height: 512 });
  const [first, right, below] = [[0, 0], [1, 0], [0, 1]].map(([x, y]) => tileOnScreen(view, tile(x, y), 512, 4000, 4000));
  assert.equal(first.x1, right.x0);
  assert.equal(first.y1, below.y0);
});

test('the tiles in view are those that the screen touches, inside the level', () => {
  const view = { left: 511.5, top: -0.5, scale: 1 };
  assert.deepEqual(tilesInView(view, 0, { width: 2400, height: 3000 }, 512, 512, 720), { x0: 1, y0: 0, x1: 2, y1: 1 });
  const far = { left: -5000, top: 9000, scale: 1 };
  assert.deepEqual(tilesInView(far, 0, { width: 2400, height: 3000 }, 512, 512, 720), { x0: 0, y0: 5, x1: 0, y1: 5 });
});

test('a level has at least one of its pixels for each screen px', () => {
  assert.deepEqual([2, 1, 0.6, 0.5, 0.24, 0.01].map((scale) => levelForScale(scale, 4)), [0, 0, 0, 1, 2, 3]);
});
