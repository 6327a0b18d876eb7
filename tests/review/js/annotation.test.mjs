// node --test: a reader's annotation as plain data.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  EMPTY, annotationOf, confirmMark, differingSymbols, moveMark, resetMark, sameAnnotation, savedAnnotation, toggleVisible,
  visiblePoints, withModelMarks, withPixelSize,
} from '../../../aariz_mm/review/page/js/annotation.js';

const reading = { landmarks: [{ symbol: 'A', x: 10, y: 20 }, { symbol: 'S', x: 30, y: 40 }] };
const mark = (x, y, more = {}) => ({ x, y, by: 'model', visible: true, confirmed: false, ...more });

test('a case that nobody saved opens with the marks of the model', () => {
  const opened = annotationOf({ reading, annotation: null });
  assert.deepEqual(opened, { ...EMPTY, landmarks: { A: mark(10, 20), S: mark(30, 40) } });
});

test('a case that is not read and not saved opens empty', () => {
  assert.deepEqual(annotationOf({ reading: null, annotation: null }), { ...EMPTY, landmarks: {} });
});

test('saved marks that the reader touched stay, the others follow the reading of now', () => {
  const saved = { status: 'draft', landmarks: { A: mark(1, 2), S: mark(5, 6, { by: 'reader' }) }, version: 3, time: 't' };
  const opened = annotationOf({ reading, annotation: saved });
  assert.deepEqual(opened.landmarks, { A: mark(10, 20), S: mark(5, 6, { by: 'reader' }) });
});

test('confirmed, hidden and imported marks count as touched', () => {
  const saved = { A: mark(1, 2, { confirmed: true }), S: mark(3, 4, { visible: false }), N: mark(5, 6, { by: 'import' }) };
  assert.deepEqual(withModelMarks(saved, reading), saved);
});

test('a finished case stays as it was finished', () => {
  const saved = { A: mark(1, 2) };
  assert.deepEqual(withModelMarks(saved, reading, 'finished'), saved);
});

test('without a reading saved marks of the model stay', () => {
  assert.deepEqual(withModelMarks({ A: mark(1, 2) }, null), { A: mark(1, 2) });
});

test('what else the server says is not part of the annotation', () => {
  const saved = { status: 'draft', landmarks: {}, version: 3, time: 't', reader: 'R', action: 'x', source: 'review' };
  assert.deepEqual(Object.keys(savedAnnotation(saved)).sort(), Object.keys(EMPTY).sort());
});

test('a moved mark is the reader\'s, is seen and keeps its confirmation', () => {
  const before = { ...EMPTY, landmarks: { A: mark(1, 2, { confirmed: true, visible: false }) } };
  assert.deepEqual(moveMark(before, 'A', { x: 3, y: 4 }).landmarks.A, mark(3, 4, { by: 'reader', confirmed: true }));
});

test('an edit leaves the annotation before it alone', () => {
  const before = Object.freeze({ ...EMPTY, landmarks: Object.freeze({ A: Object.freeze(mark(1, 2)) }) });
  moveMark(before, 'A', { x: 9, y: 9 });
  toggleVisible(before, 'A');
  assert.deepEqual(before.landmarks.A, mark(1, 2));
});

test('a mark is confirmed where it stands; one without a place cannot be', () => {
  const before = { ...EMPTY, landmarks: { A: mark(1, 2), S: mark(null, null, { visible: false }) } };
  assert.equal(confirmMark(before, 'A').landmarks.A.confirmed, true);
  assert.equal(confirmMark(before, 'S'), before);
  assert.equal(confirmMark(before, 'N'), before);
});

test('V hides a mark and shows it again; a missing one is hidden without a place', () => {
  const hidden = toggleVisible({ ...EMPTY, landmarks: { A: mark(1, 2) } }, 'A');
  assert.equal(hidden.landmarks.A.visible, false);
  assert.equal(toggleVisible(hidden, 'A').landmarks.A.visible, true);
  const without = toggleVisible(EMPTY, 'R');
  assert.deepEqual(without.landmarks.R, { x: null, y: null, by: 'reader', visible: false, confirmed: false });
  assert.deepEqual(toggleVisible(without, 'R').landmarks, {});
});

test('reset takes the model\'s mark; where the model has none the mark goes', () => {
  const before = { ...EMPTY, landmarks: { A: mark(1, 2, { by: 'reader' }), R: mark(3, 4, { by: 'reader' }) } };
  assert.deepEqual(resetMark(before, 'A', reading).landmarks.A, mark(10, 20));
  assert.deepEqual(Object.keys(resetMark(before, 'R', reading).landmarks), ['A']);
});

test('only marks that are seen are measured', () => {
  const landmarks = { A: mark(1, 2), S: mark(3, 4, { visible: false }) };
  assert.deepEqual(visiblePoints({ ...EMPTY, landmarks }), { A: [1, 2] });
});

test('two annotations differ by place, confirmation and presence', () => {
  const one = { ...EMPTY, landmarks: { A: mark(1, 2), S: mark(3, 4), N: mark(5, 6) } };
  const other = { ...EMPTY, landmarks: { A: mark(1, 2), S: mark(3, 4, { confirmed: true }), Or: mark(7, 8) } };
  assert.deepEqual(differingSymbols(one, other), ['S', 'N', 'Or']);
});

test('annotations are the same by what they say, ruler and pixel size too', () => {
  const one = withPixelSize(EMPTY, 0.1, 'ruler', { from: [0, 0], to: [0, 9], mm: 1 });
  assert.ok(sameAnnotation(one, structuredClone(one)));
  assert.ok(!sameAnnotation(one, { ...one, ruler: { from: [0, 0], to: [0, 8], mm: 1 } }));
  assert.ok(!sameAnnotation(one, EMPTY));
});
