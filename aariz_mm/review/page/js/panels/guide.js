/** What a landmark is and how it is found; and the guided first annotation, landmark by landmark. */

import { setText } from '../dom.js';
import { button, checkbox, el, fillWith, scrollBox } from '../elements.js';
import { closeDrawer, floatingBox, isNarrow } from '../floating.js';
import { expectedPlace, guidedAfter, isDone, progressOf, shownShare } from '../guided.js';
import { t } from '../i18n.js';

const STORED = 'review.guide.goOn';
const kept = { on: false, shown: null };

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context, entry: '' };
  own.title = el('h2', { testid: 'guide-title' });
  const noPicture = () => { own.picture.hidden = true; };
  own.picture = el('img', { class: 'guide-picture', alt: '', testid: 'guide-picture', hidden: true, on: { error: noPicture } });
  own.text = el('div', { class: 'guide-text' });
  own.box = guidedBox(own);
  own.start = button(t('guide.start'), () => begin(own), { class: 'button-main', testid: 'guide-start', title: `${t('guide.startTitle')} (G)` });
  const element = el('section', { class: 'panel-body guide' }, own.start, own.box.element,
    scrollBox(t('guide.tab'), own.title, own.picture, own.text));
  context.commands.set('guide', () => (kept.on ? leave(own) : begin(own)));
  const unsubscribe = context.subscribe((state, changed) => follow(own, state, changed));
  return { element, update: (state) => show(own, state), destroy: () => { unsubscribe?.(); own.float?.(); } };
}

function guidedBox(own) {
  const { actions } = own.context;
  const bar = el('progress', { max: 29, value: 0, testid: 'guide-progress', 'aria-label': t('guide.progressLabel') });
  const count = el('span', { class: 'small', testid: 'guide-count' });
  const told = el('p', { class: 'small', testid: 'guide-told' });
  const confirm = button(t('guide.confirm'), () => actions.confirm(), { testid: 'guide-confirm' });
  const buttons = [
    button(t('guide.back'), () => go(own, -1), { testid: 'guide-back' }),
    button(t('guide.invisible'), () => actions.markInvisible(), { testid: 'guide-invisible' }), confirm,
    button(t('guide.next'), () => go(own, 1), { class: 'button-main', testid: 'guide-next' }),
  ];
  const goOn = checkbox(t('guide.goOn'), localStorage.getItem(STORED) === 'yes',
    (on) => localStorage.setItem(STORED, on ? 'yes' : 'no'), { testid: 'guide-go-on' });
  const end = button(t('guide.leave'), () => leave(own), { class: 'button-quiet', testid: 'guide-leave' });
  const element = el('div', { class: 'guided', testid: 'guided', hidden: true }, el('div', { class: 'guided-progress' }, bar, count, end), told,
    el('div', { class: 'button-row' }, buttons), goOn);
  return { element, bar, count, told, confirm };
}

function begin(own) {
  const { state, actions, announce } = own.context;
  if (!state().document) return;
  kept.on = true;
  if (!isNarrow()) actions.showPanel('guide');
  announce(t('guide.began'));
  resume(own);
}

/** The first landmark that is open; in another radiograph as soon as that is seen. */
function resume(own) {
  const { next } = progressOf(own.context.state().document.landmarks);
  visit(own, next ?? guidedAfter(null, 1));
}

function leave(own) {
  const { state, actions, announce } = own.context;
  Object.assign(kept, { on: false, shown: null });
  actions.setMode('navigate');
  announce(t('guide.left'));
  show(own, state());
}

function go(own, step) {
  const { state } = own.context;
  const open = step > 0 ? (symbol) => !isDone(state().document.landmarks[symbol]) : null;
  const next = guidedAfter(state().selected, step, open);
  if (next) visit(own, next);
  else finish(own);
}

function finish(own) {
  own.context.actions.setMode('navigate');
  own.context.announce(t('guide.done'));
  show(own, own.context.state());
}

