// node --test: raw tiles, fetched once and kept while there is room.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { TileStore, decodedTile } from '../../../aariz_mm/review/page/js/pixels.js';
import { framedValues, neighboursOf } from '../../../aariz_mm/review/page/js/rims.js';

const INFO = { width: 6, height: 5, bits: 16, tile: 4, levels: [{ width: 6, height: 5 }, { width: 3, height: 3 }] };
const realFetch = globalThis.fetch;
afterEach(() => { globalThis.fetch = realFetch; });

/** A server of INFO whose grey values are 100 * row + column; `asked` collects the URLs. */
function serve(asked, change = (buffer) => buffer) {
  globalThis.fetch = async (url) => {
    asked.push(url);
    const [level, x, y] = url.split('/').slice(-3).map(Number);
    const { width, height } = INFO.levels[level];
    const [columns, rows] = [Math.min(4, width - 4 * x), Math.min(4, height - 4 * y)];
    const values = Uint16Array.from({ length: columns * rows }, (_, i) => 100 * (4 * y + Math.floor(i / columns)) + 4 * x + (i % columns));
    return { ok: true, status: 200, arrayBuffer: async () => change(values.buffer) };
  };
}

test('a tile at the end of the radiograph is as small as what is left', () => {
  const tile = decodedTile(new Uint16Array([7, 8]).buffer, INFO, 0, 1, 1, 'here');
  assert.deepEqual([tile.width, tile.height, ...tile.data], [2, 1, 7, 8]);
});

test('a tile of the wrong length says what was expected', () => {
  assert.throws(() => decodedTile(new ArrayBuffer(3), INFO, 0, 1, 1, '/tiles/0/1/1'), /\/tiles\/0\/1\/1: 3 bytes, expected 4/);
});

test('a tile is fetched once, also when two ask for it at the same time', async () => {
  const asked = [];
  serve(asked);
  const store = new TileStore(INFO, '/api/cases/3/tiles');
  const [first, second] = await Promise.all([store.load(0, 1, 0), store.load(0, 1, 0)]);
  assert.equal(first, second);
  assert.equal(await store.load(0, 1, 0), first);
  assert.deepEqual(asked, ['/api/cases/3/tiles/0/1/0']);
});

test('a grey value is that of the nearest pixel centre, null outside', async () => {
  serve([]);
  const store = new TileStore(INFO, '/t');
  assert.equal(store.valueAt(4.4, 3.6), null);
  assert.equal(await store.loadValueAt(4.4, 3.6), 404);
  assert.equal(store.valueAt(5.49, 4), 405);
  assert.deepEqual([store.valueAt(5.5, 4), store.valueAt(-0.6, 0)], [null, null]);
});

test('the tile longest unused goes first when there is no more room', async () => {
  serve([]);
  const store = new TileStore(INFO, '/t', 32 + 16 + 8);
  for (const [x, y] of [[0, 0], [1, 0], [0, 1]]) await store.load(0, x, y);
  store.peek(0, 0, 0);
  await store.load(0, 1, 1);
  const here = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([x, y]) => Boolean(store.peek(0, x, y)));
  assert.deepEqual(here, [true, false, true, true]);
});

test('an answer of failure names the address and is asked for again later', async () => {
  let good = false;
  const asked = [];
  serve(asked);
  const served = globalThis.fetch;
  globalThis.fetch = async (url) => (good ? served(url) : { ok: false, status: 503 });
  const store = new TileStore(INFO, '/t');
  await assert.rejects(store.load(0, 0, 0), /\/t\/0\/0\/0: the server answered 503/);
  good = true;
  assert.equal((await store.load(0, 0, 0)).data[5], 101);
});

test('a destroyed store keeps nothing that still comes in', async () => {
  serve([]);
  const store = new TileStore(INFO, '/t');
  const coming = store.load(0, 0, 0);
  store.destroy();
  await coming;
  assert.equal(store.peek(0, 0, 0), null);
});

test('a rim shows the pixels of the neighbours, and repeats the edge where there are none', async () => {
  serve([]);
  const store = new TileStore(INFO, '/t');
  for (const [x, y] of [[0, 0], [1, 0], [0, 1], [1, 1]]) await store.load(0, x, y);
  const tile = store.peek(0, 0, 0);
  const rimmed = framedValues(tile, neighboursOf(tile, (level, x, y) => store.peek(level, x, y)), 1);
  assert.deepEqual([...rimmed.subarray(0, 6)], [0, 0, 1, 2, 3, 4]);
  assert.deepEqual([...rimmed.subarray(30, 36)], [400, 400, 401, 402, 403, 404]);
});

test('a rim wider than the neighbour repeats the end of the radiograph', async () => {
  serve([]);
  const store = new TileStore(INFO, '/t');
  for (const [x, y] of [[0, 0], [0, 1]]) await store.load(0, x, y);
  const tile = store.peek(0, 0, 0);
  const rimmed = framedValues(tile, neighboursOf(tile, (level, x, y) => store.peek(level, x, y)), 2);
  const column = Array.from({ length: 8 }, (_, row) => rimmed[row * 8 + 2]);
  assert.deepEqual(column, [0, 0, 0, 100, 200, 300, 400, 400]);
});

test('the browser asks each time whether a tile that it kept is still the picture', async () => {
  const asked = [];
  serve([]);
  const served = globalThis.fetch;
  globalThis.fetch = async (url, options) => (asked.push(options.cache), served(url));
  await new TileStore(INFO, '/tiles').load(0, 0, 0);
  assert.deepEqual(asked, ['no-cache']);
});
