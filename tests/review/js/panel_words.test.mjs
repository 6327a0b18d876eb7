import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { guessFormat, sortFiles } from '../../../aariz_mm/review/page/js/dialogs/dropping.js';
import { useWords } from '../../../aariz_mm/review/page/js/i18n.js';
import { placeOnBar } from '../../../aariz_mm/review/page/js/panels/deviation_bar.js';
import { orderSymbols } from '../../../aariz_mm/review/page/js/panels/landmarks.js';
import { apart, lengthText, rounded, signed, withUnit } from '../../../aariz_mm/review/page/js/panels/numbers.js';
import { stageProbabilities } from '../../../aariz_mm/review/page/js/panels/stage.js';
import { noteText, shortTitle } from '../../../aariz_mm/review/page/js/panels/analyses.js';
import { normText, reasonText, shortVerdict, splitVerdict, wholeVerdict } from '../../../aariz_mm/review/page/js/panels/verdicts.js';
import { drawn, layersOfTracing } from '../../../aariz_mm/review/page/js/tracing_layers.js';

test('numbers have a true minus, a unit, and a dash where there is none', () => {
  assert.deepEqual([withUnit(-1.25, 'deg', 2), withUnit(70, 'mm'), withUnit(null, 'mm')], ['−1.25°', '70.0 mm', '–']);
  assert.deepEqual([signed(0.04), signed(-0.04), signed(0.3), signed(-2)], ['', '', '+0.3', '−2.0']);
  assert.equal(rounded(-0.01), '0.0');
});

test('a length without a pixel size is told in pixels', () => {
  assert.deepEqual([lengthText(12.34, null), lengthText(12.34, 0.5), lengthText(NaN, 0.5)], ['12.3 px', '6.2 mm', '–']);
});

test('two marks are apart only where both have a place', () => {
  assert.equal(apart({ x: 0, y: 0 }, { x: 3, y: 4 }), 5);
  assert.equal(apart({ x: 0, y: 0 }, { x: null, y: null, visible: false }), null);
  assert.equal(apart(null, { x: 3, y: 4 }), null);
});

test('a verdict falls into where it lies, by which norm, and what it means', () => {
  const found = splitVerdict('above 82.0 ± 3.9 (Riedel 1952): maxilla in front');
  assert.deepEqual(found, { place: 'above', norm: '82.0 ± 3.9 (Riedel 1952)', meaning: 'maxilla in front' });
  assert.deepEqual(splitVerdict('within 82.0 ± 3.9 (Riedel 1952)').meaning, '');
  assert.deepEqual(splitVerdict('no norm for 8 years'), { place: '', norm: '', meaning: 'no norm for 8 years' });
});

test('a norm with a colon in it leaves the meaning whole', () => {
  const found = splitVerdict('below female, 12 years: 85.8 ± 3.9 (Bishara 1985): chin behind');
  assert.equal(found.meaning, 'chin behind');
});

test('a remark in brackets is no meaning', () => {
  const remark = 'within customary 70 to 85 (Jarabak 1972; lengths compared as they are: magnification of the norm not stated)';
  assert.deepEqual([splitVerdict(remark).place, splitVerdict(remark).meaning], ['within', '']);
  assert.equal(splitVerdict(`${remark.replace('within', 'above')}: long behind`).meaning, 'long behind');
});

test('a norm stands without its source, a range in the way of the language', () => {
  useWords({ en: { 'norm.range': '{low}–{high}', 'norm.customary': 'usual' }, ko: {} });
  const norms = ['82.0 ± 3.9 (Riedel 1952)', '2.0, customary 0 to 4 (Steiner 1953)', 'customary -2 to 3 (Thayer 1990)', ''];
  assert.deepEqual(norms.map(normText), ['82.0 ± 3.9', '2.0, usual 0–4', 'usual −2–3', '']);
  useWords({ en: {}, ko: {} });
});

test('a verdict within the norm says so in Korean', () => {
  const ko = JSON.parse(readFileSync(new URL('../../../aariz_mm/review/page/i18n/ko.json', import.meta.url), 'utf8'));
  useWords({ en: ko, ko });
  assert.equal(shortVerdict('within 82.0 ± 3.9 (Riedel 1952)'), '정상 범위');
  useWords({ en: {}, ko: {} });
});

test('the bar has its norm in the middle and stops at its ends', () => {
  assert.deepEqual([placeOnBar(0), placeOnBar(4), placeOnBar(9), placeOnBar(-9)], [40, 80, 80, 0]);
});

