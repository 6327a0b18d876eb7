// A tile within a rim of its neighbours' pixels.

/** Pixels of its neighbours around a painted tile: enough for bilinear scaling. */
export const RIM = 1;

const AROUND = [[-1, -1], [0, -1], [1, -1], [-1, 0], [1, 0], [-1, 1], [0, 1], [1, 1]];

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
  const columns = rimRange(dx, tile.width, other.width, rim);
  const rows = rimRange(dy, tile.height, other.height, rim);
  for (let i = 0; i < rows.count; i += 1) {
    const source = (rows.from + i) * other.width + columns.from;
    frame.set(other.data.subarray(source, source + columns.count), (rows.to + i) * across + columns.to);
  }
}

/** Along one axis: the first pixel of the neighbour, the place in the frame that it goes to, and how many. */
function rimRange(step, length, otherLength, rim) {
  if (step === 0) return { from: 0, to: rim, count: Math.min(length, otherLength) };
  const count = Math.min(rim, otherLength);
  return step < 0 ? { from: otherLength - count, to: rim - count, count } : { from: 0, to: rim + length, count };
}
