/** Compare two sources: over each other or side by side, and a table of how far they lie apart. */

import { differences, summary, unmatched } from '../compare.js';
import { drawDifferences } from '../compare_drawing.js';
import { setText } from '../dom.js';
import { button, el, fillWith, scrollBox, select, table } from '../elements.js';
import { closeDrawer } from '../floating.js';
import { t } from '../i18n.js';
import { sideBySide } from '../side_by_side.js';
import { pixelSize } from '../state.js';
import { pickSources, pointsOf, sourcesOf } from './compare_sources.js';
import { lengthText } from './numbers.js';
import { listReaders, listVersions } from './revisions.js';

const kept = { first: 'model', second: 'now', on: false };

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context, sources: [], points: [{}, {}], loaded: '', side: null, group: context.layer('compare') };
  own.choice = el('div', { class: 'compare-choice' });
  own.summary = el('p', { class: 'compare-summary', testid: 'compare-summary' });
  own.missing = el('p', { class: 'quiet small' });
  own.rows = scrollBox(t('compare.tab'));
  own.toggle = button('', () => switchOn(own, !kept.on), { testid: 'compare-toggle', class: 'button-main' });
  own.sideButton = button('', () => (own.side ? closeSide(own) : openSide(own)), { testid: 'compare-side' });
  const element = el('section', { class: 'panel-body' }, own.choice,
    el('div', { class: 'button-row' }, own.toggle, own.sideButton), own.summary, own.missing, own.rows);
  const unsubscribe = context.subscribe((state, changed) => follow(own, state, changed));
  return {
    element, update: (state) => refresh(own, state),
    destroy: () => { unsubscribe?.(); closeSide(own); own.group.replaceChildren(); },
  };
}

/** What is drawn follows the open radiograph, though another panel is in front. */
function follow(own, state, changed) {
  if (changed.has('n')) { closeSide(own); own.loaded = ''; switchOn(own, false); }
  if (!kept.on && !own.side) return;
  if (changed.has('document') || changed.has('detail')) reload(own);
  else if (changed.has('selected')) draw(own);
}

function switchOn(own, on) {
  kept.on = on;
  if (on) reload(own);
  draw(own);
}

function refresh(own, state) {
  const wanted = `${state.n}|${state.reader}|${state.version}|${Boolean(state.detail?.reading)}`;
  if (wanted !== own.loaded && state.n !== null) { own.loaded = wanted; loadSources(own, state); }
  if (!kept.on && !own.side) reload(own);
}

async function loadSources(own, state) {
  const [annotations, history] = await Promise.all(
    [listReaders(own.context), listVersions(own.context)].map((asked) => asked.catch(() => [])),
  );
  own.sources = sourcesOf(state, annotations, history);
  Object.assign(kept, pickSources(own.sources, kept));
  showChoice(own);
  reload(own);
}

function showChoice(own) {
  const pick = (name) => select(own.sources, kept[name], (value) => { kept[name] = value; reload(own); },
    { testid: `compare-${name}`, 'aria-label': t(`compare.${name}`) });
  const swap = button('⇄', () => { [kept.first, kept.second] = [kept.second, kept.first]; showChoice(own); reload(own); },
    { class: 'icon-button', title: t('compare.swap'), 'aria-label': t('compare.swap'), testid: 'compare-swap' });
  fillWith(own.choice, el('span', { class: 'key-ring from' }), pick('first'), swap, el('span', { class: 'key-ring to' }), pick('second'));
}

async function reload(own) {
  const { context } = own;
  if (!context.state().document) return;
  try {
    own.points = await Promise.all([kept.first, kept.second].map((key) => pointsOf(context, key)));
  } catch (error) {
    own.summary.textContent = error.message;
    return;
  }
  draw(own);
}

function draw(own) {
  const state = own.context.state();
  const rows = differences(...own.points, state.info?.all_symbols ?? []);
  drawDifferences(own.group, kept.on ? rows : [], state.selected);
  setText(own.toggle, t(kept.on ? 'compare.hide' : 'compare.show'));
  setText(own.sideButton, t(own.side ? 'compare.closeSide' : 'compare.side'));
  if (own.side) own.points.forEach((points, index) => own.side.set(index, labelOf(own, index), points));
  showTable(own, rows, state);
}

function labelOf(own, index) {
  const key = [kept.first, kept.second][index];
  return own.sources.find(([one]) => one === key)?.[1] ?? key;
}

function showTable(own, rows, state) {
  const size = pixelSize(state)?.mm;
  const found = summary(rows.map((one) => one.px));
  setText(own.summary, found ? t('compare.summary', {
    count: rows.length, mean: lengthText(found.mean, size), median: lengthText(found.median, size), largest: lengthText(found.largest, size),
  }) : t('compare.nothing'));
  const { onlyFirst, onlySecond } = unmatched(...own.points, state.info?.all_symbols ?? []);
  setText(own.missing, [[labelOf(own, 0), onlyFirst], [labelOf(own, 1), onlySecond]].filter(([, symbols]) => symbols.length)
    .map(([label, symbols]) => t('compare.only', { label, symbols: symbols.join(', ') })).join(' · '));
  const sorted = [...rows].sort((first, second) => second.px - first.px);
  const shape = JSON.stringify([sorted.map(({ symbol, px }) => [symbol, lengthText(px, size)]), state.selected]);
  if (own.rows.dataset.shape === shape) return;
  own.rows.dataset.shape = shape;
  fillWith(own.rows, table([t('landmarks.symbol'), t('landmarks.name'), { text: t('compare.distance'), class: 'number' }],
    sorted.map((one) => [jump(own, one), titleOf(state, one.symbol), lengthText(one.px, size)]), { testid: 'compare-table' }));
}

function titleOf(state, symbol) {
  return state.landmarks?.find((one) => one.symbol === symbol)?.title ?? '';
}

function jump(own, { symbol, to }) {
  return button(symbol, () => {
    own.context.actions.select(symbol, { show: true });
    own.side?.focus(to.x, to.y);
  }, { class: 'row-button', testid: `compare-row-${symbol}` });
}

function openSide(own) {
  const { state, viewer, api, commands } = own.context;
  const { image, n } = state();
  if (!image) return;
  closeDrawer(commands);
  own.side = sideBySide(viewer.element, {
    image, tileUrl: api.tileUrl(n), start: zoomedView(viewer, image), display: viewer.display(), close: () => closeSide(own),
  });
  reload(own);
}

/** Where the reader had zoomed in; null where the whole radiograph was shown, so that each half shows it whole. */
function zoomedView(viewer, image) {
  const view = viewer.view();
  return view && view.zoom * image.height > viewer.element.clientHeight * 1.05 ? view : null;
}

function closeSide(own) {
  own.side?.destroy();
  own.side = null;
  if (own.context.state().document) draw(own);
}