/** Choose a landmark, show where it should be, and wait for its place unless it has one. */
function visit(own, symbol) {
  const { state, actions, viewer } = own.context;
  kept.shown = symbol;
  actions.select(symbol);
  const { document, detail } = state();
  const radiograph = { ...detail, landmarks: document.landmarks };
  const place = expectedPlace(symbol, radiograph);
  const height = viewer.element.clientHeight || 1;
  viewer.focus(place.x, place.y, (shownShare(symbol, radiograph) * detail.height) / height);
  if (document.landmarks[symbol]) actions.setMode('navigate');
  else actions.place(symbol);
  show(own, state());
}

/** The next landmark comes once this one is confirmed or not visible; after placing it, if that is wished. */
function follow(own, state, changed) {
  if (changed.has('n')) kept.shown = null;
  if (kept.on && own.float && state.document) show(own, state);
  if (!kept.on || !state.document || state.dragging) return;
  if (kept.shown === null && state.picture && !state.opening) return void resume(own);
  if (!changed.has('document') || state.selected !== kept.shown) return;
  const mark = state.document.landmarks[kept.shown];
  const goOn = localStorage.getItem(STORED) === 'yes' ? isDone(mark) : mark && (mark.confirmed || !mark.visible);
  if (!goOn || own.waiting) return;
  own.waiting = setTimeout(() => { own.waiting = null; if (kept.on) go(own, 1); }, 250);
}

function show(own, state) {
  placeBox(own);
  own.box.element.hidden = !kept.on;
  own.start.hidden = kept.on;
  own.start.disabled = !state.document;
  if (kept.on && state.document) showProgress(own, state);
  showEntry(own, state);
}

/** On a narrow screen the panel would cover the radiograph: the box stands over its lower edge then. */
function placeBox(own) {
  const { viewer, commands } = own.context;
  const floats = kept.on && isNarrow();
  if (floats === Boolean(own.float)) return;
  if (floats) {
    own.float = floatingBox(viewer.element, { label: t('guide.start'), testid: 'guide-floating', close: () => leave(own) }, own.box.element);
    closeDrawer(commands);
  } else {
    own.start.after(own.box.element);
    own.float();
    own.float = null;
  }
}

function showProgress(own, state) {
  const { done, all, next } = progressOf(state.document.landmarks);
  const { bar, count, told, confirm } = own.box;
  Object.assign(bar, { max: all, value: done });
  setText(count, t('guide.count', { done, all }));
  const mark = state.document.landmarks[state.selected];
  confirm.hidden = !mark || isDone(mark);
  const key = next === null ? 'guide.done' : !state.selected ? 'guide.chooseOne' : !mark ? 'guide.tellPlace' : isDone(mark) ? 'guide.tellPlaced' : 'guide.tellModel';
  setText(told, t(key, { symbol: state.selected ?? '' }));
}

function showEntry(own, state) {
  const entry = state.landmarks.find((one) => one.symbol === state.selected);
  const shape = JSON.stringify(entry ?? null);
  if (shape === own.entry) return;
  own.entry = shape;
  own.title.textContent = entry ? `${entry.symbol} – ${entry.title}` : t('guide.chooseOne');
  own.picture.hidden = !entry?.picture;
  if (entry?.picture) Object.assign(own.picture, { src: entry.picture, alt: t('guide.pictureOf', { title: entry.title }) });
  fillWith(own.text, entry && [part('guide.definition', entry.definition), part('guide.how', entry.how), confused(own, entry)]);
}

/** Landmarks that are taken for this one, to look at. */
function confused({ context: { actions } }, { confused_with: symbols = [] }) {
  return symbols.length > 0 && el('section', {}, el('h3', {}, t('guide.confused')), el('div', { class: 'button-row' },
    symbols.map((symbol) => button(symbol, () => actions.select(symbol), { testid: `guide-confused-${symbol}` }))));
}

function part(key, text) {
  return text && el('section', {}, el('h3', {}, t(key)), String(text).split(/\n+/).map((one) => el('p', {}, one)));
}
