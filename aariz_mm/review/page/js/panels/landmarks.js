/** The table of the 29 landmarks: what stands where, who put it there and how doubtful it is. */

import { setText } from '../dom.js';
import { button, el, fillWith, scrollBox, select } from '../elements.js';
import { t } from '../i18n.js';
import { markKind, pixelSize, readingOf } from '../state.js';
import { apart, lengthNumber } from './numbers.js';

const STORED = 'review.landmarks.order';
const LISTENED = ['document', 'selected', 'detail', 'landmarks', 'n'];

/**
 * Symbols in the order of the table.
 * @param {string[]} symbols official order
 * @param {'doubt' | 'official'} order
 * @param {(symbol: string) => number | null} doubt
 * @returns {string[]} by doubt: largest first, those without one last in official order
 */
export function orderSymbols(symbols, order, doubt) {
  if (order !== 'doubt') return [...symbols];
  const key = (symbol) => doubt(symbol) ?? -1;
  return [...symbols].sort((first, second) => key(second) - key(first));
}

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context, rows: new Map(), order: localStorage.getItem(STORED) ?? 'official', shown: '' };
  own.body = el('tbody');
  own.head = el('thead');
  own.bar = el('div', { class: 'panel-bar' });
  own.progress = el('p', { class: 'quiet small', testid: 'landmark-progress' });
  const table = el('table', { class: 'landmarks' }, own.head, own.body);
  const element = el('section', { class: 'panel-body' }, own.bar, scrollBox(t('landmarks.tab'), table));
  build(own);
  return { element, update: (state, changed) => update(own, state, changed) };
}

function build(own) {
  const heads = [t('landmarks.symbol'), t('landmarks.name'), t('landmarks.state'), '', ''];
  own.heads = heads.map((text, index) => el('th', { scope: 'col', class: index > 2 ? 'number' : '' }, text));
  own.heads[3].title = t('landmarks.errorTitle');
  own.heads[4].title = t('landmarks.movedTitle');
  fillWith(own.head, el('tr', {}, own.heads));
  fillWith(own.bar, actionButtons(own), own.progress, orderChoice(own));
}

function actionButtons({ context: { actions } }) {
  const made = [
    ['confirm', () => actions.confirm(), 'Enter'], ['invisible', () => actions.markInvisible(), 'V'],
    ['place', () => actions.place(), 'P'], ['reset', () => actions.resetToReading(), ''],
  ];
  return el('div', { class: 'button-row even', role: 'group', 'aria-label': t('landmarks.actions') }, made.map(
    ([name, act, key]) => button(t(`landmarks.${name}`), act, {
      testid: `landmark-${name}`, title: t(`landmarks.${name}Title`) + (key && ` (${key})`),
    }),
  ));
}

function orderChoice(own) {
  const options = ['official', 'doubt'].map((one) => [one, t(`landmarks.by.${one}`)]);
  return select(options, own.order, (value) => {
    own.order = value;
    localStorage.setItem(STORED, value);
    arrange(own, own.context.state());
  }, { testid: 'landmark-order', 'aria-label': t('landmarks.order') });
}

function update(own, state, changed) {
  if (!LISTENED.some((name) => changed.has(name))) return;
  if (!state.dragging) arrange(own, state);
  const unit = pixelSize(state)?.mm ? 'mm' : 'px';
  setText(own.heads[3], `± ${unit}`);
  setText(own.heads[4], `Δ ${unit}`);
  for (const [symbol, row] of own.rows) fill(row, describe(state, symbol));
  const buttons = own.bar.querySelectorAll('.even button');
  buttons.forEach((one) => { one.disabled = !state.selected || !state.document; });
  setText(own.progress, progress(state, [...own.rows.keys()]));
}

function arrange(own, state) {
  const symbols = state.info?.all_symbols ?? [];
  const order = orderSymbols(symbols, own.order, (symbol) => doubtOf(state, symbol));
  if (order.join() === own.shown) return;
  own.shown = order.join();
  for (const symbol of order) if (!own.rows.has(symbol)) own.rows.set(symbol, makeRow(own.context, symbol));
  fillWith(own.body, order.map((symbol) => own.rows.get(symbol).row));
}

function doubtOf(state, symbol) {
  return markKind(state, symbol) === 'confirmed' ? null : readingOf(state, symbol)?.expected_error_px ?? null;
}

function makeRow({ actions }, symbol) {
  const choose = () => actions.select(symbol, { show: true });
  const cells = ['name', 'state', 'error number', 'moved number'].map((name) => el('td', { class: name }));
  const dot = el('span', { class: 'dot', 'aria-hidden': 'true' });
  const pick = el('button', { type: 'button', class: 'row-button' }, dot, symbol);
  const row = el('tr', { testid: `landmark-row-${symbol}`, on: { click: choose } },
    el('th', { scope: 'row' }, pick), cells);
  return { row, cells, pick };
}

function describe(state, symbol) {
  const entry = state.landmarks?.find((one) => one.symbol === symbol);
  const kind = state.document ? markKind(state, symbol) : 'missing';
  const reading = readingOf(state, symbol);
  const size = pixelSize(state)?.mm;
  const moved = apart(reading, state.document?.landmarks[symbol]);
  return {
    kind, selected: state.selected === symbol,
    texts: [
      entry?.title ?? symbol, t(`kind.${kind}`), lengthNumber(reading?.expected_error_px, size),
      moved >= 0.05 ? lengthNumber(moved, size) : '',
    ],
  };
}

function fill({ row, cells, pick }, { kind, selected, texts }) {
  if (row.dataset.kind !== kind) row.dataset.kind = kind;
  if (row.classList.contains('selected') !== selected) {
    row.classList.toggle('selected', selected);
    pick.setAttribute('aria-pressed', String(selected));
    if (selected) row.scrollIntoView({ block: 'nearest' });
  }
  texts.forEach((text, index) => setText(cells[index], text));
  if (cells[0].title !== texts[0]) cells[0].title = texts[0];
}

function progress(state, symbols) {
  if (!state.document) return '';
  const kinds = symbols.map((symbol) => markKind(state, symbol));
  const count = (...names) => kinds.filter((kind) => names.includes(kind)).length;
  return t('landmarks.progress', {
    seen: count('confirmed', 'moved', 'unseen'), doubtful: count('doubtful'),
    all: symbols.length,
  });
}
