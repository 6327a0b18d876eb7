// node --test: edits that the server has not got reach the radiograph that they were made on, and no other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annotationOf } from '../../../aariz_mm/review/page/js/annotation.js';
import { isOf, isOnTop } from '../../../aariz_mm/review/page/js/belonging.js';
import { createEditing } from '../../../aariz_mm/review/page/js/editing.js';
import { createApi } from '../../../aariz_mm/review/page/js/api.js';
import { createKeeping } from '../../../aariz_mm/review/page/js/keeping.js';
import { createOpening } from '../../../aariz_mm/review/page/js/opening.js';
import { createReaderDesk } from '../../../aariz_mm/review/page/js/reader_desk.js';
import { createRecovering } from '../../../aariz_mm/review/page/js/recovering.js';
import { initialState } from '../../../aariz_mm/review/page/js/state.js';
import { createStore } from '../../../aariz_mm/review/page/js/store.js';

const MARK = { x: 5, y: 6, by: 'reader', visible: true, confirmed: false };
const ANNOTATION = { ...annotationOf({ annotation: null }), landmarks: { A: MARK } };
const DETAIL = {
  n: 0, id: 'p1', width: 100, height: 120, sha256: 'aa', bits: 8, state: 'read', failure: null, reading: null, annotation: null,
};
const JOB = { key: '0/R', reader: 'R', n: 0, id: 'p1', picture: { sha256: 'aa', width: 100, height: 120 }, annotation: ANNOTATION, version: 0, action: 'place A' };

