// node --test: small pure parts of the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress, writeAddress } from '../../../aariz_mm/review/page/js/address.js';
import { ApiError, createApi, withQuery } from '../../../aariz_mm/review/page/js/api.js';
import { nearestMark } from '../../../aariz_mm/review/page/js/dragging.js';
import { inPicture, rounded } from '../../../aariz_mm/review/page/js/editing.js';
import { createKeeping } from '../../../aariz_mm/review/page/js/keeping.js';
import { labelDirections } from '../../../aariz_mm/review/page/js/labels.js';
import { nameFault } from '../../../aariz_mm/review/page/js/session.js';
import { createStore } from '../../../aariz_mm/review/page/js/store.js';

test('an address is read as it was written', () => {
  const state = { n: 3, selected: 'Pog`', view: { x: 812.4, y: 1033, px: 0.5 } };
  assert.deepEqual(readAddress(writeAddress(state)), state);
  assert.equal(writeAddress({ n: null, selected: null, view: null }), '');
});

test('nonsense in an address is nothing', () => {
  for (const hash of ['', '#', '#case=x', '#case=-1', '#case=1e3', '#view=1,2']) assert.equal(readAddress(hash).n, null);
  for (const view of ['1,2', '1,2,0', '1,2,-1', 'a,b,c', '1,2,Infinity']) assert.equal(readAddress(`#case=1&view=${view}`).view, null);
});

const marks = { A: { x: 0, y: 0 }, B: { x: 10, y: 0 }, C: { x: null, y: null } };

test('the hand takes the nearest landmark within reach', () => {
  assert.equal(nearestMark(marks, { x: 6, y: 0 }, 8), 'B');
  assert.equal(nearestMark(marks, { x: 4, y: 0 }, 8), 'A');
  assert.equal(nearestMark(marks, { x: 30, y: 0 }, 8), null);
  assert.equal(nearestMark({}, { x: 0, y: 0 }, 8), null);
});

test('of two landmarks that lie nearly alike the selected one is taken', () => {
  assert.equal(nearestMark(marks, { x: 5.5, y: 0 }, 8, 'A'), 'A');
  assert.equal(nearestMark(marks, { x: 9, y: 0 }, 8, 'A'), 'B');
});

test('names turn away from their neighbours', () => {
  const { A, B } = labelDirections({ A: [100, 100], B: [120, 100] });
  assert.ok(A[0] < 0 && B[0] > 0, `${A} ${B}`);
  assert.deepEqual(labelDirections({ S: [5, 5] }).S, [1, 0]);
});

test('names of readers that the server would refuse are refused before', () => {
  for (const name of ['', '  ', '../x', 'a/b', 'a\\b', '.hidden', 'CON', 'nul.txt', 'x'.repeat(61), 'a\u0000b', '<b>']) assert.ok(nameFault(name), name);
  for (const name of ['Dr Kim', '김 선생', 'José', 'R-2_b.c']) assert.equal(nameFault(name), null, name);
});

test('places are kept to a hundredth of a pixel', () => {
  assert.deepEqual([0.1 + 0.2, 812.4049, -0.005].map(rounded), [0.3, 812.4, -0]);
});

test('a landmark stays inside of the radiograph', () => {
  assert.deepEqual(inPicture({ x: -5, y: 1e9 }, { width: 600, height: 730 }), { x: 0, y: 729 });
  assert.deepEqual(inPicture({ x: 12.345, y: 6 }, { width: 600, height: 730 }), { x: 12.35, y: 6 });
});

test('a store tells each listener once what differs, and nothing where nothing does', () => {
  const store = createStore({ a: 1, b: 2 });
  const told = [];
  store.subscribe((state, changed) => told.push([...changed]));
  store.set({ a: 1, b: 3 });
  store.set({ b: 3 });
  assert.deepEqual(told, [['b']]);
});

test('a listener that sets something is followed by a further round', () => {
  const store = createStore({ a: 1, twice: 2 });
  store.subscribe((state, changed) => changed.has('a') && store.set({ twice: 2 * state.a }));
  store.set({ a: 5 });
  assert.equal(store.state().twice, 10);
});

function storage(start = {}) {
  const held = new Map(Object.entries(start));
  const answer = { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => held.set(key, value), removeItem: (key) => held.delete(key) };
  return new Proxy(answer, { ownKeys: () => [...held.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
}

test('a forbidden or spoilt storage is as if nothing were kept', () => {
  const forbidden = { getItem() { throw new Error('denied'); }, setItem() { throw new Error('denied'); } };
  createKeeping(forbidden, 'x').write('reader', 'R');
  assert.equal(createKeeping(forbidden, 'x').read('reader', 'nobody'), 'nobody');
  assert.equal(createKeeping(storage({ 'review/x/reader': '{' }), 'x').read('reader'), null);
});

test('names go into paths encoded, and empty values are left out', () => {
  assert.equal(withQuery('/api/cases', { reader: 'Dr Kim & Söhne/..', profile: '' }), '/api/cases?reader=Dr+Kim+%26+S%C3%B6hne%2F..');
  assert.equal(withQuery('/api/info', {}), '/api/info');
});

const answering = (status, body) => async () => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

test('the server\'s own words are the error, with the status and the body', async () => {
  const api = createApi({ fetch: answering(409, { error: 'changed', current: { version: 2 } }) });
  await assert.rejects(api.save(1, 'R', {}), (error) => error instanceof ApiError && error.status === 409 && error.message === 'changed' && error.body.current.version === 2 && !error.passes);
});

test('a server that is not reached is status 0, and that is told', async () => {
  const told = [];
  const api = createApi({ fetch: async () => { throw new TypeError('fetch failed'); }, onContact: (there) => told.push(there) });
  await assert.rejects(api.info(), (error) => error.status === 0 && error.passes);
  assert.deepEqual(told, [false]);
});

test('a reader\'s name cannot leave its part of the path', async () => {
  let asked = '';
  const api = createApi({ fetch: async (path) => { asked = path; return new Response('{}', { headers: { 'Content-Type': 'application/json' } }); } });
  await api.save(1, '../../x', {});
  assert.equal(asked, '/api/cases/1/annotations/..%2F..%2Fx');
});
