// node --test: what was done, in the reader's language.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { actionText } from '../../../aariz_mm/review/page/js/action_words.js';
import { setLanguage, useWords } from '../../../aariz_mm/review/page/js/i18n.js';

const read = (path) => readFileSync(new URL(`../../../aariz_mm/review/page/${path}`, import.meta.url), 'utf8');
globalThis.document ??= { documentElement: {}, querySelectorAll: () => [] };
const [en, ko] = ['en', 'ko'].map((lang) => JSON.parse(read(`i18n/${lang}.json`)));

function inKorean(act) {
  useWords({ en, ko });
  setLanguage('ko');
  act();
  setLanguage('en');
}

/** Every action that the page writes, as editing.js has them. */
const ACTIONS = ['move A', 'place A', 'confirm A', 'visible A', 'not visible A', 'reset A', 'pixel size', 'stage 3', 'stage none', 'finish',
  'reopen', 'restore 2', 'reload'];

test('no action stays English in Korean, nor its undo and redo', () => {
  inKorean(() => {
    for (const action of ACTIONS.flatMap((one) => [one, `undo ${one}`, `redo ${one}`])) {
      assert.match(actionText(action), /[가-힣]/, action);
      assert.doesNotMatch(actionText(action).replace('CVM', ''), /[a-z]{3}/, action);
    }
  });
});

test('a step that came from elsewhere and a stage taken away have words of their own', () => {
  useWords({ en, ko });
  assert.deepEqual([actionText('reload'), actionText('stage none'), actionText('stage 3')], ['Brought up to date', 'CVM stage taken away', 'CVM stage: 3']);
});

test('a switch of the language leaves the steps in the titles of undo and redo', () => {
  const bar = read('js/top_bar.js');
  for (const name of ['undo', 'redo']) assert.match(bar, new RegExp(`iconButton\\('${name}'.*'data-i18n-title': null`));
});