function storage(start = {}) {
  const held = new Map(Object.entries(start));
  const answer = { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => held.set(key, value), removeItem: (key) => held.delete(key) };
  return new Proxy(answer, { ownKeys: () => [...held.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
}

/** The opening of cases with a server that answers `detail`, and a browser that kept `jobs`. */
function bench({ detail = DETAIL, jobs = [], row = { n: 0, id: 'p1', state: 'read' }, answer = null } = {}) {
  const keeping = createKeeping(storage(), 'home');
  jobs.forEach(keeping.keepJob);
  const store = createStore({ ...initialState(), info: { default_reader: '' }, reader: 'R', cases: [row] });
  const asked = [];
  const sent = [];
  const questions = [];
  const api = {
    case: async (n) => (asked.push(`case ${n}`), detail), image: async (n) => (asked.push(`image ${n}`), { width: 100, height: 120 }), tileUrl: () => '',
  };
  const saver = { request: (job) => sent.push(job), pending: () => null, flush() {} };
  const measurer = { request() {}, forget() {} };
  const say = () => {};
  const editing = createEditing({ store, saver, measurer, say, now: () => 0 });
  const recover = createRecovering({ keeping, editing, t: (key) => key, ask: async (what) => (questions.push(what), answer) });
  const parts = {
    store, api, editing, saver, measurer, keeping, recover, say, review: {}, announce() {}, problem: (error) => { throw error; },
    timings: {}, viewer: { open: async () => false },
  };
  return { parts, store, keeping, asked, sent, questions, opening: createOpening(parts), desk: createReaderDesk(parts, { t: (key) => key }) };
}

const opened = async (options) => {
  const made = bench(options);
  await made.opening.openCase(0);
  await new Promise((resolve) => setImmediate(resolve));
  return made;
};

test('kept edits of one review come back, those of another do not, though the folders have one name', () => {
  const shared = storage();
  const [one, other] = ['id-of-x', 'id-of-y'].map((home) => createKeeping(shared, home));
  one.keepJob(JOB);
  assert.deepEqual([one.jobsOf('R', 0).length, other.jobsOf('R', 0), one.jobs().length, other.jobs()], [1, [], 1, []]);
  one.dropJob(JOB);
  assert.deepEqual(one.jobs(), []);
});

test('a server that does not say which review it is finds nothing kept and keeps nothing', () => {
  for (const home of [undefined, null, '']) {
    const shared = storage({ 'review//reader': '"Q"', 'review/undefined/reader': '"Q"', 'review/null/reader': '"Q"' });
    const keeping = createKeeping(shared, home);
    keeping.keepJob(JOB);
    assert.deepEqual([keeping.read('reader', 'nobody'), keeping.jobs(), Object.keys(shared).length], ['nobody', [], 3]);
  }
});

test('edits of two pictures of a case are kept beside each other', () => {
  const keeping = createKeeping(storage(), 'home');
  for (const sha256 of ['aa', 'bb', 'bb']) keeping.keepJob({ ...JOB, picture: { ...JOB.picture, sha256 } });
  assert.equal(keeping.jobsOf('R', 0).length, 2);
});

test('an edit belongs to a case where name, content and size are the same', () => {
  assert.ok(isOf(JOB, DETAIL));
  for (const change of [{ id: 'p2' }, { sha256: 'bb' }, { sha256: undefined }, { width: 101 }, { height: null }]) {
    assert.ok(!isOf(JOB, { ...DETAIL, ...change }), JSON.stringify(change));
  }
  assert.ok(!isOf({ ...JOB, picture: undefined }, DETAIL));
});

test('an edit on an older version is not sent by itself', () => {
  assert.ok(isOnTop(JOB, DETAIL));
  assert.ok(!isOnTop(JOB, { ...DETAIL, annotation: { version: 1 } }));
});

test('an edit carries the case and the picture that it was made on', async () => {
  const { parts, sent } = await opened();
  parts.editing.setLandmark('A', { x: 1, y: 2 });
  assert.deepEqual([sent[0].id, sent[0].picture], ['p1', { sha256: 'aa', width: 100, height: 120 }]);
});

test('kept edits of the open picture are shown and saved', async () => {
  const { store, sent, questions } = await opened({ jobs: [JOB] });
  assert.deepEqual([store.state().document.landmarks.A, sent.length, questions], [MARK, 1, []]);
});

for (const [what, change] of Object.entries({ 'another case': { id: 'p9' }, 'a replaced picture': { sha256: 'bb' }, 'a picture of another size': { width: 90 } })) {
  test(`kept edits are offered, not shown and not sent, on ${what}`, async () => {
    const { store, sent, questions, keeping } = await opened({ jobs: [JOB], detail: { ...DETAIL, ...change } });
    assert.deepEqual([store.state().document.landmarks, sent, questions.length, keeping.jobs().length], [{}, [], 1, 1]);
  });
}

test('offered edits that are taken are saved on what is open, and one step back takes them away', async () => {
  const { parts, store, sent, keeping } = await opened({ jobs: [JOB], detail: { ...DETAIL, id: 'p9' }, answer: 'take' });
  assert.deepEqual([sent[0].id, sent[0].annotation.landmarks, keeping.jobs()], ['p9', { A: MARK }, []]);
  parts.editing.undo();
  assert.deepEqual(store.state().document.landmarks, {});
});

test('offered edits are thrown away only where that was said, and asked about once', async () => {
  const thrown = await opened({ jobs: [JOB], detail: { ...DETAIL, sha256: 'bb' }, answer: 'drop' });
  assert.deepEqual([thrown.keeping.jobs(), thrown.sent], [[], []]);
  const later = await opened({ jobs: [JOB], detail: { ...DETAIL, sha256: 'bb' } });
  await later.opening.reloadCase();
  assert.equal(later.questions.length, 1);
});

test('kept edits that the server has are let go without a word', async () => {
  const { sent, keeping } = await opened({ jobs: [JOB], detail: { ...DETAIL, annotation: { ...ANNOTATION, version: 1, time: 't' } } });
  assert.deepEqual([sent, keeping.jobs()], [[], []]);
});

test('edits of cases that are not open are sent where nothing differs, and stay else', async () => {
  const good = bench({ jobs: [JOB] });
  await good.desk.resend();
  assert.equal(good.sent.length, 1);
  for (const change of [{ sha256: 'bb' }, { width: 1 }, { annotation: { version: 2 } }]) {
    const { desk, sent, keeping } = bench({ jobs: [JOB], detail: { ...DETAIL, ...change } });
    await desk.resend();
    assert.deepEqual([sent, keeping.jobs().length], [[], 1], JSON.stringify(change));
  }
});

test('nothing is asked for of a picture that the list and the case call unreadable', async () => {
  const row = { n: 0, id: 'p1', state: 'failed', failure: 'p1.png: empty' };
  const { store, asked } = await opened({ row, detail: { ...DETAIL, bits: null, state: 'failed', failure: 'p1.png: empty' } });
  assert.deepEqual([asked, store.state().fault, store.state().opening], [['case 0'], 'p1: p1.png: empty', false]);
});

test('a case that the model alone could not read is opened', async () => {
  const { store, asked } = await opened({ row: { n: 0, id: 'p1', state: 'failed' }, detail: { ...DETAIL, state: 'failed', failure: 'no model' } });
  assert.deepEqual([asked, store.state().fault, store.state().detail.id], [['case 0', 'image 0'], '', 'p1']);
});

test('the reader of the command goes before the one that the browser kept', async () => {
  for (const [given, kept, expected] of [['Dr Lee', 'Dr Kim', 'Dr Lee'], ['', 'Dr Kim', 'Dr Kim'], ['Dr Lee', null, 'Dr Lee']]) {
    const { parts, store, keeping, desk } = bench();
    store.set({ info: { default_reader: given } });
    keeping.write('reader', kept);
    await desk.first();
    assert.equal(parts.store.state().reader, expected);
  }
});

test('nothing goes on to a server that shows another review meanwhile, and that is told once', async () => {
  let now = 'one';
  let told = 0;
  const fetch = async (path, { headers }) => Response.json({ home_id: now }, { status: headers['X-Review-Home'] === now ? 200 : 410 });
  const api = createApi({ fetch, onOther: () => { told += 1; return 'page.other_review'; } });
  api.belongTo('one');
  await api.info();
  now = 'two';
  for (const ask of [api.info, () => api.save(0, 'Dr Kim', {})]) {
    await assert.rejects(ask(), (error) => error.passes === false && error.message === 'page.other_review');
  }
  assert.equal(told, 1);
});
