// What to draw for a view: the tiles at hand, coarse levels first, each with its place on screen.

import { imageOnScreen, tileOnScreen, tilesInView } from './geometry.js';

/**
 * Layers from coarse to fine. A level that fills the view is one layer, read across tile borders without a seam, and
 * hides all coarser ones; a level still loading is one layer for each tile that has come.
 *
 * frame = {tiles, view (scale in device px), width, height, info}; a tile = {level, x, y, width, height, data}.
 * A layer = {level, tiles, screen: {x0, y0, x1, y1} in device px, span: its first and last tile column and row,
 * reach: those of its level in the view}.
 */
export function layersOf({ tiles, view, width, height, info }) {
  const layers = [];
  for (const level of descending(tiles)) {
    const own = tiles.filter((tile) => tile.level === level);
    const span = tilesInView(view, level, info.levels[level], info.tile, width, height);
    if (fills(own, span)) {
      const inside = own.filter((tile) => tile.x >= span.x0 && tile.x <= span.x1 && tile.y >= span.y0 && tile.y <= span.y1);
      layers.push({ level, tiles: inside, span, reach: span, screen: imageOnScreen(view, info, width, height) });
      return layers.reverse();
    }
    layers.push(...own.map((tile) => tileLayer(tile, span, { view, width, height, info })).reverse());
  }
  return layers.reverse();
}

function descending(tiles) {
  return [...new Set(tiles.map((tile) => tile.level))].sort((a, b) => a - b);
}

function fills(tiles, { x0, y0, x1, y1 }) {
  const held = new Set(tiles.map((tile) => `${tile.x}/${tile.y}`));
  for (let y = y0; y <= y1; y += 1) {
    for (let x = x0; x <= x1; x += 1) if (!held.has(`${x}/${y}`)) return false;
  }
  return true;
}

function tileLayer(tile, reach, { view, width, height, info }) {
  const span = { x0: tile.x, y0: tile.y, x1: tile.x, y1: tile.y };
  return { level: tile.level, tiles: [tile], span, reach, screen: tileOnScreen(view, tile, info.tile, width, height) };
}

/** First and last pixel of a level that a layer may read, {x0, y0, x1, y1}. */
export function readable({ level, span }, info) {
  const { width, height } = info.levels[level];
  return {
    x0: span.x0 * info.tile,
    y0: span.y0 * info.tile,
    x1: Math.min(width, (span.x1 + 1) * info.tile) - 1,
    y1: Math.min(height, (span.y1 + 1) * info.tile) - 1,
  };
}
