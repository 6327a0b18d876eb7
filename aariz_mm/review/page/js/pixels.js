// Raw grey tiles: fetched once, kept while there is room, shared by the viewer and its loupe.

const KEPT_BYTES = 192 * 2 ** 20;

/** Tiles of one radiograph. tileUrl is a function (level, x, y) -> URL or the URL before /level/x/y. */
export class TileStore {
  constructor(info, tileUrl, keptBytes = KEPT_BYTES) {
    this.info = info;
    this.urlOf = typeof tileUrl === 'function' ? tileUrl : (level, x, y) => `${tileUrl}/${level}/${x}/${y}`;
    this.keptBytes = keptBytes;
    this.bytes = 0;
    this.tiles = new Map();
    this.loading = new Map();
  }

  /** The tile if it is here, else null. */
  peek(level, x, y) {
    const key = `${level}/${x}/${y}`;
    const tile = this.tiles.get(key);
    if (!tile) return null;
    this.tiles.delete(key);
    this.tiles.set(key, tile);
    return tile;
  }

  /** A promise of the tile; rejects with an Error that names the URL. */
  load(level, x, y) {
    const key = `${level}/${x}/${y}`;
    const here = this.peek(level, x, y);
    if (here) return Promise.resolve(here);
    if (!this.loading.has(key)) {
      const loading = this.fetch(level, x, y).then((tile) => this.keep(key, tile));
      this.loading.set(key, loading);
      loading.catch(() => {}).finally(() => this.loading.delete(key));
    }
    return this.loading.get(key);
  }

  /** The browser asks whether what it kept is still the picture: the file behind an address can be replaced. */
  async fetch(level, x, y) {
    const url = this.urlOf(level, x, y);
    const response = await fetch(url, { credentials: 'same-origin', cache: 'no-cache' });
    if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
    return decodedTile(await response.arrayBuffer(), this.info, level, x, y, url);
  }

  keep(key, tile) {
    if (!this.keptBytes) return tile;
    this.tiles.set(key, tile);
    this.bytes += tile.data.byteLength;
    for (const [oldest, { data }] of this.tiles) {
      if (this.bytes <= this.keptBytes || oldest === key) break;
      this.tiles.delete(oldest);
      this.bytes -= data.byteLength;
    }
    return tile;
  }

  /** Grey value of level 0 at an image point (nearest pixel); null outside the radiograph or while it is not here. */
  valueAt(x, y) {
    const place = this.placeOf(x, y);
    const tile = place && this.peek(0, place.tileX, place.tileY);
    return tile ? tile.data[place.row * tile.width + place.column] : null;
  }

  /** A promise of valueAt that fetches the tile where it must. */
  async loadValueAt(x, y) {
    const place = this.placeOf(x, y);
    if (!place) return null;
    await this.load(0, place.tileX, place.tileY);
    return this.valueAt(x, y);
  }

  placeOf(x, y) {
    const column = Math.round(x);
    const row = Math.round(y);
    const { width, height, tile } = this.info;
    if (!(column >= 0 && row >= 0 && column < width && row < height)) return null;
    return { tileX: Math.floor(column / tile), tileY: Math.floor(row / tile), column: column % tile, row: row % tile };
  }

  /** Lets all tiles go; one that still comes in is not kept. */
  destroy() {
    this.keptBytes = 0;
    this.tiles.clear();
    this.bytes = 0;
  }
}

/** A tile {level, x, y, width, height, data} of raw little-endian bytes; Error where their number is wrong. */
export function decodedTile(buffer, info, level, x, y, where) {
  const width = Math.min(info.tile, info.levels[level].width - x * info.tile);
  const height = Math.min(info.tile, info.levels[level].height - y * info.tile);
  const expected = width * height * (info.bits === 8 ? 1 : 2);
  if (buffer.byteLength !== expected) {
    throw new Error(`${where}: ${buffer.byteLength} bytes, expected ${expected} (${width} x ${height} px of ${info.bits} bits)`);
  }
  const data = info.bits === 8 ? new Uint8Array(buffer) : new Uint16Array(buffer);
  return { level, x, y, width, height, data };
}
