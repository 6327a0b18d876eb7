/** A first annotation, landmark by landmark: the order, how far it is, and where the next landmark should be. */

import { asPoints, readingPoints } from './compare.js';

/** From the points that frame the face to those that are found beside them. */
export const GUIDED_ORDER = [
  'S', 'N', 'Or', 'Po', 'ANS', 'PNS', 'A', 'UIT', 'UIA', 'LIT', 'LIA', 'B', 'Pog', 'Gn', 'Me', 'Go', 'R', 'Ar', 'Co',
  'UMT', 'UPM', 'LMT', 'LPM', 'N`', 'Pn', 'Sn', 'Ls', 'Li', 'Pog`',
];

/**
 * Mean places, mm: origin at S, x to the face, y down, S-N = 70 mm (aariz_mm/phantom/shape_model.py: 140 training images
 * of Aariz, CC BY 4.0).
 */
export const MEAN_MM = {
  A: [74, 39.5], ANS: [78, 34], B: [72, 83], Me: [69.5, 104.5], N: [66.5, -21.5], Or: [56.5, 11.5], Pog: [74.5, 96],
  PNS: [26.5, 43], Pn: [103, 23], R: [-3.5, 55.5], S: [0, 0], Ar: [-10.5, 36], Co: [-9, 23.5], Gn: [73.5, 101.5],
  Go: [4, 81], Po: [-21, 25], LPM: [57.5, 65], LIT: [77.5, 61], LMT: [50, 64.5], UPM: [56.5, 63.5], UIA: [69, 41.5],
  UIT: [83, 64], UMT: [49, 63], LIA: [66.5, 84.5], Li: [91.5, 69], Ls: [93.5, 52.5], 'N`': [72, -19], 'Pog`': [86.5, 94],
  Sn: [90, 37.5],
};
const CENTROID_MM = [55, 51];
const CENTROID_SHARE = [0.575, 0.572];
const HEIGHT_MM = 240;

/**
 * Whether a landmark needs nothing more: a person placed it, confirmed it or said that it is not visible.
 * @param {object | undefined} mark of the document
 */
export function isDone(mark) {
  return Boolean(mark) && (mark.confirmed || mark.visible === false || mark.by !== 'model');
}

/**
 * How far a first annotation is.
 * @param {Object<string, object>} landmarks of the document
 * @param {string[]} [order]
 * @returns {{done: number, all: number, next: string | null}}
 */
export function progressOf(landmarks, order = GUIDED_ORDER) {
  const open = order.filter((symbol) => !isDone(landmarks[symbol]));
  return { done: order.length - open.length, all: order.length, next: open[0] ?? null };
}

/**
 * The landmark that comes after one, round the end; with `open`, the next that is not done, null where none is left.
 * @param {string | null} symbol
 * @param {1 | -1} step
 * @param {((symbol: string) => boolean) | null} [open]
 */
export function guidedAfter(symbol, step, open = null) {
  const count = GUIDED_ORDER.length;
  const start = symbol === null ? (step > 0 ? -1 : count) : GUIDED_ORDER.indexOf(symbol);
  for (let taken = 1; taken <= count; taken += 1) {
    const next = GUIDED_ORDER[(start + step * taken + count * 2) % count];
    if (!open || open(next)) return next;
  }
  return null;
}

/**
 * Where a landmark should be: where it stands, else where the model has it, else where it lies on the mean face, laid on
 * the landmarks that are there.
 * @param {string} symbol
 * @param {{landmarks: object, reading: object | null, width: number, height: number}} radiograph
 * @returns {{x: number, y: number}}
 */
export function expectedPlace(symbol, { landmarks, reading, width, height }) {
  const known = asPoints(landmarks);
  const read = readingPoints(reading);
  return known[symbol] ?? read[symbol] ?? meanPlace(symbol, { ...read, ...known }, width, height);
}

/**
 * Share of the image height to show: wide while nothing tells where the face lies.
 * @param {string} symbol
 * @param {{landmarks: object, reading: object | null}} radiograph
 */
export function shownShare(symbol, { landmarks, reading }) {
  const points = { ...readingPoints(reading), ...asPoints(landmarks) };
  return symbol in points || Object.keys(points).length > 2 ? 0.3 : 0.65;
}

function meanPlace(symbol, points, width, height) {
  const [x, y] = MEAN_MM[symbol];
  const pairs = Object.keys(points).filter((one) => one in MEAN_MM && one !== symbol)
    .map((one) => [MEAN_MM[one], [points[one].x, points[one].y]]);
  const { a, b, tx, ty } = pairs.length > 1 ? fitSimilarity(pairs) : shareOfImage(pairs, width, height);
  const inside = (value, most) => Math.min(Math.max(value, 0), most);
  return { x: inside(a * x - b * y + tx, width), y: inside(b * x + a * y + ty, height) };
}

/** Without two landmarks the size is that of a usual radiograph; one landmark says where the face lies. */
function shareOfImage(pairs, width, height) {
  const a = height / HEIGHT_MM;
  const [[mx, my], [px, py]] = pairs[0] ?? [CENTROID_MM, [CENTROID_SHARE[0] * width, CENTROID_SHARE[1] * height]];
  return { a, b: 0, tx: px - a * mx, ty: py - a * my };
}

/**
 * Turn, scale and shift (a, b, tx, ty: x' = a x - b y + tx, y' = b x + a y + ty) that fit pairs best; least squares.
 * @param {Array<[[number, number], [number, number]]>} pairs from and to, at least two
 */
export function fitSimilarity(pairs) {
  const mean = (side, axis) => pairs.reduce((sum, pair) => sum + pair[side][axis], 0) / pairs.length;
  const [mx, my, nx, ny] = [mean(0, 0), mean(0, 1), mean(1, 0), mean(1, 1)];
  let [dot, cross, square] = [0, 0, 0];
  for (const [[x, y], [u, v]] of pairs) {
    dot += (x - mx) * (u - nx) + (y - my) * (v - ny);
    cross += (x - mx) * (v - ny) - (y - my) * (u - nx);
    square += (x - mx) ** 2 + (y - my) ** 2;
  }
  const [a, b] = [dot / square, cross / square];
  return { a, b, tx: nx - a * mx + b * my, ty: ny - b * mx - a * my };
}
