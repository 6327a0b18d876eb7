/** The bar on top: which case, undo and redo, whether it is saved, what is doubtful, finish, and who reads. */

import { setAttributes, setText } from './dom.js';
import { el } from './elements.js';
import { actionText } from './action_words.js';
import { stageIcon } from './stage_icons.js';
import { doubtfulSymbols } from './state.js';

/**
 * @param {object} context
 * @param {HTMLElement} bar
 * @returns {{tools: HTMLElement}} place for the tools of the panels
 */
export function createTopBar(context, bar) {
  const { commands, t, subscribe, state } = context;
  const run = (name) => () => commands.get(name)?.();
  const iconButton = (name, testid, key, command, extra = {}) => el('button', {
    type: 'button', class: 'icon-button', testid, 'data-i18n-title': key, 'data-i18n-label': key, on: { click: run(command) }, ...extra,
  }, stageIcon(name));

  const cases = iconButton('list', 'toggle-cases', 'page.toggle_cases', 'toggle-cases', { class: 'icon-button drawer-button', 'aria-controls': 'cases' });
  const panels = iconButton('panels', 'toggle-panels', 'page.toggle_panels', 'toggle-panels', { class: 'icon-button drawer-button', 'aria-controls': 'panels' });
  const title = el('h1', { class: 'case-title', testid: 'case-title' });
  const undo = iconButton('undo', 'undo', 'page.undo', 'undo', { 'data-i18n-title': null });
  const redo = iconButton('redo', 'redo', 'page.redo', 'redo', { 'data-i18n-title': null });
  const save = el('button', { type: 'button', class: 'save-state button-quiet', testid: 'save-state', on: { click: run('save-now') } });
  const doubtful = el('button', { type: 'button', testid: 'next-doubtful', on: { click: run('next-doubtful') } });
  const finish = el('button', { type: 'button', class: 'button-main', testid: 'finish', on: { click: run('toggle-finished') } });
  const reader = el('button', { type: 'button', class: 'button-quiet reader-button', testid: 'reader', 'data-i18n-title': 'session.change', on: { click: run('reader') } });
  const tools = el('div', { class: 'top-tools', role: 'toolbar', 'data-i18n-label': 'page.tools' });
  bar.append(cases, title, undo, redo, save, el('span', { class: 'spring' }), doubtful, finish, tools, reader, panels);

  function update(now) {
    setText(title, now.detail?.id ?? (now.opening ? t('page.opening') : ''));
    setAttributes(title, { title: now.detail?.id });
    // Their titles name the step, so that a change of the language must not put the plain word there.
    setAttributes(undo, { disabled: now.undo === 0, title: hint('page.undo', now.nextUndo) });
    setAttributes(redo, { disabled: now.redo === 0, title: hint('page.redo', now.nextRedo) });
    showSave(save, now, t);
    const left = doubtfulSymbols(now).length;
    setText(doubtful, now.document ? context.tn('page.doubtful', left) : t('page.doubtful_none'));
    setAttributes(doubtful, { disabled: left === 0, class: left ? 'has-doubt' : '', title: t('page.doubtful_hint') });
    const finished = now.document?.status === 'finished';
    setText(finish, t(finished ? 'page.finished' : 'page.finish'));
    setAttributes(finish, { disabled: !now.document, title: t(finished ? 'page.finished_hint' : 'page.finish_hint'), class: finished ? 'is-finished' : 'button-main' });
    setText(reader, now.reader || t('session.none'));
  }

  const hint = (key, action) => (action ? `${t(key)}: ${actionText(action)}` : t(key));
  const WATCHED = ['detail', 'document', 'undo', 'redo', 'save', 'reader', 'opening', 'lang', 'online', 'version', 'dragging'];
  const isLive = (now, changed) => now.dragging && !changed.has('dragging');
  subscribe((now, changed) => !isLive(now, changed) && WATCHED.some((name) => changed.has(name)) && update(now));
  update(state());
  return { tools };
}

function showSave(node, { save, online, document }, t) {
  const kind = !document && save.kind === 'idle' ? 'none' : save.kind;
  const time = save.time ? clock(save.time) : '';
  const key = kind === 'failed' && !online ? 'saving.away' : `saving.${kind}`;
  setText(node, t(key, { time, reason: save.reason }));
  setAttributes(node, { class: `save-state button-quiet save-${kind}`, 'data-save': kind, title: t(`saving.${kind}_hint`) });
}

const CLOCK = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Hours and minutes of a time, as the reader's own clock has them. */
export function clock(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : CLOCK.format(date);
}
