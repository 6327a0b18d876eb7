/** A table that is filled again and again while a landmark is dragged: nodes stay, only texts that changed are set. */

import { setText } from '../dom.js';
import { el, fillWith } from '../elements.js';

/**
 * @param {string} [className]
 * @returns {{element: HTMLElement, set: (heads: string[], rows: string[][], numbers: number[]) => void}} numbers are the
 *   columns that stand to the right
 */
export function liveTable(className = '') {
  const head = el('thead');
  const body = el('tbody');
  const own = { cells: [], shape: '', head, body };
  return {
    element: el('table', { class: className }, head, body),
    set: (heads, rows, numbers = []) => setTable(own, heads, rows, numbers),
  };
}

function setTable(own, heads, rows, numbers) {
  const shape = JSON.stringify([heads, rows.length]);
  if (shape !== own.shape) build(own, heads, rows.length, numbers);
  own.shape = shape;
  rows.forEach((row, index) => row.forEach((text, column) => setText(own.cells[index][column], text ?? '')));
}

function build(own, heads, count, numbers) {
  const kind = (column) => (numbers.includes(column) ? 'number' : '');
  fillWith(own.head, el('tr', {}, heads.map((text, column) => el('th', { scope: 'col', class: kind(column) }, text))));
  own.cells = Array.from({ length: count }, () => heads.map(
    (_, column) => el(column ? 'td' : 'th', column ? { class: kind(column) } : { scope: 'row' }),
  ));
  fillWith(own.body, own.cells.map((cells) => el('tr', {}, cells)));
}
