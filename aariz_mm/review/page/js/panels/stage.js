/** The CVM stage: what the model thinks of it, what the reader says, and how each stage looks. */

import { button, el, fillWith, scrollBox } from '../elements.js';
import { t } from '../i18n.js';

const STAGES = [1, 2, 3, 4, 5, 6];

/** A panel of the host: see panel_host.js. */
export function create(context) {
  const own = { context };
  own.cards = new Map(STAGES.map((stage) => [stage, card(stage, context)]));
  own.state = el('p', { class: 'small', testid: 'stage-state' });
  own.clear = button(t('stage.clear'), () => context.actions.setStage(null), { class: 'button-quiet', testid: 'stage-clear' });
  const list = el('div', { class: 'stages', role: 'radiogroup', 'aria-label': t('stage.choose'), on: { keydown: (event) => move(own, event) } },
    [...own.cards.values()].map((one) => one.element));
  const element = el('section', { class: 'panel-body' }, el('p', { class: 'quiet small' }, t('stage.about')), own.state,
    scrollBox(t('stage.tab'), list, el('p', { class: 'quiet small source' }, t('stage.source'))), own.clear);
  return { element, update: (state, changed) => update(own, state, changed) };
}

/**
 * Probabilities of the six stages in a reading; null where the model gives none.
 * @param {object | null} cvm of the reading: {stage, probabilities: {'CVM-S1': 0.1, …} | number[]}
 * @returns {number[] | null}
 */
export function stageProbabilities(cvm) {
  const given = cvm?.probabilities ?? cvm?.cvm_probabilities;
  if (!given) return null;
  const list = Array.isArray(given) ? given : STAGES.map((stage) => given[`CVM-S${stage}`]);
  return list.length === STAGES.length && list.every(Number.isFinite) ? list : null;
}

function card(stage, { actions }) {
  const bar = el('span', { class: 'stage-bar' });
  const share = el('span', { class: 'stage-share' });
  const element = el('button', {
    type: 'button', class: 'stage-card', role: 'radio', 'aria-checked': 'false', testid: `stage-${stage}`,
    on: { click: () => actions.setStage(stage) },
  }, el('span', { class: 'stage-name' }, `CS${stage}`), el('span', { class: 'stage-meter' }, bar, share),
  el('span', { class: 'stage-text small' }, t(`stage.text.${stage}`)));
  return { element, bar, share };
}

function update(own, state, changed) {
  if (!['document', 'detail', 'n'].some((name) => changed.has(name))) return;
  const chosen = state.document?.stage ?? null;
  const probabilities = stageProbabilities(state.detail?.reading?.cvm);
  const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) + 1 : null;
  for (const [stage, one] of own.cards) showCard(one, stage, { chosen, best, share: probabilities?.[stage - 1], open: state.document });
  own.clear.disabled = chosen === null;
  fillWith(own.state, stateText(chosen, best, probabilities));
}

function showCard({ element, bar, share: text }, stage, { chosen, best, share, open }) {
  element.disabled = !open;
  element.setAttribute('aria-checked', String(stage === chosen));
  element.tabIndex = stage === (chosen ?? 1) ? 0 : -1;
  element.classList.toggle('best', stage === best);
  bar.style.setProperty('inline-size', `${Math.round((share ?? 0) * 100)}%`);
  text.textContent = Number.isFinite(share) ? `${Math.round(share * 100)} %` : '';
}

function stateText(chosen, best, probabilities) {
  const model = best ? t('stage.model', { stage: best, share: Math.round(probabilities[best - 1] * 100) }) : t('stage.noModel');
  return chosen ? `${t('stage.yours', { stage: chosen })} · ${model}` : model;
}

function move(own, event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const cards = [...own.cards.values()].map((one) => one.element);
  const next = cards[(cards.indexOf(document.activeElement) + step + cards.length) % cards.length];
  next.focus();
  next.click();
  event.preventDefault();
  event.stopPropagation();
}
