// node --test: saving by itself, conflicts, a server that is away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSaver, retryDelay, saveBody } from '../../../aariz_mm/review/page/js/saving.js';

/** A saver with a clock that tests turn, and a server that tests answer for. */
function bench() {
  const timers = new Map();
  const calls = [];
  const told = [];
  const kept = new Map();
  let next = 0;
  const saver = createSaver({
    put: (job) => new Promise((resolve, reject) => calls.push({ job, resolve, reject })),
    report: (job, what) => told.push(what.kind),
    keep: (job) => kept.set(job.key, job),
    drop: (job) => kept.delete(job.key),
    later: (act, ms) => { timers.set(next += 1, { act, ms }); return next; },
    cancel: (id) => timers.delete(id),
  });
  const tick = () => { const due = [...timers.values()]; timers.clear(); due.forEach(({ act }) => act()); return due.map(({ ms }) => ms); };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const edit = (annotation, delay = 0, version = 4) =>
    saver.request({ reader: 'R', n: 1, id: 'one', annotation, version, action: `make ${annotation}` }, delay);
  return { saver, calls, told, kept, tick, settled, edit };
}

const refusal = (status, body = null) => Object.assign(new Error('no'), { status, body, passes: status === 0 || status >= 500 });

test('an edit is sent with the version that it stands on and is dropped once it is saved', async () => {
  const { calls, told, kept, tick, settled, edit, saver } = bench();
  edit('a');
  tick();
  assert.deepEqual([calls[0].job.annotation, calls[0].job.version], ['a', 4]);
  assert.equal(kept.size, 1);
  calls[0].resolve({ version: 5, time: 't' });
  await settled();
  assert.deepEqual([told, kept.size, saver.count()], [['saving', 'saved'], 0, 0]);
});

test('edits before the time is up are one request, the latest', () => {
  const { calls, tick, edit } = bench();
  edit('a', 400);
  edit('b', 400);
  assert.deepEqual(tick(), [400]);
  assert.deepEqual(calls.map(({ job }) => job.annotation), ['b']);
});

test('an edit made while another is on its way goes after it, on top of its version', async () => {
  const { calls, tick, settled, edit } = bench();
  edit('a');
  tick();
  edit('b');
  tick();
  assert.equal(calls.length, 1);
  calls[0].resolve({ version: 5, time: 't' });
  await settled();
  tick();
  assert.deepEqual([calls[1].job.annotation, calls[1].job.version], ['b', 5]);
});

test('a server that is away is asked again, later and later, and the edit is kept', async () => {
  const { calls, told, kept, tick, settled, edit } = bench();
  edit('a');
  tick();
  calls[0].reject(refusal(0));
  await settled();
  assert.deepEqual(tick(), [1000]);
  calls[1].reject(refusal(503));
  await settled();
  assert.deepEqual([tick(), kept.size, told.at(-1)], [[2000], 1, 'saving']);
  calls[2].resolve({ version: 5, time: 't' });
  await settled();
  assert.equal(kept.size, 0);
});

test('tries come after 1, 2, 4, 8 and then every 8 seconds', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 50].map(retryDelay), [1000, 2000, 4000, 8000, 8000, 8000]);
});

test('what the server refuses for good is not sent again by itself, and not lost', async () => {
  const { calls, told, kept, tick, settled, edit } = bench();
  edit('a');
  tick();
  calls[0].reject(refusal(400));
  await settled();
  assert.deepEqual([tick(), told.at(-1), kept.size], [[], 'failed', 1]);
  edit('b');
  tick();
  assert.equal(calls[1].job.annotation, 'b');
});

test('nothing is sent while a conflict is open; mine goes on top of the version that is there', async () => {
  const { calls, told, tick, settled, edit, saver } = bench();
  edit('a');
  tick();
  calls[0].reject(refusal(409, { current: { version: 9 } }));
  await settled();
  edit('b');
  saver.flush();
  assert.deepEqual([tick(), calls.length, told.at(-1)], [[], 1, 'conflict']);
  saver.resolve('R', 1, true);
  tick();
  assert.deepEqual([calls[1].job.annotation, calls[1].job.version], ['b', 9]);
});

test('theirs drops mine', async () => {
  const { calls, kept, tick, settled, edit, saver } = bench();
  edit('a');
  tick();
  calls[0].reject(refusal(409, { current: { version: 9 } }));
  await settled();
  saver.resolve('R', 1, false);
  assert.deepEqual([tick(), kept.size, saver.count(), calls.length], [[], 0, 0, 1]);
});

test('after a second conflict the newer version is the base', async () => {
  const { calls, tick, settled, edit, saver } = bench();
  edit('a');
  tick();
  for (const version of [9, 10]) {
    calls.at(-1).reject(refusal(409, { current: { version } }));
    await settled();
    saver.resolve('R', 1, true);
    tick();
  }
  assert.equal(calls.at(-1).job.version, 10);
});

test('cases and readers do not wait for each other', () => {
  const { saver, calls, tick } = bench();
  const job = { id: 'x', annotation: 'a', version: 0, action: '' };
  saver.request({ ...job, reader: 'R', n: 1 });
  saver.request({ ...job, reader: 'R', n: 2 });
  saver.request({ ...job, reader: 'Q', n: 1 });
  tick();
  assert.equal(calls.length, 3);
});

test('leaving a case sends what waits for its time', () => {
  const { saver, calls, edit } = bench();
  edit('a', 400);
  saver.flush();
  assert.equal(calls.length, 1);
});

test('the body is the annotation with the version that it stands on', () => {
  const body = saveBody({ annotation: { status: 'draft', landmarks: {} }, version: 4, action: 'move A', key: 'k' });
  assert.deepEqual(body, { base_version: 4, status: 'draft', landmarks: {}, action: 'move A' });
});
