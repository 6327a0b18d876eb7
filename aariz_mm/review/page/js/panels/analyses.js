/** Named analyses (Steiner, Downs, …): several at once, each a table that follows the landmarks. */

import { el, fillWith } from '../elements.js';
import { said, t } from '../i18n.js';
import { liveTable } from './live_table.js';

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context, chips: new Map(), tables: new Map() };
  own.choice = el('div', { class: 'chips', role: 'group', 'aria-label': t('analyses.choose') });
  own.list = el('div', { class: 'scroll analyses', testid: 'analyses' });
  own.empty = el('p', { class: 'quiet' }, t('analyses.none'));
  const element = el('section', { class: 'panel-body' }, own.choice, own.empty, own.list);
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
    type: 'button', class: 'chip', testid: `analysis-${key}`, 'aria-pressed': 'false', on: { click: () => toggle(own, key) },
  }, said('said', title))]));
  fillWith(own.choice, [...own.chips.values()]);
}

function toggle({ context: { state, actions } }, key) {
  const chosen = state().analyses;
  actions.setAnalyses(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]);
}

function showTables(own, analyses) {
  const titles = analyses.map((one) => one.title);
  if (titles.join('|') !== own.titles) {
    own.titles = titles.join('|');
    own.tables = new Map(analyses.map((one) => [one.title, makeAnalysis(one)]));
    fillWith(own.list, [...own.tables.values()].map((one) => one.element));
  }
  for (const one of analyses) fillAnalysis(own.tables.get(one.title), one);
}

function makeAnalysis({ title }) {
  const made = liveTable('analysis');
  const notes = el('ul', { class: 'quiet small notes' });
  return { element: el('section', {}, el('h3', {}, said('said', title)), made.element, notes), made, notes };
}

function fillAnalysis({ made, notes }, { columns, rows, notes: texts }) {
  made.set(columns.map((one) => said('said', one)), rows.map(translateRow), numbersOf(rows));
  const shape = (texts ?? []).map(noteText).join('|');
  if (notes.dataset.shape === shape) return;
  notes.dataset.shape = shape;
  fillWith(notes, (texts ?? []).map((one) => el('li', {}, noteText(one))));
}

function translateRow(row) {
  return row.map((cell) => said('said', cell === null || cell === undefined ? '' : String(cell)));
}

function noteText(note) {
  return Array.isArray(note) ? note.filter(Boolean).join(': ') : String(note);
}

/** Columns of numbers stand to the right. */
function numbersOf(rows) {
  const columns = rows[0]?.length ?? 0;
  const isNumber = (cell) => /^[-−+]?\d+([.,]\d+)?$/.test(String(cell ?? '')) || cell === '' || cell === '-' || cell === null;
  return Array.from({ length: columns }, (_, column) => column).filter(
    (column) => column && rows.every((row) => isNumber(row[column])),
  );
}
