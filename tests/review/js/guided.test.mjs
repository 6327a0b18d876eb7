import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GUIDED_ORDER, MEAN_MM, expectedPlace, fitSimilarity, guidedAfter, isDone, progressOf, shownShare } from '../../../aariz_mm/review/page/js/guided.js';

const SIZE = { width: 1000, height: 1200, reading: null };
const byReader = (x, y) => ({ x, y, by: 'reader', visible: true, confirmed: false });

test('the order has each of the 29 landmarks once, and each has a mean place', () => {
  assert.equal(new Set(GUIDED_ORDER).size, 29);
  assert.deepEqual([...GUIDED_ORDER].sort(), Object.keys(MEAN_MM).sort());
});

test('a mark of the model is not done until it is confirmed, moved or not visible', () => {
  const model = { x: 1, y: 1, by: 'model', visible: true, confirmed: false };
  assert.equal(isDone(undefined), false);
  assert.equal(isDone(model), false);
  assert.equal(isDone({ ...model, confirmed: true }), true);
  assert.equal(isDone({ ...model, by: 'reader' }), true);
  assert.equal(isDone({ x: null, y: null, by: 'model', visible: false }), true);
});

test('progress resumes at the first landmark that is open', () => {
  assert.deepEqual(progressOf({}), { done: 0, all: 29, next: 'S' });
  assert.deepEqual(progressOf({ S: byReader(1, 1), Or: byReader(2, 2) }), { done: 2, all: 29, next: 'N' });
  const all = Object.fromEntries(GUIDED_ORDER.map((symbol) => [symbol, byReader(1, 1)]));
  assert.equal(progressOf(all).next, null);
});

test('next goes round the end and passes over what is done', () => {
  assert.equal(guidedAfter('S', 1), 'N');
  assert.equal(guidedAfter('S', -1), 'Pog`');
  assert.equal(guidedAfter('Pog`', 1), 'S');
  assert.equal(guidedAfter(null, 1), 'S');
  assert.equal(guidedAfter(null, -1), 'Pog`');
  assert.equal(guidedAfter('S', 1, (symbol) => symbol === 'Me'), 'Me');
  assert.equal(guidedAfter('S', 1, () => false), null);
});

test('a landmark is looked for where it stands, then where the model has it', () => {
  const reading = { landmarks: [{ symbol: 'A', x: 5, y: 6 }] };
  assert.deepEqual(expectedPlace('A', { ...SIZE, landmarks: { A: byReader(1, 2) }, reading }), { x: 1, y: 2 });
  assert.deepEqual(expectedPlace('A', { ...SIZE, landmarks: {}, reading }), { x: 5, y: 6 });
});

test('without any landmark the mean place lies within the picture', () => {
  for (const symbol of GUIDED_ORDER) {
    const { x, y } = expectedPlace(symbol, { ...SIZE, landmarks: {} });
    assert.ok(x > 0 && x < 1000 && y > 0 && y < 1200, symbol);
  }
});

test('two landmarks lay the mean face on a turned and smaller head', () => {
  const [nx, ny] = MEAN_MM.N; // a quarter turn and half the size, S at 400, 300
  const landmarks = { S: byReader(400, 300), N: byReader(400 - ny / 2, 300 + nx / 2) };
  const { x, y } = expectedPlace('Me', { ...SIZE, landmarks });
  assert.ok(Math.abs(x - (400 - 104.5 / 2)) < 1e-9 && Math.abs(y - (300 + 69.5 / 2)) < 1e-9);
});

test('a similarity is fitted exactly, and a mark that is not visible counts for nothing', () => {
  const { a, b, tx, ty } = fitSimilarity([[[0, 0], [10, 20]], [[1, 0], [10, 22]]]);
  assert.deepEqual([a, b, tx, ty].map((one) => Number(one.toFixed(9))), [0, 2, 10, 20]);
  const hidden = { S: byReader(400, 300), N: { x: null, y: null, visible: false } };
  assert.deepEqual(expectedPlace('Me', { ...SIZE, landmarks: hidden }), { x: 400 + 69.5 * 5, y: 300 + 104.5 * 5 });
});

test('the view is wide until three landmarks or a reading tell where the face lies', () => {
  const three = { S: byReader(1, 1), N: byReader(2, 1), Or: byReader(2, 2) };
  assert.equal(shownShare('A', { landmarks: {}, reading: null }), 0.65);
  assert.equal(shownShare('A', { landmarks: three, reading: null }), 0.3);
  assert.equal(shownShare('A', { landmarks: {}, reading: { landmarks: [{ symbol: 'A', x: 1, y: 1 }] } }), 0.3);
});
