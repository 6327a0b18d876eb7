import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeText } from '../../../aariz_mm/review/page/js/dialogs/file_field.js';
import { KEYS } from '../../../aariz_mm/review/page/js/dialogs/help.js';
import { importLines } from '../../../aariz_mm/review/page/js/dialogs/import.js';
import { useWords } from '../../../aariz_mm/review/page/js/i18n.js';

const WORDS = { 'import.done.one': '{count} new', 'import.done.other': '{count} new', 'import.changed.one': '{count} before', 'import.unchanged.other': '{count} same' };

test('an import tells what is new, what was there before and what was the same', () => {
  useWords({ en: WORDS, ko: {} });
  const lines = importLines({ imported: ['a', 'b'], changed: ['a'], unchanged: ['c', 'd'] });
  assert.deepEqual(lines, [['good', '2 new'], ['', '1 before'], ['', '2 same']]);
});

test('an import that brought nothing is no success, unless all was there already', () => {
  useWords({ en: WORDS, ko: {} });
  assert.deepEqual(importLines({ imported: [] }), [['warn', '0 new']]);
  assert.equal(importLines({ imported: [], unchanged: ['a', 'b'] })[0][0], 'good');
});

test('sizes of files are read at a glance', () => {
  assert.deepEqual([sizeText(12), sizeText(2300), sizeText(2_340_000)], ['12 B', '2 kB', '2.3 MB']);
});

test('the help names each key once', () => {
  const keys = Object.values(KEYS).flat().map(([key]) => key);
  assert.equal(new Set(keys).size, keys.length);
  for (const key of ['Tab', 'N', 'Enter', 'V', 'P', 'I', 'W', 'L', 'R', 'M', 'T', 'G', 'C', 'F', '0', '+', '[', ']', 'F6', '?', 'Esc']) assert.ok(keys.includes(key), key);
});
