/** Two sets of landmarks beside each other: distances, their mean, and where they point. Plain data alone. */

/**
 * Points of marks that are there.
 * @param {Object<string, {x: number, y: number, visible?: boolean}>} landmarks of an annotation
 * @returns {Object<string, {x: number, y: number}>}
 */
export function asPoints(landmarks) {
  const there = Object.entries(landmarks ?? {}).filter(
    ([, mark]) => mark && mark.visible !== false && Number.isFinite(mark.x) && Number.isFinite(mark.y),
  );
  return Object.fromEntries(there.map(([symbol, { x, y }]) => [symbol, { x, y }]));
}

/**
 * Points of a reading of the model.
 * @param {{landmarks: Array<{symbol: string, x: number, y: number}>} | null} reading
 */
export function readingPoints(reading) {
  return asPoints(Object.fromEntries((reading?.landmarks ?? []).map((one) => [one.symbol, one])));
}

/**
 * How far two sources lie apart.
 * @param {Object<string, {x: number, y: number}>} first
 * @param {Object<string, {x: number, y: number}>} second
 * @param {string[]} symbols order of the rows
 * @returns {Array<{symbol: string, from: object, to: object, px: number}>} only landmarks that both have
 */
export function differences(first, second, symbols) {
  return symbols.filter((symbol) => first[symbol] && second[symbol]).map((symbol) => {
    const [from, to] = [first[symbol], second[symbol]];
    return { symbol, from, to, px: Math.hypot(to.x - from.x, to.y - from.y) };
  });
}

/**
 * Mean, median and largest of some distances.
 * @param {number[]} distances
 * @returns {{mean: number, median: number, largest: number} | null} null of none
 */
export function summary(distances) {
  if (!distances.length) return null;
  const sorted = [...distances].sort((first, second) => first - second);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { mean: sorted.reduce((sum, one) => sum + one, 0) / sorted.length, median, largest: sorted.at(-1) };
}

/**
 * Landmarks that only one of two sources has.
 * @returns {{onlyFirst: string[], onlySecond: string[]}}
 */
export function unmatched(first, second, symbols) {
  return {
    onlyFirst: symbols.filter((symbol) => first[symbol] && !second[symbol]),
    onlySecond: symbols.filter((symbol) => second[symbol] && !first[symbol]),
  };
}
