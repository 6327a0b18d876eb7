/** The tabs at the right and the tools in the top bar, made from what panels/index.js lists. */

import { setAttributes } from './dom.js';
import { el } from './elements.js';

const EVERYTHING = (state) => new Set(Object.keys(state));

/**
 * @param {object} context  what a panel may read and do (see panels/index.js)
 * @param {HTMLElement} region  takes the tabs and the panels
 * @param {Array<{name: string, title: string, create: function}>} panels
 * @returns {{show: function(string): void}}
 */
export function createPanelHost(context, region, panels) {
  const { t, subscribe, store } = context;
  const made = panels.map((panel) => ({ ...panel, ...panel.create(context) }));
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': t('page.panels') });
  made.forEach((panel) => frame(panel, show, t));
  list.append(...made.map((panel) => panel.tab));
  list.addEventListener('keydown', (event) => moveFocus(event, made, show));
  region.append(list, ...made.map((panel) => panel.frame));

  function show(name) {
    const panel = made.find((one) => one.name === name) ?? made[0];
    if (!panel) return;
    made.forEach((one) => choose(one, one === panel));
    panel.update(context.state(), EVERYTHING(context.state()));
    store.set({ panel: panel.name });
  }

  subscribe((state, changed) => {
    made.find((one) => one.name === state.panel)?.update(state, changed);
  });
  show(context.state().panel);
  return { show };
}

function frame(panel, show, t) {
  panel.tab = el('button', {
    role: 'tab', type: 'button', id: `tab-${panel.name}`, testid: `tab-${panel.name}`,
    'aria-controls': `panel-${panel.name}`, 'data-i18n': panel.title, on: { click: () => show(panel.name) },
  }, t(panel.title));
  panel.frame = el('div', {
    role: 'tabpanel', class: 'panel', id: `panel-${panel.name}`, testid: `panel-${panel.name}`,
    'aria-labelledby': panel.tab.id,
  }, panel.element);
}

function choose(panel, chosen) {
  setAttributes(panel.tab, { 'aria-selected': String(chosen), tabindex: chosen ? '0' : '-1' });
  panel.frame.hidden = !chosen;
}

function moveFocus(event, made, show) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = made.findIndex((panel) => panel.tab === document.activeElement);
  const next = made[(at + step + made.length) % made.length];
  show(next.name);
  next.tab.focus();
  event.preventDefault();
  event.stopPropagation();
}

/** Puts the small tools of the panels into the top bar and keeps them up to date. */
export function addTools(context, bar, tools) {
  const made = tools.map((tool) => tool.create(context));
  bar.append(...made.map((tool) => tool.element));
  made.forEach((tool) => tool.update(context.state(), EVERYTHING(context.state())));
  context.subscribe((state, changed) => made.forEach((tool) => tool.update(state, changed)));
}
