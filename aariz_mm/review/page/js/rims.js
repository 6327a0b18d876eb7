// A tile within a rim of its neighbours' pixels.

/** Pixels of its neighbours around a painted tile: enough for bilinear scaling. */
export const RIM = 1;

/** Sides before corners: what a side lays into a corner gives way to the corner's own tile. */
const AROUND = [[0, -1], [-1, 0], [1, 0], [0, 1], [-1, -1], [1, -1], [-1, 1], [1, 1]];

/** The neighbours that are here, [{dx, dy, tile}]; tileAt = (level, x, y) -> tile or null. */
export function neighboursOf({ level, x, y }, tileAt) {
  return AROUND.map(([dx, dy]) => ({ dx, dy, tile: tileAt(level, x + dx, y + dy) })).filter(({ tile }) => tile);
}

/**
 * Values of a tile and `rim` pixels around it, row by row. What a neighbour that is not here, or the end of the
 * radiograph, leaves open repeats the nearest pixel of the tile.
 */
export function framedValues(tile, neighbours, rim) {
  const across = tile.width + 2 * rim;
  const frame = new tile.data.constructor(across * (tile.height + 2 * rim));
  repeatEdges(frame, tile, rim, across);
  for (const { dx, dy, tile: other } of neighbours) copyRim(frame, tile, other, dx, dy, rim, across);
  return frame;
}

function repeatEdges(frame, { width, height, data }, rim, across) {
  for (let y = -rim; y < height + rim; y += 1) {
    const source = Math.min(height - 1, Math.max(0, y)) * width;
    const start = (y + rim) * across;
    frame.set(data.subarray(source, source + width), start + rim);
    frame.fill(data[source], start, start + rim);
    frame.fill(data[source + width - 1], start + rim + width, start + across);
  }
}

function copyRim(frame, tile, other, dx, dy, rim, across) {
  const columns = rimAlong(dx, tile.width, other.width, rim);
  const rows = rimAlong(dy, tile.height, other.height, rim);
  for (let y = rows.from; y < rows.to; y += 1) {
    const source = Math.min(other.height - 1, Math.max(0, y - rows.origin)) * other.width;
    const start = (y + rim) * across + rim;
    for (let x = columns.from; x < columns.to; x += 1) {
      frame[start + x] = other.data[source + Math.min(other.width - 1, Math.max(0, x - columns.origin))];
    }
  }
}

/** Along one axis, in pixels of the tile: the part of the rim on a neighbour's side, and where the neighbour begins. */
function rimAlong(step, length, otherLength, rim) {
  if (step < 0) return { from: -rim, to: 0, origin: -otherLength };
  if (step > 0) return { from: length, to: length + rim, origin: length };
  return { from: -rim, to: length + rim, origin: 0 };
}
