/** Measurements as they change with the landmarks: value, norm, how far off, what it means, change since opening. */

import { setText } from '../dom.js';
import { checkbox, el, fillWith, scrollBox } from '../elements.js';
import { said, t } from '../i18n.js';
import { deviationBar } from './deviation_bar.js';
import { signed, withUnit } from './numbers.js';
import { subjectFields } from './subject.js';
import { measureName, normText, reasonText, shortVerdict, splitVerdict, wholeVerdict } from './verdicts.js';

const kept = { filter: '', offOnly: false, compact: false, n: null, first: new Map() };

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context, rows: new Map(), shape: '' };
  own.classes = el('dl', { class: 'classes' });
  own.subject = subjectFields(context);
  own.list = el('div', { class: 'measurements', testid: 'measurements' });
  own.empty = el('p', { class: 'quiet', hidden: true }, t('measurements.none'));
  const element = el('section', { class: 'panel-body' }, toolbar(own), own.empty,
    scrollBox(t('measurements.tab'), own.classes, own.list));
  const unsubscribe = context.subscribe((state, changed) => changed.has('measures') && remember(state));
  return { element, update: (state, changed) => update(own, state, changed), destroy: unsubscribe };
}

function toolbar(own) {
  const again = () => showRows(own);
  const search = el('input', {
    type: 'search', value: kept.filter, testid: 'measure-filter', placeholder: t('measurements.filter'),
    'aria-label': t('measurements.filter'), on: { input: (event) => { kept.filter = event.target.value; again(); } },
  });
  return el('div', { class: 'panel-bar' }, search, own.subject.element,
    checkbox(t('measurements.offOnly'), kept.offOnly, (on) => { kept.offOnly = on; again(); }, { testid: 'measure-off' }),
    checkbox(t('measurements.compact'), kept.compact, (on) => { kept.compact = on; again(); }, { testid: 'measure-compact' }));
}

function update(own, state, changed) {
  own.subject.update(state);
  if (!['measures', 'n'].some((name) => changed.has(name))) return;
  const measured = state.measures?.measurements ?? [];
  build(own, measured);
  for (const one of measured) fill(own.rows.get(one.key), one, kept.first.get(one.key));
  showClasses(own, state.measures?.classes ?? []);
  own.empty.hidden = measured.length > 0;
  if (!state.dragging) showRows(own);
}

/** Values at the opening of the radiograph are what a change is told from; the page empties them before another one. */
function remember({ n, measures }) {
  if (!measures || n === kept.n) return;
  Object.assign(kept, { n, first: new Map(measures.measurements.map((one) => [one.key, one.value])) });
}

function build(own, measured) {
  const shape = measured.map((one) => one.key).join();
  if (shape === own.shape) return;
  own.shape = shape;
  own.rows = new Map(measured.map((one) => [one.key, makeRow(one)]));
  const sections = [...new Set(measured.map((one) => one.section ?? ''))];
  fillWith(own.list, sections.map((section) => el('section', { class: 'measure-group' },
    section && el('h3', {}, said('said', section)),
    el('ul', {}, measured.filter((one) => (one.section ?? '') === section).map((one) => own.rows.get(one.key).row)))));
}

function makeRow(one) {
  const bar = deviationBar();
  const spans = ['name', 'value', 'change', 'verdict', 'norm'].map((name) => el('span', { class: `measure-${name}` }));
  const [name, value, change, verdict, norm] = spans;
  change.title = t('measurements.change');
  name.textContent = measureName(one.name, one.key);
  const row = el('li', { class: 'measure', testid: `measure-${one.key}` }, name, value, bar.element, change, verdict, norm);
  return { row, name, value, change, verdict, norm, bar };
}

function fill(row, one, first) {
  const off = splitVerdict(one.meaning).place;
  setText(row.value, withUnit(one.value, one.unit));
  setText(row.change, Number.isFinite(first) && Number.isFinite(one.value) ? signed(one.value - first) : '');
  setText(row.verdict, Number.isFinite(one.value) ? shortVerdict(one.meaning) : reasonText(one.reason ?? ''));
  setText(row.norm, normText(one.norm));
  if (row.norm.title !== (one.norm ?? '')) row.norm.title = one.norm ?? '';
  setBar(row.bar, Number.isFinite(one.value) ? one.deviation_sd : null);
  row.row.dataset.place = off || (Number.isFinite(one.value) ? 'unjudged' : 'missing');
  const title = Number.isFinite(one.value) ? wholeVerdict(one.meaning) : reasonText(one.reason ?? '');
  if (row.row.title !== title) row.row.title = title;
  row.words = `${one.key} ${one.name} ${row.name.textContent}`.toLowerCase();
}

function setBar(bar, sd) {
  bar.set(sd);
  bar.element.setAttribute('aria-label', Number.isFinite(sd) ? t('measurements.bar', { sd: signed(sd) || '0' }) : '');
}

function showRows(own) {
  own.list.classList.toggle('compact', kept.compact);
  const wanted = kept.filter.trim().toLowerCase();
  for (const { row, words } of own.rows.values()) {
    const off = ['below', 'above'].includes(row.dataset.place);
    row.hidden = !(words ?? '').includes(wanted) || (kept.offOnly && !off);
  }
  for (const group of own.list.children) group.hidden = !group.querySelector('li:not([hidden])');
}

function showClasses(own, classes) {
  const shape = JSON.stringify(classes);
  if (shape === own.classShape) return;
  own.classShape = shape;
  fillWith(own.classes, classes.map((one) => el('div', { testid: `class-${one.key}`, title: reasonText(one.reason ?? '') },
    el('dt', {}, said('said', one.name)),
    el('dd', { class: one.label ? '' : 'quiet' }, one.label ? said('said', one.label) : t('measurements.undetermined')))));
}
