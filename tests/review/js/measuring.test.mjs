// node --test: measurements that follow the hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMeasurer } from '../../../aariz_mm/review/page/js/measuring.js';

function bench() {
  const calls = [];
  const taken = [];
  const failed = [];
  const measurer = createMeasurer({
    ask: (body) => new Promise((resolve, reject) => calls.push({ body, resolve, reject })),
    take: (answer, note) => taken.push([answer, note]),
    fail: (error) => failed.push(error.message),
  });
  return { measurer, calls, taken, failed, settled: () => new Promise((resolve) => setImmediate(resolve)) };
}

test('one question is on its way at a time, and of those that wait the latest is asked', async () => {
  const { measurer, calls, settled } = bench();
  [1, 2, 3, 4].forEach((body) => measurer.request(body));
  assert.deepEqual(calls.map(({ body }) => body), [1]);
  calls[0].resolve('one');
  await settled();
  assert.deepEqual(calls.map(({ body }) => body), [1, 4]);
});

test('an answer comes with the note of its own question', async () => {
  const { measurer, calls, taken, settled } = bench();
  measurer.request(1, 'first');
  measurer.request(2, 'second');
  calls[0].resolve('a');
  await settled();
  calls[1].resolve('b');
  await settled();
  assert.deepEqual(taken, [['a', 'first'], ['b', 'second']]);
});

test('a question that fails does not stop the next one', async () => {
  const { measurer, calls, taken, failed, settled } = bench();
  measurer.request(1);
  measurer.request(2);
  calls[0].reject(new Error('away'));
  await settled();
  calls[1].resolve('b');
  await settled();
  assert.deepEqual([failed, taken], [['away'], [['b', null]]]);
});

test('answers of the case before are forgotten', async () => {
  const { measurer, calls, taken, settled } = bench();
  measurer.request(1);
  measurer.request(2);
  measurer.forget();
  measurer.request(3);
  calls[0].resolve('old');
  await settled();
  assert.deepEqual([taken, calls.map(({ body }) => body)], [[], [1, 3]]);
});
