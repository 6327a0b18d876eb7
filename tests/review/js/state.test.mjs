// node --test: what follows from the state of the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  caseAfter, doubtfulSymbols, expectedErrorMm, initialState, isDoubtful, markKind, measureBody, nextDoubtful, pixelSize,
  shownCases, symbolAfter,
} from '../../../aariz_mm/review/page/js/state.js';

const mark = (more = {}) => ({ x: 1, y: 2, by: 'model', visible: true, confirmed: false, ...more });
const found = (symbol, expected_error_px) => ({ symbol, x: 1, y: 2, expected_error_px });

function stateWith(change = {}) {
  const detail = {
    n: 7, width: 800, height: 1000, pixel_size_mm: 0.1, pixel_size_source: 'file', magnification: 1.1,
    reading: { landmarks: [found('A', 19), found('S', 20), found('N', 30)] },
  };
  const document = { landmarks: { A: mark(), S: mark(), N: mark() }, pixel_size_mm: null, status: 'draft' };
  return { ...initialState(), info: { all_symbols: ['A', 'R', 'S', 'N'] }, n: 7, detail, document, ...change };
}

const withMark = (symbol, value, state = stateWith()) =>
  ({ ...state, document: { ...state.document, landmarks: { ...state.document.landmarks, [symbol]: value } } });

test('2 mm of expected error make a landmark doubtful, 1.9 do not', () => {
  assert.equal(isDoubtful(stateWith(), 'S'), true);
  assert.equal(isDoubtful(stateWith(), 'A'), false);
});

test('without a pixel size 1 % of the height is the bound', () => {
  const state = stateWith();
  const bare = { ...state, detail: { ...state.detail, pixel_size_mm: null, reading: { landmarks: [found('A', 9.9), found('S', 10)] } } };
  assert.deepEqual([isDoubtful(bare, 'A'), isDoubtful(bare, 'S')], [false, true]);
});

test('a landmark that the reader settled is not doubtful any more', () => {
  for (const settled of [{ by: 'reader' }, { confirmed: true }, { visible: false }]) {
    assert.equal(isDoubtful(withMark('N', mark(settled)), 'N'), false);
  }
});

test('the kind of a mark', () => {
  const kind = (value) => markKind(withMark('A', value), 'A');
  assert.deepEqual(
    [kind(mark()), kind(mark({ by: 'reader' })), kind(mark({ confirmed: true })), kind(mark({ visible: false, confirmed: true })), kind(undefined)],
    ['model', 'moved', 'confirmed', 'unseen', 'missing'],
  );
  assert.equal(markKind(stateWith(), 'N'), 'doubtful');
});

test('the reader\'s pixel size goes before that of the file', () => {
  const state = stateWith();
  const said = { ...state, document: { ...state.document, pixel_size_mm: 0.2, pixel_size_source: 'ruler' } };
  assert.deepEqual(pixelSize(said), { mm: 0.2, source: 'ruler' });
  assert.deepEqual(pixelSize(state), { mm: 0.1, source: 'file' });
  assert.equal(expectedErrorMm(said, 'S'), 4);
});

test('doubtful landmarks come in the order of their doubt, and N goes round them', () => {
  const state = stateWith();
  assert.deepEqual(doubtfulSymbols(state), ['N', 'S']);
  assert.deepEqual([nextDoubtful(state), nextDoubtful({ ...state, selected: 'N' }), nextDoubtful({ ...state, selected: 'S' })], ['N', 'S', 'N']);
  assert.equal(nextDoubtful({ ...state, detail: { ...state.detail, reading: null } }), null);
});

test('Tab goes through all landmarks in the official order, missing ones too, and round the end', () => {
  const state = stateWith();
  assert.deepEqual([null, 'A', 'N'].map((selected) => symbolAfter({ ...state, selected }, 1)), ['A', 'R', 'A']);
  assert.deepEqual([null, 'A'].map((selected) => symbolAfter({ ...state, selected }, -1)), ['N', 'N']);
});

const cases = [
  { n: 5, id: 'b/two', status: null, state: 'read' }, { n: 1, id: 'a/ONE', status: 'draft', state: 'read' },
  { n: 2, id: 'c', status: 'finished', state: 'read' }, { n: 3, id: 'd', status: null, state: 'failed' },
];
const shown = (filter) => shownCases({ ...initialState(), cases, filter }).map((row) => row.n);

test('the filter takes part of a name in any case, and a status; the order stays', () => {
  assert.deepEqual(shown({ text: 'one', status: '' }), [1]);
  assert.deepEqual(shown({ text: '', status: 'open' }), [5, 1, 3]);
  assert.deepEqual(shown({ text: '', status: 'finished' }), [2]);
  assert.deepEqual(shown({ text: '', status: 'failed' }), [3]);
  assert.deepEqual(shown({ text: '', status: '' }), [5, 1, 2, 3]);
});

test('the next case is the next of those shown; there is none past the ends', () => {
  const state = { ...initialState(), cases, n: 1 };
  assert.equal(caseAfter(state, 1).n, 2);
  assert.equal(caseAfter(state, -1).n, 5);
  assert.equal(caseAfter({ ...state, n: 3 }, 1), null);
  assert.equal(caseAfter({ ...state, filter: { text: '', status: 'finished' } }, 1).n, 2);
});

test('what is not visible is not measured, and the magnification goes with the file\'s pixel size alone', () => {
  const state = withMark('S', mark({ visible: false }));
  assert.deepEqual(Object.keys(measureBody(state).landmarks), ['A', 'N']);
  assert.equal(measureBody(state).magnification, 1.1);
  const said = { ...state, document: { ...state.document, pixel_size_mm: 0.2 } };
  assert.deepEqual([measureBody(said).magnification, measureBody(said).pixel_size_mm], [null, 0.2]);
});

test('the cases to correct next come in their own order, and only those', () => {
  const state = { ...initialState(), cases, nextCases: [2, 99, 5], filter: { text: '', status: 'next' } };
  assert.deepEqual(shownCases(state).map((row) => row.n), [2, 5]);
  assert.equal(caseAfter({ ...state, n: 2 }, 1).n, 5);
});
