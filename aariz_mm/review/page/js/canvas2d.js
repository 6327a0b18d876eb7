// Draws layers of grey tiles on a 2D canvas through a lookup table: for browsers without a graphics processor.

import { blurWeights, lookupTable } from './display.js';
import { levelFactor, tileOnScreen } from './geometry.js';
import { layersOf } from './layers.js';
import { RIM, framedValues, neighboursOf } from './rims.js';

const KEPT_PAINTINGS = 64;

/** Tiles that can be painted anew in a frame without being late. */
const PAINTED_AT_ONCE = 8;

/** The same interface as WebglRenderer. */
export class Canvas2dRenderer {
  constructor(canvas, { redraw = () => {}, background = [0, 0, 0] } = {}) {
    this.canvas = canvas;
    this.redraw = redraw;
    this.context = canvas.getContext('2d', { alpha: false });
    this.background = `rgb(${background.map((part) => Math.round(part * 255)).join(' ')})`;
    this.paintings = new Map();
    this.table = { key: '' };
    this.sheets = new Sheets();
  }

  /** Draws a frame = {tiles, tileAt, view, width, height, info, display}; see layers.js and display.js. */
  draw(frame) {
    const { context, canvas } = this;
    context.fillStyle = this.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (!frame.tiles.length) return;
    const known = this.table;
    const table = this.tableOf(frame.info.bits, frame.display);
    const tiles = table === known ? frame.tiles : this.quickTiles(frame);
    for (const layer of layersOf({ ...frame, tiles })) {
      for (const tile of layer.tiles) this.drawTile(tile, frame, table);
    }
    this.forgetOld();
  }

  /** While the window changes: the level above where the tiles are too many to paint in time; they follow at rest. */
  quickTiles({ tiles, tileAt }) {
    if (tiles.length <= PAINTED_AT_ONCE) return tiles;
    const above = tiles.map(({ level, x, y }) => tileAt(level + 1, x >> 1, y >> 1));
    if (above.some((tile) => !tile)) return tiles;
    requestAnimationFrame(this.redraw);
    return [...new Set(above)];
  }

  drawTile(tile, { tileAt, view, width, height, info, display }, table) {
    const { x0, y0, x1, y1 } = tileOnScreen(view, tile, info.tile, width, height);
    if (x1 <= x0 || y1 <= y0) return;
    const { context } = this;
    const factor = levelFactor(tile.level);
    const place = (index, corner) => ((index * info.tile - RIM) * factor - 0.5 - corner) * view.scale;
    const painted = this.paintingOf(tile).painted(tileAt, table, display.sharpen, this.sheets);
    const size = factor * view.scale;
    context.save();
    context.beginPath();
    context.rect(x0, y0, x1 - x0, y1 - y0);
    context.clip();
    context.drawImage(
      painted, place(tile.x, view.left), place(tile.y, view.top), painted.width * size, painted.height * size,
    );
    context.restore();
  }

  paintingOf(tile) {
    const painting = this.paintings.get(tile) ?? new Painting(tile);
    this.paintings.delete(tile);
    this.paintings.set(tile, painting);
    return painting;
  }

  forgetOld() {
    for (const tile of this.paintings.keys()) {
      if (this.paintings.size <= KEPT_PAINTINGS) return;
      this.paintings.delete(tile);
    }
  }

  tableOf(bits, display) {
    const { low, high, gamma, invert, sharpen } = display;
    const margin = sharpen > 0 ? 2 ** (bits - 1) : 0;
    const key = [bits, low, high, gamma, invert, margin].join(' ');
    if (this.table.key !== key) this.table = { key, margin, colours: greyColours(lookupTable(bits, display, margin)) };
    return this.table;
  }

  destroy() {
    this.paintings.clear();
    this.canvas.width = 1;
    this.canvas.height = 1;
  }
}

/** Opaque colours as ImageData has them in a Uint32Array, of brightness 0..255. */
function greyColours(brightnesses) {
  const colours = new Uint32Array(brightnesses.length);
  for (let i = 0; i < colours.length; i += 1) colours[i] = 0xff000000 | (brightnesses[i] * 0x010101);
  return colours;
}

/** Pixels to paint on, one sheet of each size for all tiles. */
class Sheets {
  constructor() {
    this.bySize = new Map();
  }

  of(width, height) {
    const size = `${width} ${height}`;
    if (!this.bySize.has(size)) {
      const image = new ImageData(width, height);
      this.bySize.set(size, { image, pixels: new Uint32Array(image.data.buffer) });
    }
    return this.bySize.get(size);
  }
}

/** One tile painted with a rim of its neighbours' pixels, so that smooth scaling leaves no seam. */
class Painting {
  constructor(tile) {
    this.tile = tile;
    this.canvas = document.createElement('canvas');
    this.canvas.width = tile.width + 2 * RIM;
    this.canvas.height = tile.height + 2 * RIM;
    this.context = this.canvas.getContext('2d', { alpha: false });
    this.key = null;
  }

  painted(tileAt, table, sharpen, sheets) {
    const neighbours = neighboursOf(this.tile, tileAt);
    const key = [table.key, sharpen, ...neighbours.map(({ dx, dy }) => 3 * dy + dx)].join(' ');
    if (key === this.key) return this.canvas;
    const frame = framedValues(this.tile, neighbours, sharpen > 0 ? RIM + 1 : RIM);
    const { image, pixels } = sheets.of(this.canvas.width, this.canvas.height);
    if (sharpen > 0) paintSharpened(pixels, frame, this.canvas.width, this.canvas.height, table, sharpen);
    else for (let i = 0; i < pixels.length; i += 1) pixels[i] = table.colours[frame[i]];
    this.context.putImageData(image, 0, 0);
    this.key = key;
    return this.canvas;
  }
}

/** The unsharp mask of whole pixels; frame has one more pixel on each side than the picture of width x height. */
function paintSharpened(pixels, frame, width, height, { colours, margin }, amount) {
  const [side, middle] = blurWeights(0);
  const across = width + 2;
  const blurredRows = new Float32Array(frame.length);
  for (let i = 1; i < frame.length - 1; i += 1) {
    blurredRows[i] = side * (frame[i - 1] + frame[i + 1]) + middle * frame[i];
  }
  const largest = colours.length - 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = (y + 1) * across + x + 1;
      const blurred = side * (blurredRows[i - across] + blurredRows[i + across]) + middle * blurredRows[i];
      const value = Math.round(frame[i] + amount * (frame[i] - blurred)) + margin;
      pixels[y * width + x] = colours[value < 0 ? 0 : value > largest ? largest : value];
    }
  }
}
