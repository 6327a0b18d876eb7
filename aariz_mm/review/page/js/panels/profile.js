/** Reading conventions: what was learnt from the reader's corrections, what it gains, and whether it is applied. */

import { openDialog } from '../dialog.js';
import { button, checkbox, el, fillWith, select, table } from '../elements.js';
import { t, tn } from '../i18n.js';
import { popover } from './popover.js';
import { rounded, withUnit } from './numbers.js';

/** A tool of the host: see panel_host.js. */
export function create(context) {
  const own = { context, shape: null, profile: null, note: '' };
  own.content = el('div', { class: 'profile-box' });
  own.box = popover({
    name: 'profile', icon: 'conventions', label: t('profile.title'), testid: 'profile', content: own.content,
    opened: () => load(own),
  });
  return { element: own.box.element, update: (state, changed) => update(own, state, changed), destroy: own.box.destroy };
}

function update(own, state, changed) {
  if (!['profile', 'reader', 'info', 'layers'].some((name) => changed.has(name))) return;
  own.box.element.hidden = Boolean(state.info?.blind);
  own.box.button.setAttribute('aria-pressed', String(Boolean(state.profile)));
  own.box.button.title = state.profile ? t('profile.onTitle', { reader: state.profile }) : t('profile.title');
  show(own, state);
}

async function load(own) {
  const { api, state } = own.context;
  const reader = state().profile || state().reader;
  const isLearnt = own.profile?.reader === reader || (state().info?.profiles ?? []).some((one) => one.reader === reader);
  if (!isLearnt) return;
  try {
    own.profile = await api.profile(reader);
    own.note = '';
  } catch (error) {
    own.profile = null;
    own.note = error.message;
  }
  show(own, state());
}

async function learn(own) {
  const { api, state, announce } = own.context;
  own.note = t('profile.learning');
  show(own, state());
  try {
    own.profile = await api.learnProfile(state().reader);
    own.note = '';
    announce(t('profile.learnt'));
  } catch (error) {
    own.note = error.message;
  }
  show(own, state());
}

function show(own, state) {
  const readers = new Set((state.info?.profiles ?? []).map((one) => one.reader));
  if (own.profile?.usable) readers.add(own.profile.reader ?? state.reader);
  const options = [['', t('profile.off')], ...[...readers].map((one) => [one, one])];
  fillWith(own.content, el('p', { class: 'small quiet' }, t('profile.about')),
    el('label', { class: 'field' }, el('span', {}, t('profile.apply')), select(options, state.profile,
      (reader) => own.context.actions.setProfile(reader), { testid: 'profile-apply', disabled: options.length < 2 })),
    checkbox(t('layers.of.reading'), Boolean(state.layers.reading), (on) => own.context.actions.showReading(on), { testid: 'profile-reading' }),
    summaryOf(own.profile), own.note && el('p', { class: 'note', testid: 'profile-note' }, own.note),
    el('div', { class: 'button-row' }, button(t('profile.learn'), () => learn(own), { testid: 'profile-learn', disabled: !state.reader }),
      own.profile?.landmarks?.length > 0 && button(t('profile.vectors'), () => showVectors(own), { testid: 'profile-vectors' })));
}

/**
 * What a profile comes to, in lines.
 * @param {object | null} profile of the server
 */
function summaryOf(profile) {
  if (!profile) return el('p', { class: 'small', testid: 'profile-summary' }, t('profile.none'));
  const lines = [tn('profile.radiographs', profile.n ?? 0)];
  const gain = gainText(profile.gain);
  if (gain) lines.push(gain);
  const moved = (profile.landmarks ?? []).filter((one) => one.moved).map((one) => one.symbol);
  if (moved.length) lines.push(t('profile.moves', { symbols: moved.join(', ') }));
  const kind = profile.usable ? 'note good' : 'note warn';
  lines.push(profile.usable ? t('profile.usable') : t('profile.unusable', { reason: profile.reason ?? '' }));
  return el('div', { class: kind, testid: 'profile-summary' }, lines.map((line) => el('p', {}, line)),
    details('profile.leftOut', (profile.left_out ?? []).map(([name, reason]) => `${name}: ${reason}`)),
    details('profile.gross', profile.far_off ?? []));
}

function details(key, lines) {
  return lines.length > 0 && el('details', {}, el('summary', {}, tn(key, lines.length)),
    el('ul', { class: 'notes' }, lines.map((line) => el('li', {}, line))));
}

/**
 * What a profile gains, mm of a face with S-N = 70 mm.
 * @param {{before_mm: number, after_mm: number, gain_mm: number, low_mm: number, high_mm: number} | number | null} gain
 * @returns {string} '' where nothing is known
 */
export function gainText(gain) {
  if (!gain || !Number.isFinite(gain.before_mm) || !Number.isFinite(gain.after_mm)) return '';
  const figures = [gain.before_mm, gain.after_mm].map((one) => withUnit(one, 'mm', 2));
  const interval = [gain.low_mm, gain.high_mm].every(Number.isFinite)
    ? t('profile.interval', { low: rounded(gain.low_mm, 2), high: rounded(gain.high_mm, 2) }) : '';
  return t('profile.gain', { before: figures[0], after: figures[1], interval }).trim();
}

function showVectors({ profile }) {
  const rows = profile.landmarks.map((one) => [
    one.symbol, String(one.radiographs ?? ''), one.moved === false ? t('profile.stays') : '',
    ...(one.offset_mm ?? [0, 0]).map((value) => rounded(value, 2)), rounded(Math.hypot(...(one.offset_mm ?? [0, 0])), 2),
  ]);
  const heads = ['symbol', 'radiographs', 'state', 'forward', 'down', 'length'].map((name, index) => (
    { text: t(`profile.column.${name}`), class: index === 0 || index === 2 ? '' : 'number' }));
  const body = el('div', { class: 'dialog-body' }, el('p', { class: 'quiet small' }, t('profile.frame')), table(heads, rows));
  const buttons = [{ testid: 'profile-close', text: t('dialog.close'), main: true }];
  openDialog({ testid: 'profile-dialog', title: t('profile.vectors'), body, buttons });
}
