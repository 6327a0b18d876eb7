/** The tabs at the right and the tools in the top bar, made from what panels/index.js lists. */

import { setAttributes } from './dom.js';
import { el, fillWith } from './elements.js';

const EVERYTHING = (state) => new Set(Object.keys(state));

/**
 * Another language makes all panels anew.
 * @param {object} context  what a panel may read and do (see panels/index.js)
 * @param {HTMLElement} region  takes the tabs and the panels
 * @param {Array<{name: string, title: string, create: function}>} panels
 * @returns {{show: function(string): void}}
 */
export function createPanelHost(context, region, panels) {
  const { subscribe, set } = context;
  let made = [];

  function build() {
    made.forEach((panel) => panel.destroy?.());
    made = panels.map((panel) => framed({ ...panel, ...panel.create(context) }, show, context.t));
    const list = el('div', { class: 'tabs', role: 'tablist', 'data-i18n-label': 'page.panels', 'aria-label': context.t('page.panels') });
    list.append(...made.map((panel) => panel.tab));
    list.addEventListener('keydown', (event) => moveFocus(event, made, show));
    fillWith(region, list, made.map((panel) => panel.frame));
    show(context.state().panel);
  }

  function show(name) {
    const panel = made.find((one) => one.name === name) ?? made[0];
    if (!panel) return;
    made.forEach((one) => choose(one, one === panel));
    set({ panel: panel.name });
    panel.update(context.state(), EVERYTHING(context.state()));
  }

  subscribe((state, changed) => {
    if (changed.has('lang')) build();
    else made.find((one) => one.name === state.panel)?.update(state, changed);
  });
  build();
  return { show };
}

function framed(panel, show, t) {
  const tab = el('button', {
    role: 'tab', type: 'button', id: `tab-${panel.name}`, testid: `tab-${panel.name}`,
    'aria-controls': `panel-${panel.name}`, on: { click: () => show(panel.name) },
  }, t(panel.title));
  const frame = el('div', {
    role: 'tabpanel', class: 'panel', id: `panel-${panel.name}`, testid: `panel-${panel.name}`, 'aria-labelledby': tab.id,
  }, panel.element);
  return { ...panel, tab, frame };
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
  let made = [];
  const build = () => {
    made.forEach((tool) => tool.destroy?.());
    made = tools.map((tool) => tool.create(context));
    fillWith(bar, made.map((tool) => tool.element));
    made.forEach((tool) => tool.update?.(context.state(), EVERYTHING(context.state())));
  };
  context.subscribe((state, changed) => {
    if (changed.has('lang')) build();
    else made.forEach((tool) => tool.update?.(state, changed));
  });
  build();
}
