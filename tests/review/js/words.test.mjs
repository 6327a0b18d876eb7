import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fill, knownAs, pickLanguage, said, t, tn, useWords } from '../../../aariz_mm/review/page/js/i18n.js';

const page = new URL('../../../aariz_mm/review/page/', import.meta.url);
const read = (path) => readFileSync(new URL(path, page), 'utf8');
const en = JSON.parse(read('i18n/en.json'));
const ko = JSON.parse(read('i18n/ko.json'));
const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

function scripts(folder = 'js/') {
  return readdirSync(new URL(folder, page), { withFileTypes: true }).flatMap((one) => (
    one.isDirectory() ? scripts(`${folder}${one.name}/`) : one.name.endsWith('.js') ? [`${folder}${one.name}`] : []
  ));
}

const source = scripts().filter((path) => path !== 'js/i18n.js').map(read).join('\n') + read('index.html');
const literal = (pattern) => [...source.matchAll(pattern)].map(([, key]) => key);

test('both languages have the same keys', () => {
  assert.deepEqual(Object.keys(en).filter((key) => !(key in ko)), []);
  assert.deepEqual(Object.keys(ko).filter((key) => !(key in en)), []);
});

test('both languages have the same placeholders', () => {
  assert.deepEqual(Object.keys(en).filter((key) => placeholders(en[key]).join() !== placeholders(ko[key]).join()), []);
});

test('a text is empty in both languages or in none, and Korean is not English by mistake', () => {
  assert.deepEqual(Object.keys(en).filter((key) => !en[key].trim() !== !ko[key].trim()), []);
  const words = (text) => text.replace(/\{\w+\}/g, '');
  const latin = Object.keys(ko).filter((key) => ko[key] === en[key] && /[a-z]{4}/.test(words(ko[key])) && !key.startsWith('format.'));
  assert.deepEqual(latin, []);
});

test('every key that the code names is there', () => {
  const named = literal(/\bt\(\s*'([\w.-]+)'/g).concat(literal(/(?:title|instruction|data-i18n(?:-\w+)?)'?[:=]\s*['"]([a-z]+\.[\w.]+)['"]/g));
  const counted = literal(/\btn\(\s*'([\w.-]+)'/g).flatMap((key) => [`${key}.one`, `${key}.other`]);
  assert.ok(named.length > 100 && counted.length > 4);
  assert.deepEqual([...new Set([...named, ...counted])].filter((key) => !(key in en)), []);
});

test('every text that looks like a key is one', () => {
  const parts = new Set(Object.keys(en).map((key) => key.split('.')[0]).filter((part) => part !== 'said' && part !== 'measure'));
  const alike = literal(/'([a-z]+\.[a-z]\w*(?:\.\w+)?)'/g).filter((text) => parts.has(text.split('.')[0]));
  const known = (key) => key in en || `${key}.one` in en || Object.keys(en).some((one) => key.endsWith('_') && one.startsWith(key));
  assert.deepEqual([...new Set(alike)].filter((key) => !known(key)), []);
});

test('every key made of a part and a name has words for some name', () => {
  const stems = [...source.matchAll(/\bt\(\s*`([\w.]+[._])\$\{/g)].map(([, stem]) => stem);
  assert.ok(stems.length > 8);
  assert.deepEqual([...new Set(stems)].filter((stem) => !Object.keys(en).some((key) => key.startsWith(stem))), []);
});

test('no key is left over', () => {
  const stems = [...source.matchAll(/`([\w.]+[._])\$\{/g)].map(([, stem]) => stem);
  const used = (key) => source.includes(`'${key}'`) || source.includes(`"${key}"`) || source.includes(`'${key.replace(/\.(one|other)$/, '')}'`)
    || stems.some((stem) => key.startsWith(stem)) || /^(said|measure|misfit|layer)\./.test(key);
  assert.deepEqual(Object.keys(en).filter((key) => !used(key)), []);
});

test('placeholders without a value stay, and text of a value is taken as it is', () => {
  assert.equal(fill('{a} and {b}', { a: '{b}' }), '{b} and {b}');
  assert.equal(fill('{count} mm', { count: 0 }), '0 mm');
});

test('a key without words shows itself and unknown sentences stay English', () => {
  useWords({ en: { 'a.b': 'words' }, ko: {} });
  assert.equal(t('a.c'), 'a.c');
  assert.equal(t('a.b'), 'words');
  assert.equal(said('said', 'never heard'), 'never heard');
});

test('an English name finds the words of its key', () => {
  useWords({ en: { 'measure.gonial': 'Gonial angle' }, ko: {} });
  assert.equal(knownAs('measure', 'Gonial angle'), 'Gonial angle');
  assert.equal(knownAs('measure', 'Another angle'), undefined);
  assert.equal(knownAs('said', 'Gonial angle'), undefined);
});

test('one and other are told apart', () => {
  useWords({ en: { 'x.one': '{count} thing', 'x.other': '{count} things' }, ko: {} });
  assert.deepEqual([tn('x', 0), tn('x', 1), tn('x', 2)], ['0 things', '1 thing', '2 things']);
});

test('the language chosen before goes before the browser\'s, and others fall back to English', () => {
  assert.equal(pickLanguage('ko', ['en-US']), 'ko');
  assert.equal(pickLanguage(null, ['fr', 'ko-KR', 'en']), 'ko');
  assert.equal(pickLanguage('xx', ['de']), 'en');
});
