// node --test: which key does what.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LETTERS, commandOf, nudgeSize } from '../../../aariz_mm/review/page/js/keyboard.js';
import { setSingleKeys, singleKeysOn } from '../../../aariz_mm/review/page/js/single_keys.js';

const key = (name, more = {}) => ({ key: name, code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });
const nameOf = (event, place = 'viewer', picking = false) => commandOf(event, place, picking)?.name ?? null;

test('arrows move by 1 px, with Shift by 0.1, with Ctrl by 10', () => {
  assert.deepEqual([{}, { shiftKey: true }, { ctrlKey: true }, { metaKey: true }].map(nudgeSize), [1, 0.1, 10, 10]);
  assert.deepEqual(commandOf(key('ArrowUp', { shiftKey: true }), 'viewer', false), { name: 'nudge', values: [0, -0.1] });
});

test('while a point is asked for arrows move the crosshair and Enter takes it', () => {
  assert.equal(nameOf(key('ArrowLeft'), 'viewer', true), 'aim');
  assert.equal(nameOf(key('Enter'), 'viewer', true), 'take-point');
  assert.equal(nameOf(key('Enter')), 'confirm');
});

test('Tab, Enter and arrows are the browser\'s own outside of the radiograph', () => {
  for (const place of ['control', 'page', 'text']) {
    assert.deepEqual(['Tab', 'Enter', 'ArrowDown'].map((name) => nameOf(key(name), place)), [null, null, null]);
  }
});

test('letters count everywhere but in text fields', () => {
  assert.deepEqual(['viewer', 'control', 'page', 'text'].map((place) => nameOf(key('n'), place)), ['next-doubtful', 'next-doubtful', 'next-doubtful', null]);
});

test('F6 leaves every place, text fields too', () => {
  assert.deepEqual(commandOf(key('F6', { shiftKey: true }), 'text', false), { name: 'region', values: [-1] });
});

test('undo and redo by Ctrl or Cmd', () => {
  assert.equal(nameOf(key('z', { ctrlKey: true })), 'undo');
  assert.equal(nameOf(key('Z', { ctrlKey: true, shiftKey: true })), 'redo');
  assert.equal(nameOf(key('y', { metaKey: true })), 'redo');
  assert.equal(nameOf(key('z', { ctrlKey: true }), 'text'), null);
});

test('Ctrl with a letter stays the browser\'s', () => {
  for (const letter of ['n', 'p', 'f', 't', 'w', 'r', 'c', 'v', '0', '+', '-']) assert.equal(nameOf(key(letter, { ctrlKey: true })), null);
});

test('Alt stays the browser\'s', () => {
  assert.equal(nameOf(key('ArrowLeft', { altKey: true })), null);
});

test('capitals and Korean letters do what the key says', () => {
  assert.equal(nameOf(key('N', { shiftKey: true, code: 'KeyN' })), 'next-doubtful');
  assert.equal(nameOf(key('ㅜ', { code: 'KeyN' })), 'next-doubtful');
  assert.equal(nameOf(key('Process', { code: 'KeyV' })), 'invisible');
  assert.equal(nameOf(key('ㅋ', { code: 'KeyZ', ctrlKey: true })), 'undo');
});

test('a Latin letter counts as what it is, wherever it lies on the keyboard', () => {
  assert.equal(nameOf(key('b', { code: 'KeyN' })), null);
});

test('every other key is left alone', () => {
  for (const name of ['Shift', 'F5', 'F12', 'a', 'PageDown']) assert.equal(nameOf(key(name)), null);
});

test('with single keys off no letter, digit or sign does anything; all other keys stay', () => {
  const off = (event) => commandOf(event, 'viewer', false, false)?.name ?? null;
  for (const name of Object.keys(LETTERS).filter((one) => one.length === 1)) assert.equal(off(key(name)), null, name);
  assert.equal(off(key('ㅜ', { code: 'KeyN' })), null);
  const others = [key('Delete'), key('Tab'), key('Enter'), key('ArrowUp'), key('F6'), key('Escape'), key('z', { ctrlKey: true })];
  assert.deepEqual(others.map(off), ['reset', 'next-landmark', 'confirm', 'nudge', 'region', 'back', 'undo']);
});

test('the switch of single keys is on at first and is remembered by the browser', () => {
  const held = new Map();
  const storage = () => ({ getItem: (name) => held.get(name) ?? null, setItem: (name, value) => held.set(name, value) });
  assert.equal(singleKeysOn(storage), true);
  setSingleKeys(false, storage);
  assert.deepEqual([singleKeysOn(storage), [...held.values()]], [false, ['off']]);
  setSingleKeys(true, storage);
  assert.equal(singleKeysOn(storage), true);
});

test('without a storage the switch lasts as long as the page', () => {
  const denied = () => { throw new Error('denied'); };
  setSingleKeys(false, denied);
  assert.equal(singleKeysOn(denied), false);
  setSingleKeys(true, denied);
});
