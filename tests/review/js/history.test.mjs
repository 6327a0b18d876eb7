// node --test: undo and redo.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistory, endMerge, nextSteps, record, redo, undo } from '../../../aariz_mm/review/page/js/history.js';

const steps = (count, history = createHistory(0)) =>
  Array.from({ length: count }, (_, at) => at + 1).reduce((now, value) => record(now, value, `step ${value}`), history);

test('undo takes back the last step and redo does it again', () => {
  const back = undo(steps(3));
  assert.equal(back.present, 2);
  assert.equal(redo(back).present, 3);
});

test('a thousand steps can all be taken back and done again', () => {
  let history = steps(1000);
  for (let at = 0; at < 1000; at += 1) history = undo(history);
  assert.equal(history.present, 0);
  for (let at = 0; at < 1000; at += 1) history = redo(history);
  assert.equal(history.present, 1000);
});

test('undo at the beginning and redo at the end change nothing', () => {
  const history = createHistory('a');
  assert.equal(undo(history), history);
  assert.equal(redo(history), history);
});

test('a new step after undo drops what was taken back', () => {
  const history = record(undo(steps(2)), 'other', 'other');
  assert.equal(redo(history), history);
  assert.equal(undo(history).present, 1);
});

test('steps with one key are one step, until the merge is ended', () => {
  const nudge = (history, value) => record(history, value, 'move A', 'nudge A');
  const nudged = nudge(nudge(createHistory(0), 1), 2);
  assert.equal(nudged.past.length, 1);
  assert.equal(undo(nudged).present, 0);
  assert.equal(nudge(endMerge(nudged), 3).past.length, 2);
});

test('steps of another key are their own', () => {
  const history = record(record(createHistory(0), 1, 'move A', 'nudge A'), 2, 'move S', 'nudge S');
  assert.equal(history.past.length, 2);
});

test('a nudge after undo does not merge with the one before', () => {
  const history = record(undo(record(createHistory(0), 1, 'move A', 'nudge A')), 5, 'move A', 'nudge A');
  assert.equal(undo(history).present, 0);
});

test('the next undo and redo are told', () => {
  const history = undo(steps(2));
  assert.deepEqual(nextSteps(history), { undo: 'step 1', redo: 'step 2' });
  assert.deepEqual(nextSteps(createHistory(0)), { undo: null, redo: null });
});

test('steps leave the history before them alone', () => {
  const before = steps(2);
  const copy = structuredClone(before);
  undo(record(before, 9, 'x'));
  assert.deepEqual(before, copy);
});
