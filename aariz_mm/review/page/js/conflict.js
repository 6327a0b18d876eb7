/** Somebody saved the same case under the same name meanwhile: theirs, mine on top, or look at both. */

import { differingSymbols, savedAnnotation } from './annotation.js';
import { openDialog } from './dialog.js';
import { el } from './elements.js';

/**
 * Asks what to keep.
 * @param {object} parts  {t, tn, time(text), mine: annotation, current: the store's annotation with version and time,
 *   unit: {mm: pixel size or null}}
 * @returns {Promise<'theirs'|'mine'|'compare'|null>}
 */
export function askConflict({ t, tn, time, mine, current, reader, pixelSizeMm = null }) {
  const theirs = savedAnnotation(current);
  const symbols = differingSymbols(mine, theirs);
  const body = el('div', { class: 'dialog-body' },
    el('p', {}, t('conflict.who', { reader: current.reader ?? reader, time: time(current.time), version: current.version })),
    el('p', {}, tn('conflict.count', symbols.length)),
    differenceTable(symbols, mine, theirs, pixelSizeMm, t),
    el('p', { class: 'quiet small' }, t('conflict.note')));
  return openDialog({
    testid: 'conflict-dialog', title: t('conflict.title'), body,
    buttons: [
      { testid: 'conflict-compare', text: t('conflict.compare'), value: 'compare' },
      { testid: 'conflict-theirs', text: t('conflict.theirs'), value: 'theirs' },
      { testid: 'conflict-mine', text: t('conflict.mine'), value: 'mine', main: true },
    ],
  });
}

function differenceTable(symbols, mine, theirs, pixelSizeMm, t) {
  if (symbols.length === 0) return null;
  const head = el('tr', {}, ...['landmark', 'yours', 'stored', 'apart'].map((name) => el('th', { scope: 'col' }, t(`conflict.${name}`))));
  const rows = symbols.map((symbol) => el('tr', {},
    el('th', { scope: 'row' }, symbol), el('td', {}, placeText(mine.landmarks[symbol], t)),
    el('td', {}, placeText(theirs.landmarks[symbol], t)),
    el('td', { class: 'number' }, apart(mine.landmarks[symbol], theirs.landmarks[symbol], pixelSizeMm))));
  return el('div', { class: 'conflict-table' }, el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows)));
}

function placeText(mark, t) {
  if (!mark) return t('mark.kind_missing');
  if (!mark.visible) return t('mark.kind_unseen');
  const kind = mark.confirmed ? ` ${t('mark.kind_confirmed')}` : '';
  return `${mark.x.toFixed(1)}, ${mark.y.toFixed(1)}${kind}`;
}

function apart(one, other, pixelSizeMm) {
  if (!one?.visible || !other?.visible) return '–';
  const pixels = Math.hypot(one.x - other.x, one.y - other.y);
  return pixelSizeMm ? `${(pixels * pixelSizeMm).toFixed(1)} mm` : `${pixels.toFixed(1)} px`;
}
