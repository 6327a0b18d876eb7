/** Two sources on the radiograph: hollow marks of each, and a line from one to the other. */

import { svg } from './elements.js';

/**
 * @param {SVGElement} group in image px
 * @param {Array<{symbol: string, from: object, to: object}>} rows
 * @param {string | null} selected
 */
export function drawDifferences(group, rows, selected) {
  group.replaceChildren(...rows.map(({ symbol, from, to }) => svg('g', {
    class: symbol === selected ? 'difference selected' : 'difference', 'data-symbol': symbol,
  }, line('difference-halo', from, to), line('difference-line', from, to), ring('from', from), ring('to', to))));
}

/**
 * Marks of one source with their names, for one of two viewers.
 * @param {SVGElement} group in image px
 * @param {Object<string, {x: number, y: number}>} points
 * @param {'from' | 'to'} kind
 */
export function drawSource(group, points, kind) {
  group.replaceChildren(...Object.entries(points).map(([symbol, point]) => svg('g', {}, ring(kind, point),
    svg('g', { transform: `translate(${point.x} ${point.y})` }, svg('text', { class: 'on-screen compare-name', x: 8, y: -6 }, symbol)))));
}

function line(name, from, to) {
  return svg('line', { class: name, x1: from.x, y1: from.y, x2: to.x, y2: to.y });
}

function ring(kind, { x, y }) {
  return svg('g', { transform: `translate(${x} ${y})` }, svg('circle', { class: `on-screen compare-ring ${kind}`, r: 5 }));
}
