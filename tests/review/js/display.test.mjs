// node --test: window, gamma, inversion and sharpening of the viewer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blurWeights, brightness, defaultWindow, draggedWindow, levelAndWidth, lookupTable, orderedWindow, reachableWindow,
  windowOf,
} from '../../../aariz_mm/review/page/js/display.js';

const near = (value, expected, allowed = 1e-9) => assert.ok(Math.abs(value - expected) <= allowed, `${value}, expected ${expected}`);

test('the window maps its ends to black and white and its middle to half', () => {
  const display = { low: 1000, high: 3000 };
  assert.deepEqual([500, 1000, 2000, 3000, 9000].map((value) => brightness(value, display)), [0, 0, 0.5, 1, 1]);
});

test('inversion turns black and white', () => {
  assert.deepEqual([0, 50, 100].map((value) => brightness(value, { low: 0, high: 100, invert: true })), [1, 0.5, 0]);
});

test('gamma above 1 brightens the middle and leaves the ends', () => {
  const display = { low: 0, high: 100, gamma: 2 };
  near(brightness(25, display), 0.5);
  assert.deepEqual([0, 100].map((value) => brightness(value, display)), [0, 1]);
});

for (const [name, display] of Object.entries({
  'a window inside the greys': { low: 300.5, high: 3000.25 },
  'a window beyond both ends': { low: -400, high: 90000 },
  'gamma and inversion': { low: 100, high: 60000, gamma: 1.7, invert: true },
  'one grey value': { low: 99.5, high: 100.5 },
})) {
  test(`the table holds the brightness of every grey value: ${name}`, () => {
    const table = lookupTable(16, display);
    assert.equal(table.length, 65536);
    for (let value = 0; value < 65536; value += 1) assert.equal(table[value], Math.round(255 * brightness(value, display)));
  });
}

test('a table with a margin knows values beyond both ends of the grey scale', () => {
  const display = { low: -100, high: 300 };
  const table = lookupTable(8, display, 128);
  assert.equal(table.length, 512);
  for (const value of [-128, -50, 0, 255, 280, 383]) assert.equal(table[value + 128], Math.round(255 * brightness(value, display)));
});

test('a table of 8 bits over the whole range changes nothing', () => {
  assert.deepEqual([...lookupTable(8, { low: 0, high: 255 })], Array.from({ length: 256 }, (_, value) => value));
});

test('a window is put in order and is at least one grey value wide', () => {
  assert.deepEqual(orderedWindow(200, 100), { low: 100, high: 200 });
  assert.deepEqual(orderedWindow(7, 7), { low: 6.5, high: 7.5 });
  assert.deepEqual(defaultWindow({ low: 12, high: 12, bits: 8 }), { low: 11.5, high: 12.5 });
});

test('level and width are another name of low and high', () => {
  const window = { low: 227, high: 3675 };
  assert.deepEqual(windowOf(levelAndWidth(window)), window);
});

test('a drag to the right widens the window about its level', () => {
  assert.deepEqual(draggedWindow({ low: 100, high: 300 }, 250, 0, 200), { low: 50, high: 350 });
});

test('a drag upwards brightens: the level sinks, the width stays', () => {
  const dragged = draggedWindow({ low: 100, high: 300 }, 0, -50, 1000);
  assert.deepEqual(dragged, { low: 0, high: 200 });
  assert.ok(brightness(150, dragged) > brightness(150, { low: 100, high: 300 }));
});

test('a drag means the same share of the data in 8 and 16 bits', () => {
  const shallow = draggedWindow({ low: 0, high: 255 }, 40, 25, 255);
  const deep = draggedWindow({ low: 0, high: 65535 }, 40, 25, 65535);
  near(shallow.low / 255, deep.low / 65535);
  near(shallow.high / 255, deep.high / 65535);
});

test('a drag far to the left ends at one grey value, never turned round', () => {
  const { low, high } = draggedWindow({ low: 100, high: 300 }, -9999, 0, 200);
  assert.deepEqual([low, high], [199.5, 200.5]);
});

test('a window cannot be dragged off the grey scale', () => {
  assert.deepEqual(reachableWindow({ low: 300, high: 500 }, 8), { low: 155, high: 355 });
  assert.deepEqual(reachableWindow({ low: -9000, high: 9000 }, 8), { low: -255, high: 255 });
});

test('the blur weights sum to one and move from pixel to pixel without a step', () => {
  for (const f of [0, 0.3, 1]) near(blurWeights(f).reduce((sum, weight) => sum + weight), 1);
  assert.deepEqual(blurWeights(0), [0.25, 0.5, 0.25, 0]);
  assert.deepEqual(blurWeights(1), [0, 0.25, 0.5, 0.25]);
});
