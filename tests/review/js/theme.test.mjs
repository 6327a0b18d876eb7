import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../../aariz_mm/review/page/css/theme.css', import.meta.url), 'utf8');

/** Custom properties of the first block after a selector. */
function tokens(selector) {
  const start = css.indexOf(`${selector} {`);
  assert.notEqual(start, -1, selector);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
}

const dark = tokens(':root');
const light = { ...dark, ...tokens(':root[data-theme="light"]') };
const themes = { dark, light };

/** Relative luminance by WCAG 2.2. */
function luminance(hex) {
  const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(first, second) {
  const [low, high] = [luminance(first), luminance(second)].sort((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['--bg', '--panel', '--raised', '--hover', '--selected'];
const TEXTS = ['--ink', '--quiet', '--accent', '--good', '--warn', '--bad'];
const GRAPHICS = ['--edge', '--focus', '--bar', '--bar-off'];

test('contrast is that of WCAG by hand', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(1), '21.0');
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

for (const [name, theme] of Object.entries(themes)) {
  for (const ground of GROUNDS) {
    test(`text can be read on ${ground} in the ${name} theme`, () => {
      const low = TEXTS.filter((text) => contrast(theme[text], theme[ground]) < 4.5);
      assert.deepEqual(low.map((text) => [text, contrast(theme[text], theme[ground]).toFixed(2)]), []);
    });
  }

  test(`borders, bars and the focus ring are seen in the ${name} theme`, () => {
    const pairs = GRAPHICS.flatMap((one) => ['--bg', '--panel', '--raised'].map((ground) => [one, ground]));
    const low = pairs.filter(([one, ground]) => contrast(theme[one], theme[ground]) < 3);
    assert.deepEqual(low, []);
  });

  test(`words on the main button are read in the ${name} theme`, () => {
    assert.ok(contrast(theme['--on-accent'], theme['--accent']) >= 4.5);
  });
}

test('marks and tracing stand out from black and, by their halo, from a white picture', () => {
  const marks = Object.keys(dark).filter((name) => /^--(mark|layer)-/.test(name));
  assert.ok(marks.length >= 12);
  const greyUnderHalo = '#404040'; // white under the halo of 75 %
  assert.deepEqual(marks.filter((name) => contrast(dark[name], dark['--stage']) < 4.5), []);
  assert.deepEqual(marks.filter((name) => contrast(dark[name], greyUnderHalo) < 3), []);
});

test('the theme of the computer has the same light colours as the light one', () => {
  const block = css.slice(css.indexOf(':root:not([data-theme="dark"])'));
  const system = Object.fromEntries([...block.slice(0, block.indexOf('}')).matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
  assert.deepEqual(system, tokens(':root[data-theme="light"]'));
});

test('style sheets of the page name no colour token that the theme lacks', () => {
  const folder = new URL('../../../aariz_mm/review/page/css/', import.meta.url);
  const own = new Set(['--px', '--trace']);
  for (const file of ['theme.css', 'panels.css']) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const used = [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name);
    assert.deepEqual(used.filter((name) => !(name in dark) && !own.has(name)), [], file);
  }
});
