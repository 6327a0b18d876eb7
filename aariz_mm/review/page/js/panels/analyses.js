/** Named analyses (Steiner, Downs, …): several at once, each a table that follows the landmarks. */

import { setText } from '../dom.js';
import { el, fillWith, scrollBox } from '../elements.js';
import { said, t } from '../i18n.js';
import { measureName, normText, reasonText, shortVerdict, splitVerdict, wholeVerdict } from './verdicts.js';

const NOTHING = new Set(['', '–', '-', null, undefined]);

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context, chips: new Map(), tables: new Map() };
  own.choice = el('div', { class: 'chips', role: 'group', 'aria-label': t('analyses.choose') });
  own.list = el('div', { class: 'analyses', testid: 'analyses' });
  own.empty = el('p', { class: 'quiet' }, t('analyses.none'));
  const element = el('section', { class: 'panel-body' }, own.choice, own.empty, scrollBox(t('analyses.tab'), own.list));
  return { element, update: (state, changed) => update(own, state, changed) };
}

function update(own, state, changed) {
  if (changed.has('info') || !own.chips.size) buildChips(own, state.info?.analyses ?? []);
  for (const [key, chip] of own.chips) chip.setAttribute('aria-pressed', String(state.analyses.includes(key)));
  own.empty.hidden = state.analyses.length > 0;
  if (changed.has('measures') || changed.has('analyses')) showTables(own, state.measures?.analyses ?? []);
}

function buildChips(own, analyses) {
  own.chips = new Map(analyses.map(({ key, title }) => [key, el('button', {
    type: 'button', class: 'chip', testid: `analysis-${key}`, 'aria-pressed': 'false', title: said('said', title),
    on: { click: () => toggle(own, key) },
  }, shortTitle(said('said', title)))]));
  fillWith(own.choice, [...own.chips.values()]);
}

/**
 * A title for a small button. Example: 'Steiner analysis' -> 'Steiner'
 * @param {string} title
 */
export function shortTitle(title) {
  return title.replace(/ \([^)]*\)$/, '').replace(/( soft-tissue)? analysis$/, '$1').replace(/( 연조직)? 분석법$/, '$1').replace(' soft-tissue', ' (soft)')
    .replace(' 연조직', '(연조직)');
}

function toggle({ context: { state, actions } }, key) {
  const chosen = state().analyses;
  actions.setAnalyses(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]);
}

function showTables(own, analyses) {
  const shape = analyses.map((one) => `${one.title}${one.rows.length}`).join('|');
  if (shape !== own.shape) {
    own.shape = shape;
    own.tables = new Map(analyses.map((one) => [one.title, makeAnalysis(one)]));
    fillWith(own.list, [...own.tables.values()].map((one) => one.element));
  }
  for (const one of analyses) fillAnalysis(own.tables.get(one.title), one);
}

function makeAnalysis({ key, title, columns, rows }) {
  const heads = [said('said', columns[0]), said('said', columns[1]), said('said', columns[3]), said('said', columns[4])];
  const made = rows.map(makeRow);
  const notes = el('ul', { class: 'quiet small notes' });
  const table = el('table', { class: 'analysis' },
    el('thead', {}, el('tr', {}, heads.map((text, index) => el('th', { scope: 'col', class: index ? 'number' : '' }, text)))),
    el('tbody', {}, made.map((one) => one.row)));
  return { element: el('section', { testid: `analysis-table-${key}` }, el('h3', {}, said('said', title)), table, notes), made, notes };
}

function makeRow() {
  const name = el('span', { class: 'analysis-name' });
  const meaning = el('span', { class: 'analysis-meaning' });
  const [value, norm, sd] = ['number strong', 'number', 'number'].map((kind) => el('td', { class: kind }));
  const row = el('tr', {}, el('th', { scope: 'row' }, name, meaning), value, norm, sd);
  return { row, name, meaning, value, norm, sd };
}

function fillAnalysis({ made, notes }, { rows, notes: texts = [] }) {
  rows.forEach((row, index) => fillRow(made[index], row));
  const lines = texts.map(noteText);
  if (notes.dataset.shape === lines.join('|')) return;
  notes.dataset.shape = lines.join('|');
  fillWith(notes, lines.map((line) => el('li', {}, line)));
}

/** Cells of the server: measurement, value, unit, the author's norm, SD, meaning or reason. */
function fillRow(made, [title, value, unit, norm, sd, meaning]) {
  const there = !NOTHING.has(value);
  setText(made.name, measureName(title));
  setText(made.value, there ? value.replace('-', '−') + ({ deg: '°', '%': ' %' }[unit] ?? ` ${unit}`) : '–');
  setText(made.norm, normText(norm));
  setText(made.sd, (sd ?? '').replace('-', '−'));
  const { place } = splitVerdict(meaning);
  setText(made.meaning, !there ? reasonText(meaning ?? '') : place ? shortVerdict(meaning) : '');
  made.row.dataset.place = place;
  const whole = wholeVerdict(meaning);
  if (made.row.title !== whole) made.row.title = whole;
}

/**
 * A note of the server, in one line.
 * @param {string | string[]} note cells of which most are empty
 */
export function noteText(note) {
  const parts = (Array.isArray(note) ? note : [String(note)]).filter((one) => !NOTHING.has(one));
  return parts[0] === '*' ? `* ${parts.slice(1).join(': ')}` : parts.join(': ');
}
