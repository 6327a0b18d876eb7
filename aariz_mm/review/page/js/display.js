// How grey values become brightness: window, gamma, inversion and sharpening as pure functions.
// shaders.js does the same arithmetic on the GPU; tests hold the two together.

const NARROWEST_WINDOW = 1;

/** Brightness 0..1 of a stored grey value. display = {low, high, gamma, invert}; gamma above 1 brightens. */
export function brightness(value, { low, high, gamma = 1, invert = false }) {
  const inside = Math.min(1, Math.max(0, (value - low) / (high - low)));
  const curved = gamma === 1 ? inside : inside ** (1 / gamma);
  return invert ? 1 - curved : curved;
}

/**
 * Brightness 0..255 of every grey value of an image of 8 or 16 bits; `margin` more values at each end for what
 * sharpening throws beyond: table[value + margin].
 */
export function lookupTable(bits, display, margin = 0) {
  const table = new Uint8Array(2 ** bits + 2 * margin);
  const [darkest, brightest] = display.invert ? [255, 0] : [0, 255];
  const inside = (value) => Math.min(table.length, Math.max(0, Math.ceil(value) + margin));
  const [first, last] = [inside(display.low), inside(display.high)];
  table.fill(darkest, 0, first);
  for (let i = first; i < last; i += 1) table[i] = Math.round(255 * brightness(i - margin, display));
  return table.fill(brightest, last);
}

/** The window that a radiograph opens with; info = {low, high} of /api/cases/{n}/image. */
export function defaultWindow({ low, high }) {
  return orderedWindow(low, high);
}

/** {low, high} in order and at least one grey value wide. */
export function orderedWindow(low, high) {
  const [first, last] = low <= high ? [low, high] : [high, low];
  if (last - first >= NARROWEST_WINDOW) return { low: first, high: last };
  const centre = (first + last) / 2;
  return { low: centre - NARROWEST_WINDOW / 2, high: centre + NARROWEST_WINDOW / 2 };
}

/** {level, width} of {low, high}, as radiologists name them. */
export function levelAndWidth({ low, high }) {
  return { level: (low + high) / 2, width: high - low };
}

/** {low, high} of {level, width}; a width below one grey value becomes one. */
export function windowOf({ level, width }) {
  const half = Math.max(NARROWEST_WINDOW, width) / 2;
  return { low: level - half, high: level + half };
}

/**
 * The window after a drag: to the right widens it, upwards brightens the picture.
 * A drag of 500 screen px spans `range`, the width of the window that the radiograph opened with.
 */
export function draggedWindow(window, dx, dy, range) {
  const { level, width } = levelAndWidth(window);
  const perPixel = range / 500;
  return windowOf({ level: level + dy * perPixel, width: width + dx * perPixel });
}

/** The window kept in reach of the data: its level inside [0, 2^bits - 1], its width at most twice as wide. */
export function reachableWindow(window, bits) {
  const largest = 2 ** bits - 1;
  const { level, width } = levelAndWidth(window);
  return windowOf({ level: Math.min(largest, Math.max(0, level)), width: Math.min(2 * largest, width) });
}

/**
 * Weights of four neighbouring samples for the [1 2 1]/4 blur, read between the second (f = 0) and the third (f = 1).
 * It is the blur of the bilinear picture, so sharpening leaves no seam at whole pixels.
 */
export function blurWeights(f) {
  return [(1 - f) / 4, (2 - f) / 4, (1 + f) / 4, f / 4];
}

/** Unsharp mask: what the blur took away is added again, `amount` times. */
export function sharpened(value, blurred, amount) {
  return value + amount * (value - blurred);
}
