/** The list of cases: sorted by the server, filtered here, each row a thumbnail, its doubt and its state. */

import { setAttributes, setText } from './dom.js';
import { el } from './elements.js';
import { shownCases } from './state.js';

const STATUSES = ['', 'next', 'open', 'draft', 'finished', 'failed'];

/**
 * @param {object} context  {state, subscribe, actions, api, t, tn}
 * @param {HTMLElement} region
 */
export function createCaseList(context, region) {
  const { state, subscribe, actions, t } = context;
  const rows = new Map();
  let pictures = false;
  const filter = filterBox(context);
  const count = el('p', { class: 'cases-count', role: 'status', testid: 'cases-count' });
  const list = el('div', { class: 'case-rows', role: 'listbox', 'data-i18n-label': 'cases.list', testid: 'case-rows' });
  const reading = el('div', { class: 'cases-reading', testid: 'cases-reading', hidden: true });
  region.append(filter, count, reading, list);

  function draw() {
    const shown = shownCases(state());
    const wanted = shown.map((row) => rowNode(row));
    if (!sameOrder(list, wanted)) list.replaceChildren(...wanted);
    shown.forEach((row) => fillRow(rows.get(row.n), row, context));
    showPictures();
    setText(count, context.tn('cases.count', shown.length, { all: state().cases.length }));
    showProgress(reading, state().reading, t);
    setFocusable(list, rows.get(state().n)?.node);
  }

  function rowNode(row) {
    if (!rows.has(row.n)) rows.set(row.n, createRow(row));
    return rows.get(row.n).node;
  }

  /** Thumbnails come after the first radiograph, so that it need not wait for them; a file that cannot be read has none. */
  function showPictures() {
    if (!pictures) return;
    for (const { n, state: read } of state().cases) {
      const picture = rows.get(n)?.picture;
      if (picture && read !== 'failed' && !picture.src) picture.src = context.api.thumbnailUrl(n);
    }
  }

  function showOpen(n) {
    for (const [own, { node }] of rows) setAttributes(node, { 'aria-selected': String(own === n) });
    setFocusable(list, rows.get(n)?.node);
    rows.get(n)?.node.scrollIntoView({ block: 'nearest' });
  }

  list.addEventListener('keydown', (event) => moveInList(event, list));
  list.addEventListener('click', (event) => {
    const row = event.target.closest('[data-n]');
    if (row) actions.openCase(Number(row.dataset.n));
  });
  subscribe((now, changed) => {
    if (['cases', 'filter', 'reading', 'lang', 'nextCases'].some((name) => changed.has(name))) draw();
    if (changed.has('n') || changed.has('cases')) showOpen(now.n);
    if (!pictures && (now.picture || now.fault)) {
      pictures = true;
      showPictures();
    }
  });
  draw();
  return { focus: () => (list.querySelector('[tabindex="0"]') ?? list.firstElementChild ?? region).focus() };
}

function filterBox({ state, actions, t, subscribe }) {
  const text = el('input', {
    type: 'search', testid: 'case-filter', 'data-i18n-placeholder': 'cases.search', 'data-i18n-label': 'cases.search',
    on: { input: () => actions.setFilter({ text: text.value }) },
  });
  const status = el('select', {
    testid: 'case-status-filter', 'data-i18n-label': 'cases.status',
    on: { change: () => actions.setFilter({ status: status.value }) },
  }, ...STATUSES.filter((name) => name !== 'next' || !state().info.blind).map((name) => el('option', { value: name, 'data-i18n': `cases.filter_${name || 'all'}` })));
  status.value = state().filter.status;
  const step = (by, testid, key, sign) => el('button', {
    type: 'button', class: 'icon-button', testid, 'data-i18n-title': key, 'data-i18n-label': key, on: { click: () => actions.step(by) },
  }, sign);
  const buttons = el('div', { class: 'case-steps' }, step(-1, 'case-prev', 'cases.previous', '‹'), step(1, 'case-next', 'cases.next', '›'));
  subscribe((now, changed) => {
    if (changed.has('filter') && text.value !== now.filter.text) text.value = now.filter.text;
  });
  return el('div', { class: 'case-filter' }, text, el('div', { class: 'case-filter-line' }, status, buttons));
}

function createRow(row) {
  const picture = el('img', { alt: '', width: 44, height: 52, loading: 'lazy', decoding: 'async' });
  const [name, doubt, badge, facts] = ['name', 'doubt', 'badge', 'facts'].map((part) => el('span', { class: `case-${part}` }));
  const node = el('div', {
    class: 'case-row', role: 'option', tabindex: '-1', testid: `case-row-${row.n}`, 'data-n': row.n, 'aria-selected': 'false',
  }, picture, el('span', { class: 'case-words' }, name, el('span', { class: 'case-line' }, doubt, badge), facts));
  picture.addEventListener('error', () => picture.classList.add('missing'));
  return { node, picture, name, doubt, badge, facts };
}

function fillRow({ node, name, doubt, badge, facts }, row, context) {
  const status = row.state === 'failed' ? 'failed' : row.status ?? (row.state === 'waiting' ? 'waiting' : 'untouched');
  setText(name, row.id);
  setAttributes(name, { title: row.id });
  setText(doubt, row.state === 'failed' ? '' : doubtOf(row, context.t));
  setText(facts, rowFacts(row, context));
  facts.hidden = facts.textContent === '';
  setAttributes(facts, { title: facts.textContent });
  setText(badge, context.t(`cases.is_${status}`));
  setAttributes(badge, { class: `case-badge case-${status}`, title: row.failure ?? false });
  setAttributes(node, { 'data-status': status });
}

function rowFacts(row, { tn, state }) {
  if (row.state === 'failed') return row.failure ?? '';
  const others = (row.readers ?? []).filter((reader) => reader !== state().reader).length;
  return [
    row.comments ? tn('cases.comments', row.comments) : '',
    others ? tn('cases.others', others) : '',
  ].filter(Boolean).join(' · ');
}

function doubtOf({ doubt_mm: mm, doubt_px: px }, t) {
  if (typeof mm === 'number') return t('mark.doubt_mm', { value: mm.toFixed(1) });
  return typeof px === 'number' ? t('cases.doubt_share', { value: (px / 10).toFixed(2) }) : '';
}

function showProgress(node, { done, total }, t) {
  node.hidden = done >= total;
  setText(node, t('cases.reading', { done, total }));
}

function sameOrder(list, wanted) {
  return list.children.length === wanted.length && wanted.every((node, at) => list.children[at] === node);
}

function setFocusable(list, open) {
  list.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
  (open?.isConnected ? open : list.firstElementChild)?.setAttribute('tabindex', '0');
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

function moveInList(event, list) {
  const row = event.target.closest('[data-n]');
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter' || event.key === ' ') row.click();
  else if (event.key in STEPS) moveFocus(list, row, STEPS[event.key]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function moveFocus(list, row, step) {
  const all = [...list.children];
  const at = Math.min(all.length - 1, Math.max(0, all.indexOf(row) + step));
  setFocusable(list, all[at]);
  all[at].focus();
}
