/** A small bar that shows how many standard deviations a value lies from its norm. */

import { svg } from '../elements.js';

const WIDTH = 80;
const HEIGHT = 14;
const MOST_SD = 4;

/**
 * Where a deviation stands on the bar; beyond the ends it stays at the end.
 * @param {number} sd
 * @returns {number} px from the left
 */
export function placeOnBar(sd) {
  const within = Math.max(-MOST_SD, Math.min(MOST_SD, sd));
  return (WIDTH / 2) * (1 + within / MOST_SD);
}

/**
 * @returns {{element: SVGElement, set: (sd: number | null) => void}}
 */
export function deviationBar() {
  const [low, high] = [placeOnBar(-1), placeOnBar(1)];
  const band = svg('rect', { class: 'bar-band', x: low, y: 3, width: high - low, height: HEIGHT - 6, rx: 2 });
  const track = svg('line', { class: 'bar-track', x1: 0, x2: WIDTH, y1: HEIGHT / 2, y2: HEIGHT / 2 });
  const middle = svg('line', { class: 'bar-middle', x1: WIDTH / 2, x2: WIDTH / 2, y1: 1, y2: HEIGHT - 1 });
  const reach = svg('rect', { class: 'bar-reach', y: HEIGHT / 2 - 1.5, height: 3 });
  const tip = svg('circle', { class: 'bar-tip', cy: HEIGHT / 2, r: 3.5 });
  const element = svg('svg', {
    class: 'deviation', width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img',
  }, track, band, middle, reach, tip);
  return { element, set: (sd) => setBar(element, reach, tip, sd) };
}

function setBar(element, reach, tip, sd) {
  const known = Number.isFinite(sd);
  element.classList.toggle('unknown', !known);
  element.classList.toggle('off', known && Math.abs(sd) > 1);
  element.classList.toggle('beyond', known && Math.abs(sd) > MOST_SD);
  if (!known) return;
  const place = placeOnBar(sd);
  reach.setAttribute('x', Math.min(place, WIDTH / 2));
  reach.setAttribute('width', Math.abs(place - WIDTH / 2));
  tip.setAttribute('cx', place);
}
