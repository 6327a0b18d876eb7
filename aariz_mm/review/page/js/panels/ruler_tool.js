/** Calibration by two points on a ruler of known length. */

import { button, el } from '../elements.js';
import { floatingBox } from '../floating.js';
import { t } from '../i18n.js';
import { icon } from '../icons.js';
import { judgeSize, pixelSizeOf } from '../ruler.js';
import { rulerLine } from '../ruler_line.js';
import { rounded, withUnit } from './numbers.js';

const STORED = 'review.ruler.mm';
/** How the source of such a pixel size is told; it is saved with the annotation. */
const RULER_SOURCE = 'ruler, two points';

/** A tool of the host: see panel_host.js. */
export function create(context) {
  const own = { context, group: context.layer('ruler'), box: null, ends: null };
  const element = el('button', {
    type: 'button', class: 'tool icon-button', testid: 'tool-calibrate', title: `${t('ruler.title')} (R)`,
    'aria-label': t('ruler.title'), on: { click: () => toggle(own) },
  }, icon('ruler'));
  context.commands.set('calibrate', () => toggle(own));
  return { element, update: (state, changed) => update(own, element, state, changed), destroy: () => close(own) };
}

function update(own, element, state, changed) {
  if (changed.has('n') && own.n !== state.n) close(own);
  own.n = state.n;
  element.disabled = !state.document;
  if (own.box && changed.has('document')) tell(own);
}

async function toggle(own) {
  if (own.box) return close(own);
  const { state, actions } = own.context;
  if (!state().document) return undefined;
  const saved = savedEnds(state().document.ruler);
  return saved ? open(own, saved) : measureAnew(own, actions);
}

async function measureAnew(own, { pickPoint }) {
  const from = await pickPoint({ instruction: 'ruler.first' });
  const to = from && await pickPoint({ instruction: 'ruler.second' });
  if (to) open(own, { ends: [from, to], mm: null });
}

/**
 * The two points of a saved ruler.
 * @param {{from: [number, number], to: [number, number], mm: number} | null | undefined} ruler
 */
export function savedEnds(ruler) {
  if (!Array.isArray(ruler?.from) || !Array.isArray(ruler?.to)) return null;
  return { ends: [ruler.from, ruler.to].map(([x, y]) => ({ x, y })), mm: ruler.mm };
}

function open(own, { ends, mm }) {
  const { viewer } = own.context;
  own.ends = ends;
  own.length = lengthField(own, mm ?? Number(localStorage.getItem(STORED) ?? 10));
  own.told = el('div', { class: 'ruler-told', testid: 'ruler-told', role: 'status' });
  own.apply = el('button', { type: 'submit', class: 'button-main', testid: 'ruler-apply' }, t('ruler.apply'));
  own.box = floatingBox(viewer.element, { label: t('ruler.title'), testid: 'ruler-box', close: () => close(own) }, form(own));
  own.line = rulerLine(own.group, { viewer, labels: [t('ruler.end', { number: 1 }), t('ruler.end', { number: 2 })],
    moved: (from, to) => { own.ends = [from, to]; tell(own); } });
  own.line.set(...ends);
  tell(own);
  own.length.select();
  own.length.focus();
}

function lengthField(own, mm) {
  return el('input', {
    type: 'number', min: 0.1, step: 'any', required: true, value: mm, inputmode: 'decimal', testid: 'ruler-mm',
    'aria-label': t('ruler.length'), on: { input: () => tell(own) },
  });
}

function form(own) {
  const submit = (event) => { event.preventDefault(); apply(own); };
  const again = () => { close(own); measureAnew(own, own.context.actions); };
  const { document } = own.context.state();
  const remove = document.pixel_size_mm && button(t('ruler.remove'), () => removeSize(own), { testid: 'ruler-remove' });
  return el('form', { class: 'ruler-form', on: { submit } },
    el('label', { class: 'field' }, el('span', {}, t('ruler.length')), own.length, el('span', {}, 'mm')), own.told,
    el('p', { class: 'quiet small' }, t('ruler.nudge')),
    el('div', { class: 'button-row' }, own.apply, button(t('ruler.again'), again, { testid: 'ruler-again' }), remove,
      button(t('dialog.cancel'), () => close(own), { class: 'button-quiet', testid: 'ruler-cancel' })));
}

function sizeNow(own) {
  return pixelSizeOf(...own.ends, Number.parseFloat(own.length.value));
}

function tell(own) {
  const { document, detail } = own.context.state();
  const size = sizeNow(own);
  own.apply.disabled = size === null;
  own.told.replaceChildren(...linesOf(size, detail.pixel_size_mm, document.landmarks).map(([kind, text]) => el('p', { class: kind }, text)));
}

/**
 * What the reader is told of a pixel size.
 * @param {number | null} size
 * @param {number | null} ofFile
 * @param {object} landmarks
 * @returns {Array<[string, string]>} kind and text
 */
export function linesOf(size, ofFile, landmarks) {
  if (size === null) return [['note bad', t('ruler.noSize')]];
  const { share, differs, snMm, snOdd } = judgeSize(size, ofFile, landmarks);
  const lines = [['', t('ruler.size', { size: rounded(size, 4) })]];
  if (share !== null) {
    const percent = withUnit(Math.abs(share) * 100, '%', 1);
    const key = differs ? (share > 0 ? 'ruler.larger' : 'ruler.smaller') : 'ruler.agrees';
    lines.push([differs ? 'note warn' : 'small quiet', t(key, { percent, size: rounded(ofFile, 4) })]);
  }
  if (snMm !== null) lines.push([snOdd ? 'note warn' : 'small quiet', t(snOdd ? 'ruler.snOdd' : 'ruler.sn', { mm: rounded(snMm, 1) })]);
  return lines;
}

function apply(own) {
  const { actions, announce } = own.context;
  const [size, mm] = [sizeNow(own), Number.parseFloat(own.length.value)];
  if (size === null) return;
  const [from, to] = own.ends.map(({ x, y }) => [x, y]);
  localStorage.setItem(STORED, String(mm));
  actions.setPixelSize(size, RULER_SOURCE, { from, to, mm });
  announce(t('ruler.applied', { size: rounded(size, 4) }));
  close(own);
}

function removeSize(own) {
  own.context.actions.setPixelSize(null, '', null);
  own.context.announce(t('ruler.removed'));
  close(own);
}

function close(own) {
  own.box?.();
  own.line?.remove();
  Object.assign(own, { box: null, line: null });
}
