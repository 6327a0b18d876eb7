import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { actionText } from '../../../aariz_mm/review/page/js/action_words.js';
import { useWords } from '../../../aariz_mm/review/page/js/i18n.js';
import { gainText } from '../../../aariz_mm/review/page/js/panels/profile.js';
import { linesOf, savedEnds } from '../../../aariz_mm/review/page/js/panels/ruler_tool.js';

const en = JSON.parse(readFileSync(new URL('../../../aariz_mm/review/page/i18n/en.json', import.meta.url), 'utf8'));
useWords({ en, ko: {} });

test('a saved ruler comes back as its two ends, and what is none does not', () => {
  assert.deepEqual(savedEnds({ from: [1, 2], to: [3, 4], mm: 10 }), { ends: [{ x: 1, y: 2 }, { x: 3, y: 4 }], mm: 10 });
  for (const none of [null, undefined, {}, { from: [1, 2] }]) assert.equal(savedEnds(none), null);
});

test('a pixel size six per cent off is warned of, with the way that it is off', () => {
  const [size, file] = linesOf(0.106, 0.1, {});
  assert.deepEqual([size[1], file[0]], ['Pixel size: 0.1060 mm', 'note warn']);
  assert.match(file[1], /^6\.0 % larger/);
  assert.match(linesOf(0.09, 0.1, {})[1][1], /^10\.0 % smaller/);
});

test('a pixel size that agrees is told without a warning, and S-N with it', () => {
  const landmarks = { S: { x: 0, y: 0 }, N: { x: 700, y: 0 } };
  assert.deepEqual(linesOf(0.1, 0.1, landmarks).map(([kind]) => kind), ['', 'small quiet', 'small quiet']);
  assert.match(linesOf(0.1, null, landmarks)[1][1], /70\.0 mm/);
  assert.equal(linesOf(0.2, null, landmarks)[1][0], 'note warn');
});

test('without a size the reader is told why', () => {
  assert.equal(linesOf(null, 0.1, {})[0][0], 'note bad');
});

test('a gain is told with its interval where there is one, and not at all where nothing is known', () => {
  const gain = { before_mm: 1.2, after_mm: 0.9, gain_mm: 0.3, low_mm: 0.1, high_mm: 0.5 };
  assert.match(gainText(gain), /1\.20 mm without, 0\.90 mm with it \(gain 0\.10 to 0\.50 mm/);
  assert.doesNotMatch(gainText({ ...gain, low_mm: null }), /gain/);
  assert.equal(gainText({ before_mm: null, after_mm: null }), '');
  assert.equal(gainText(null), '');
});

test('what was saved is told in words; an unknown action stays as it is', () => {
  assert.deepEqual(['move A', 'not visible Po', 'pixel size', 'stage 4', 'something else', '', undefined].map(actionText),
    ['A moved', 'Po not visible', 'Pixel size set', 'CVM stage: 4', 'something else', 'Saved', 'Saved']);
});

test('what was undone is told in words as well', () => {
  assert.equal(actionText('undo not visible Po'), 'Undone: Po not visible');
  assert.equal(actionText('redo move N`'), 'Done again: N` moved');
  assert.equal(actionText('undo: move A'), 'Undone: A moved');
});
