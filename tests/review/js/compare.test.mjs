import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asPoints, differences, readingPoints, summary, unmatched } from '../../../aariz_mm/review/page/js/compare.js';

const mark = (x, y, visible = true) => ({ x, y, visible });

test('marks without a place are not compared', () => {
  const points = asPoints({ A: mark(1, 2), B: mark(null, null, false), N: mark(3, 4, false), S: null });
  assert.deepEqual(points, { A: { x: 1, y: 2 } });
  assert.deepEqual(asPoints(null), {});
});

test('a reading is compared like an annotation', () => {
  assert.deepEqual(readingPoints({ landmarks: [{ symbol: 'A', x: 1, y: 2, score: 0.9 }] }), { A: { x: 1, y: 2 } });
  assert.deepEqual(readingPoints(null), {});
});

test('distances are of landmarks that both have, in the order asked for', () => {
  const rows = differences({ A: mark(0, 0), B: mark(1, 1) }, { B: mark(4, 5), A: mark(0, 2), N: mark(1, 1) }, ['B', 'N', 'A']);
  assert.deepEqual(rows.map(({ symbol, px }) => [symbol, px]), [['B', 5], ['A', 2]]);
});

test('mean, median and largest of an even and an odd number', () => {
  assert.deepEqual(summary([4, 1, 3, 8]), { mean: 4, median: 3.5, largest: 8 });
  assert.deepEqual(summary([3, 1, 2]), { mean: 2, median: 2, largest: 3 });
  assert.equal(summary([]), null);
});

test('what only one has is told', () => {
  const found = unmatched({ A: mark(0, 0), B: mark(0, 0) }, { B: mark(0, 0), N: mark(0, 0) }, ['A', 'B', 'N']);
  assert.deepEqual(found, { onlyFirst: ['A'], onlySecond: ['N'] });
});
