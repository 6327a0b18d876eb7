/** Comments on the open radiograph, each with or without a place on it. */

import { button, checkbox, el, fillWith, scrollBox, svg } from '../elements.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { timeText } from './numbers.js';
import { listComments } from './revisions.js';

const kept = { resolved: false };

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context, n: null, comments: [], place: null, pins: context.layer('comments') };
  own.list = el('ul', { class: 'comments', testid: 'comments' });
  own.note = el('p', { class: 'quiet small' });
  own.text = el('textarea', { testid: 'comment-text', 'aria-label': t('comments.text'), placeholder: t('comments.text'), maxlength: 4000 });
  own.placed = el('span', { class: 'small quiet', testid: 'comment-place' });
  const element = el('section', { class: 'panel-body' }, form(own), checkbox(t('comments.resolvedToo'), kept.resolved,
    (on) => { kept.resolved = on; show(own); }, { testid: 'comments-resolved' }), own.note, scrollBox(t('comments.tab'), own.list));
  context.commands.set('comment', () => begin(own));
  const unsubscribe = context.subscribe((state, changed) => update(own, state, changed));
  return { element, update: (state) => update(own, state, new Set(['n'])), destroy: () => { unsubscribe?.(); own.pins.replaceChildren(); } };
}

function form(own) {
  const place = el('button', { type: 'button', testid: 'comment-pin', on: { click: () => pick(own) } }, icon('pin'), t('comments.pin'));
  return el('form', { class: 'comment-form', on: { submit: (event) => { event.preventDefault(); send(own); } } }, own.text,
    el('div', { class: 'button-row' }, place, own.placed,
      el('button', { type: 'submit', class: 'button-main', testid: 'comment-send' }, t('comments.send'))));
}

async function begin(own) {
  own.context.actions.showPanel('comments');
  await pick(own);
  own.text.focus();
}

async function pick(own) {
  setPlace(own, await own.context.actions.pickPoint({ instruction: 'comments.pick' }));
}

function setPlace(own, place) {
  own.place = place;
  own.placed.textContent = place ? t('comments.at', { x: Math.round(place.x), y: Math.round(place.y) }) : '';
  drawPins(own);
}

async function send(own) {
  const { api, state, announce, actions } = own.context;
  const text = own.text.value.trim();
  if (!text || state().n === null) return;
  try {
    await api.addComment(state().n, { reader: state().reader, text, x: own.place?.x ?? null, y: own.place?.y ?? null });
    own.text.value = '';
    setPlace(own, null);
    announce(t('comments.sent'));
    await load(own);
    actions.refreshCases();
  } catch (error) {
    own.note.textContent = t('comments.failed', { reason: error.message });
  }
}

function update(own, state, changed) {
  if (!changed.has('n') || own.n === state.n) return;
  Object.assign(own, { n: state.n, comments: [] });
  setPlace(own, null);
  load(own);
}

async function load(own) {
  const { state } = own.context;
  const { n } = state();
  if (n === null) return show(own);
  try {
    const comments = await listComments(own.context);
    if (n === state().n) own.comments = comments;
    own.note.textContent = '';
  } catch (error) {
    own.note.textContent = error.message;
  }
  return show(own);
}

function show(own) {
  const shown = own.comments.filter((one) => kept.resolved || !isResolved(one));
  fillWith(own.list, shown.map((one) => entry(own, one)));
  if (!own.note.textContent) own.note.textContent = tn('comments.count', shown.length);
  drawPins(own);
}

const isResolved = (comment) => Boolean(comment.resolved ?? comment.resolved_by);

function entry(own, comment) {
  const { viewer } = own.context;
  const pinned = Number.isFinite(comment.x);
  return el('li', { testid: `comment-${comment.id}`, class: isResolved(comment) ? 'resolved' : '' },
    el('p', {}, comment.text),
    el('div', { class: 'button-row' }, el('span', { class: 'quiet small' }, `${comment.reader} · ${timeText(comment.time, language())}`),
      pinned && button(t('comments.show'), () => viewer.panTo(comment.x, comment.y), { class: 'button-quiet' }),
      isResolved(comment) ? el('span', { class: 'badge good' }, t('comments.resolved'))
        : button(t('comments.resolve'), () => resolve(own, comment), { class: 'button-quiet', testid: `comment-resolve-${comment.id}` })));
}

async function resolve(own, comment) {
  try {
    await own.context.api.resolveComment(comment.id, own.context.state().reader);
    await load(own);
    own.context.actions.refreshCases();
  } catch (error) {
    own.note.textContent = error.message;
  }
}

function drawPins(own) {
  const open = own.comments.filter((one) => Number.isFinite(one.x) && !isResolved(one));
  const pins = open.map((one) => pin(one, one.text));
  if (own.place) pins.push(pin(own.place, t('comments.pin'), 'new'));
  fillWith(own.pins, pins);
}

function pin({ x, y }, text, kind = '') {
  return svg('g', { class: `pin ${kind}`, transform: `translate(${x} ${y})` }, svg('title', {}, text), svg('g', { class: 'on-screen' },
    svg('path', { d: 'M0 0C-2-5-7-8-7-14a7 7 0 0 1 14 0c0 6-5 9-7 14z' }), svg('circle', { cx: 0, cy: -14, r: 2.5 })));
}
