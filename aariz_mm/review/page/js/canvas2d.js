// Draws layers of grey tiles on a 2D canvas through a lookup table: the fallback where there is no WebGL2.

import { blurWeights, lookupTable, sharpened } from './display.js';
import { levelFactor } from './geometry.js';
import { layersOf } from './layers.js';

/** The same interface as WebglRenderer. */
export class Canvas2dRenderer {
  constructor(canvas, { background = [0, 0, 0] } = {}) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d', { alpha: false });
    this.background = `rgb(${background.map((part) => Math.round(part * 255)).join(' ')})`;
    this.sheets = new Map();
    this.table = { key: '' };
  }

  /** Draws a frame = {tiles, view, width, height, info, display}; see layers.js and display.js. */
  draw(frame) {
    const { context, canvas } = this;
    context.fillStyle = this.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (!frame.tiles.length) return this.sheets.clear();
    const used = new Map();
    for (const layer of layersOf(frame)) used.set(keyOf(layer), this.drawLayer(layer, frame));
    this.sheets = used;
  }

  drawLayer(layer, { view, info, display }) {
    const { context } = this;
    const sheet = this.sheets.get(keyOf(layer)) ?? new Sheet(layer, info);
    sheet.paint(this.tableOf(info.bits, display), display.sharpen);
    const factor = levelFactor(layer.level);
    const place = (pixel, corner) => (pixel * factor - 0.5 - corner) * view.scale;
    const { x0, y0, x1, y1 } = layer.screen;
    context.save();
    context.beginPath();
    context.rect(x0, y0, x1 - x0, y1 - y0);
    context.clip();
    context.imageSmoothingEnabled = true;
    const size = factor * view.scale;
    context.drawImage(
      sheet.canvas, place(sheet.left, view.left), place(sheet.top, view.top), sheet.width * size, sheet.height * size,
    );
    context.restore();
    return sheet;
  }

  tableOf(bits, { low, high, gamma, invert }) {
    const key = [bits, low, high, gamma, invert].join(' ');
    if (this.table.key !== key) this.table = { key, values: lookupTable(bits, { low, high, gamma, invert }) };
    return this.table;
  }

  destroy() {
    this.sheets.clear();
    this.canvas.width = 1;
    this.canvas.height = 1;
  }
}

function keyOf({ level, span, tiles }) {
  return [level, span.x0, span.y0, span.x1, span.y1, tiles.length].join('/');
}

/** The tiles of a layer side by side, painted into one canvas so that there are no seams. */
class Sheet {
  constructor({ tiles, span }, info) {
    this.left = span.x0 * info.tile;
    this.top = span.y0 * info.tile;
    this.width = Math.max(...tiles.map((tile) => tile.x * info.tile + tile.width)) - this.left;
    this.height = Math.max(...tiles.map((tile) => tile.y * info.tile + tile.height)) - this.top;
    this.values = new (info.bits === 8 ? Uint8Array : Uint16Array)(this.width * this.height);
    for (const tile of tiles) this.copy(tile, info.tile);
    this.canvas = document.createElement('canvas');
    this.canvas.width = this.width;
    this.canvas.height = this.height;
    this.context = this.canvas.getContext('2d');
    this.image = this.context.createImageData(this.width, this.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  copy(tile, tileSize) {
    const first = (tile.y * tileSize - this.top) * this.width + tile.x * tileSize - this.left;
    for (let row = 0; row < tile.height; row += 1) {
      this.values.set(tile.data.subarray(row * tile.width, (row + 1) * tile.width), first + row * this.width);
    }
  }

  paint(table, sharpen) {
    const key = `${table.key} ${sharpen}`;
    if (this.painted === key) return;
    const values = sharpen > 0 ? sharpenedSheet(this, sharpen, table.values.length - 1) : this.values;
    for (let i = 0; i < values.length; i += 1) this.pixels[i] = 0xff000000 | (table.values[values[i]] * 0x010101);
    this.context.putImageData(this.image, 0, 0);
    this.painted = key;
  }
}

/** The unsharp mask of whole pixels (f = 0 of blurWeights), cut at the ends of the grey scale. */
function sharpenedSheet({ values, width, height }, amount, largest) {
  const weights = blurWeights(0);
  const out = new values.constructor(values.length);
  for (let y = 0; y < height; y += 1) {
    const rows = [Math.max(0, y - 1), y, Math.min(height - 1, y + 1)].map((row) => row * width);
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - 1);
      const right = Math.min(width - 1, x + 1);
      let blurred = 0;
      for (let i = 0; i < 3; i += 1) {
        const row = rows[i];
        blurred += weights[i] * (weights[0] * values[row + left] + weights[1] * values[row + x] + weights[2] * values[row + right]);
      }
      out[rows[1] + x] = Math.min(largest, Math.max(0, Math.round(sharpened(values[rows[1] + x], blurred, amount))));
    }
  }
  return out;
}