test('by doubt the largest come first and those without one last, in official order', () => {
  const doubt = (symbol) => ({ A: 1, N: 3 })[symbol] ?? null;
  assert.deepEqual(orderSymbols(['A', 'B', 'N', 'S'], 'doubt', doubt), ['N', 'A', 'B', 'S']);
  assert.deepEqual(orderSymbols(['A', 'B'], 'official', doubt), ['A', 'B']);
});

test('stage probabilities are six numbers or none', () => {
  const named = Object.fromEntries([1, 2, 3, 4, 5, 6].map((stage) => [`CVM-S${stage}`, stage / 21]));
  assert.equal(stageProbabilities({ probabilities: named }).length, 6);
  assert.equal(stageProbabilities({ probabilities: { 'CVM-S1': 1 } }), null);
  assert.equal(stageProbabilities(null), null);
});

test('dropped tables and JSON are annotations, all else may be a radiograph', () => {
  const named = ['a.JSON', 'b.dcm', 'IM0001', 'c.csv', 'd.PNG', '.csv'].map((name) => ({ name }));
  const { pictures, annotations } = sortFiles(named);
  assert.deepEqual(pictures.map((one) => one.name), ['b.dcm', 'IM0001', 'd.PNG', '.csv']);
  assert.deepEqual(annotations.map((one) => one.name), ['a.JSON', 'c.csv']);
});

test('the format is guessed from the endings', () => {
  const guess = (...names) => guessFormat(names.map((name) => ({ name })));
  assert.deepEqual([guess('a.json', 'b.json'), guess('instances.json'), guess('a.xml'), guess('x.csv')], ['labelme', 'coco', 'cvat', 'csv']);
});

test('layers that the page draws as marks are left to it', () => {
  const layers = ['mandible', 'ellipses', 'landmarks', 'labels', 'scale_bar'].map((key) => ({ key, shapes: [] }));
  assert.deepEqual(layersOfTracing({ layers }).map((one) => one.key), ['mandible', 'scale_bar']);
  assert.deepEqual(layersOfTracing(null), []);
});

test('a path and an arc are drawn alike, each by its kind', () => {
  const shapes = [{ type: 'path', kind: 'outline', d: 'M0 0' }, { type: 'arc', kind: 'arc', d: 'M1 1A2 2 0 0 1 3 3', cx: 1 }];
  assert.deepEqual(shapes.map((one) => drawn(one).attributes.class), ['trace-line outline', 'trace-line arc']);
  assert.equal(drawn(shapes[1]).attributes.d, 'M1 1A2 2 0 0 1 3 3');
});

test('text of a tracing stays text', () => {
  const { tag, text } = drawn({ type: 'text', kind: 'angle', x: 1, y: 2, text: '<b>82°</b>' });
  assert.deepEqual([tag, text], ['text', '<b>82°</b>']);
});

test('a reason of the command line becomes one for the page', () => {
  useWords({ en: { 'why.pixel_size': 'calibrate', 'why.landmarks': 'missing: {symbols}', 'why.no_range': 'no range' }, ko: {} });
  const reasons = ['no pixel size: give it (--pixel-size)', 'no UMT, Pog`', 'no norm with a range known; 4.0 (Steiner 1953)', 'new words'];
  assert.deepEqual(reasons.map(reasonText), ['calibrate', 'missing: UMT, Pog`', 'no range', 'new words']);
  useWords({ en: {}, ko: {} });
});

test('a whole verdict without a place says the reason in words, and keeps the norms', () => {
  useWords({ en: { 'why.unknown': 'sex unknown' }, ko: {} });
  const told = 'no norm for an unknown sex; 88.2 ± 4.2 (Björk 1947; male); 85.8 ± 3.9 (Björk 1947; female)';
  assert.equal(wholeVerdict(told), 'sex unknown; 88.2 ± 4.2 (Björk 1947; male); 85.8 ± 3.9 (Björk 1947; female)');
  useWords({ en: {}, ko: {} });
});

test('notes of an analysis are joined without empty cells', () => {
  assert.equal(noteText(['*', '–', '', '', '', 'measured otherwise']), '* measured otherwise');
  assert.equal(noteText(['S-E', '–', '', '', '', 'not from these']), 'S-E: not from these');
});

test('titles of analyses are short on their buttons', () => {
  const titles = ['Steiner analysis', 'Jarabak analysis (Björk and Jarabak)', 'Holdaway soft-tissue analysis', 'Legan-Burstone 연조직 분석법'];
  assert.deepEqual(titles.map(shortTitle), ['Steiner', 'Jarabak', 'Holdaway (soft)', 'Legan-Burstone(연조직)']);
});
