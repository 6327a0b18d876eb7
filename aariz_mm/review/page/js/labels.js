/** Where the names of landmarks go: away from the neighbours, so that names do not lie on marks. */

const DIRECTIONS = [0, 1, 2, 3, 4, 5, 6, 7].map((eighth) => (eighth * Math.PI) / 4);
const NEAR = 48;

/**
 * For each landmark the direction of its name.
 * @param {object} points  {symbol: [x, y]} in px on the screen
 * @returns {object}  {symbol: [dx, dy]}, unit vectors; to the right where nothing is near
 */
export function labelDirections(points) {
  const all = Object.entries(points);
  return Object.fromEntries(all.map(([symbol, place]) => [symbol, freest(place, all, symbol)]));
}

function freest(place, all, own) {
  const near = all.filter(([symbol, other]) => symbol !== own && distance(place, other) < NEAR).map(([, other]) => other);
  const crowds = DIRECTIONS.map((angle) => crowd(place, near, [Math.cos(angle), Math.sin(angle)]));
  const best = crowds.indexOf(Math.min(...crowds));
  return [Math.cos(DIRECTIONS[best]), Math.sin(DIRECTIONS[best])];
}

/** How much stands in the way of a name 16 px off in this direction. */
function crowd([x, y], near, [dx, dy]) {
  const name = [x + 20 * dx, y + 14 * dy];
  return near.reduce((sum, other) => sum + 1 / (16 + distance(name, other) ** 2), 0) + 1e-6 * (1 - dx);
}

function distance([x, y], [u, v]) {
  return Math.hypot(x - u, y - v);
}
