// node --test: which tiles are drawn, and how far each may be read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layersOf, readable } from '../../../aariz_mm/review/page/js/layers.js';

const INFO = {
  width: 1000, height: 700, tile: 512, bits: 16, levels: [{ width: 1000, height: 700 }, { width: 500, height: 350 }],
};
const FINE = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([x, y]) => ({
  level: 0, x, y, width: x ? 488 : 512, height: y ? 188 : 512,
}));
const COARSE = { level: 1, x: 0, y: 0, width: 500, height: 350 };
const VIEW = { left: -0.5, top: -0.5, scale: 1 };
const frame = (tiles, view = VIEW) => ({ tiles, view, width: 1000, height: 700, info: INFO });

test('a level that fills the view is one layer and hides the coarser ones', () => {
  const layers = layersOf(frame([COARSE, ...FINE]));
  assert.equal(layers.length, 1);
  assert.deepEqual([layers[0].level, layers[0].tiles.length], [0, 4]);
  assert.deepEqual(readable(layers[0], INFO), { x0: 0, y0: 0, x1: 999, y1: 699 });
});

test('tiles of a level that still loads lie over the coarser level', () => {
  const layers = layersOf(frame([COARSE, FINE[0], FINE[3]]));
  assert.deepEqual(layers.map(({ level }) => level), [1, 0, 0]);
  assert.deepEqual(readable(layers[1], INFO), { x0: 0, y0: 0, x1: 511, y1: 511 });
});

test('a tile out of view is not needed to fill it', () => {
  const layers = layersOf({ ...frame([COARSE, FINE[0]]), width: 300, height: 300 });
  assert.deepEqual(layers.map(({ level, tiles }) => [level, tiles.length]), [[0, 1]]);
});

test('no tiles, no layers', () => {
  assert.deepEqual(layersOf(frame([])), []);
});

test('a level without a coarser one below is drawn as far as it has come', () => {
  assert.deepEqual(layersOf(frame([FINE[1]])).map(({ screen }) => screen), [{ x0: 512, y0: 0, x1: 1000, y1: 512 }]);
});
