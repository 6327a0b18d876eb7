/** Saved versions of the open radiograph: what was done when; see one beside the present, or go back to it. */

import { actionText } from '../action_words.js';
import { asPoints } from '../compare.js';
import { button, el, fillWith, scrollBox } from '../elements.js';
import { language, t, tn } from '../i18n.js';
import { timeText } from './numbers.js';
import { listVersions, loadAnnotation } from './revisions.js';

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context, loaded: '', shown: null };
  own.list = el('ol', { class: 'history', testid: 'history', reversed: true });
  own.note = el('p', { class: 'quiet' });
  own.end = button(t('history.endCompare'), () => show(own, null), { hidden: true, testid: 'history-end-compare' });
  const element = el('section', { class: 'panel-body' }, own.note, own.end, scrollBox(t('history.tab'), own.list));
  return { element, update: (state, changed) => update(own, state, changed) };
}

function update(own, state, changed) {
  if (!['n', 'reader', 'version', 'save'].some((name) => changed.has(name))) return;
  const wanted = `${state.n}|${state.reader}|${state.version}`;
  own.end.hidden = !state.comparison;
  if (wanted === own.loaded) return;
  own.loaded = wanted;
  if (state.n === null || !state.reader) { fillWith(own.list); own.note.textContent = t('history.none'); return; }
  load(own, state, wanted);
}

async function load(own, { reader }, wanted) {
  try {
    const versions = await listVersions(own.context);
    if (wanted !== own.loaded) return;
    const sorted = [...versions].sort((first, second) => second.version - first.version);
    own.note.textContent = sorted.length ? tn('history.count', sorted.length, { reader }) : t('history.none');
    fillWith(own.list, sorted.map((one, index) => entry(own, one, index === 0)));
  } catch (error) {
    own.note.textContent = error.message;
    own.loaded = '';
  }
}

function entry(own, version, last) {
  const { version: number, time, action, status } = version;
  return el('li', { testid: `history-${number}`, value: number },
    el('div', { class: 'history-text' }, el('strong', {}, actionText(action)), el('span', { class: 'quiet small' },
      `${t('history.version', { version: number })} · ${timeText(time, language())}`),
    status === 'finished' && el('span', { class: 'badge good' }, t('status.finished')),
    last && el('span', { class: 'badge' }, t('history.last'))),
    !last && el('div', { class: 'button-row' },
      button(t('history.compare'), () => show(own, number), { class: 'button-quiet', testid: `history-compare-${number}` }),
      button(t('history.restore'), () => restore(own, number), { class: 'button-quiet', testid: `history-restore-${number}` })));
}

async function show(own, number) {
  const { actions, state } = own.context;
  if (number === null) return actions.compareWith(null, '');
  const found = await loadAnnotation(own.context, state().reader, { version: number });
  return actions.compareWith(asPoints(found.landmarks), t('history.version', { version: number }));
}

async function restore(own, number) {
  const { actions, state, announce } = own.context;
  const found = await loadAnnotation(own.context, state().reader, { version: number });
  actions.restore(found, String(number));
  announce(t('history.restored', { version: number }));
}
