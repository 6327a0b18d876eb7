import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickSources, pointsOf, sourcesOf } from '../../../aariz_mm/review/page/js/panels/compare_sources.js';
import { listReaders, listVersions } from '../../../aariz_mm/review/page/js/panels/revisions.js';

const mark = { x: 1, y: 2, visible: true };
const state = { n: 3, reader: 'Dr Kim', info: { blind: false }, detail: { reading: { landmarks: [] } }, document: { landmarks: { A: mark } } };

function contextWith(changes = {}) {
  const asked = [];
  const api = { get: (path) => { asked.push(path); return Promise.resolve({ landmarks: { B: mark } }); } };
  return { asked, context: { api, state: () => ({ ...state, ...changes }) } };
}

test('sources are the page, the model, other readers and one\'s own versions, the latest first', () => {
  const readers = [{ reader: 'Dr Kim' }, { reader: 'Lee' }, { reader: 'Senior', source: 'dataset' }];
  const keys = sourcesOf(state, readers, [{ version: 1 }, { version: 2 }]).map(([key]) => key);
  assert.deepEqual(keys, ['now', 'model', 'reader:Lee', 'dataset:Senior', 'version:2', 'version:1']);
});

test('in a blind review there is no model to compare with', () => {
  assert.deepEqual(sourcesOf({ ...state, detail: { reading: null } }, [], []).map(([key]) => key), ['now']);
});

test('a source that is gone gives way to one that is there', () => {
  const sources = [['now', ''], ['model', '']];
  assert.deepEqual(pickSources(sources, { first: 'reader:Lee', second: 'now' }), { first: 'model', second: 'now' });
  assert.deepEqual(pickSources([['now', '']], { first: 'model', second: 'version:4' }), { first: 'now', second: 'now' });
});

test('what stands in the page is compared without asking the server', async () => {
  const { asked, context } = contextWith();
  assert.deepEqual(await pointsOf(context, 'now'), { A: { x: 1, y: 2 } });
  assert.deepEqual(asked, []);
});

test('names with signs are asked for encoded, and who asks is said', async () => {
  const { asked, context } = contextWith();
  await pointsOf(context, 'reader:A: B');
  await pointsOf(context, 'version:7');
  await pointsOf(context, 'dataset:Senior');
  assert.deepEqual(asked, [
    '/api/cases/3/annotations/A%3A%20B?reader=Dr+Kim', '/api/cases/3/annotations/Dr%20Kim?version=7&reader=Dr+Kim',
    '/api/cases/3/annotations/Senior?source=dataset&reader=Dr+Kim',
  ]);
});

test('a blind review is asked for one\'s own alone, and nobody has no versions', async () => {
  const blind = contextWith({ info: { blind: true } });
  await listReaders(blind.context);
  assert.deepEqual(blind.asked, ['/api/cases/3/annotations?reader=Dr+Kim']);
  assert.deepEqual(await listVersions(contextWith({ reader: '' }).context), []);
});
