import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSize, nudged, pixelSizeOf } from '../../../aariz_mm/review/page/js/ruler.js';

test('ten millimetres over fifty pixels are 0.2 mm', () => {
  assert.equal(pixelSizeOf({ x: 10, y: 20 }, { x: 40, y: 60 }, 10), 0.2);
});

test('points in one place and lengths that are none give no pixel size', () => {
  const [from, to] = [{ x: 1, y: 1 }, { x: 1, y: 1.5 }];
  assert.equal(pixelSizeOf(from, to, 10), null);
  for (const mm of [0, -1, NaN, Infinity]) assert.equal(pixelSizeOf({ x: 0, y: 0 }, { x: 9, y: 0 }, mm), null);
});

test('a warning comes above five per cent, not at it', () => {
  assert.equal(judgeSize(0.1049, 0.1, {}).differs, false);
  assert.equal(judgeSize(0.106, 0.1, {}).differs, true);
  assert.equal(judgeSize(0.094, 0.1, {}).differs, true);
  assert.equal(judgeSize(0.2, null, {}).share, null);
});

test('S-N tells whether the size can be', () => {
  const landmarks = { S: { x: 0, y: 0 }, N: { x: 300, y: 400 } };
  const { snMm, snOdd } = judgeSize(0.14, null, landmarks);
  assert.deepEqual([snMm.toFixed(3), snOdd], ['70.000', false]);
  assert.equal(judgeSize(0.3, null, landmarks).snOdd, true);
  assert.equal(judgeSize(0.1, null, landmarks).snOdd, true);
});

test('S-N is not told of a landmark that is missing or not visible', () => {
  assert.equal(judgeSize(0.1, null, { S: { x: 0, y: 0 } }).snMm, null);
  assert.equal(judgeSize(0.1, null, { S: { x: 0, y: 0 }, N: { x: null, y: null, visible: false } }).snMm, null);
});

test('arrows move an end by one, a tenth or ten pixels, other keys by none', () => {
  const key = (name, more = {}) => ({ key: name, shiftKey: false, ctrlKey: false, ...more });
  assert.deepEqual(nudged({ x: 5, y: 5 }, key('ArrowLeft')), { x: 4, y: 5 });
  assert.deepEqual(nudged({ x: 5, y: 5 }, key('ArrowDown', { shiftKey: true })), { x: 5, y: 5.1 });
  assert.deepEqual(nudged({ x: 5, y: 5 }, key('ArrowRight', { ctrlKey: true })), { x: 15, y: 5 });
  assert.equal(nudged({ x: 5, y: 5 }, key('a')), null);
});
