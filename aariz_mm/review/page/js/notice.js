/** A bar over the lower edge of the radiograph for what happened; it goes by itself and takes no room. */

import { setText } from './dom.js';
import { button, el } from './elements.js';

const SHOWN_MS = 9000;

/** Why nothing is shown, in the middle of the stage, in full. */
export function createFault({ subscribe, state }, stage) {
  const box = stage.appendChild(el('p', { class: 'stage-fault', testid: 'fault' }));
  const show = ({ fault }) => {
    box.hidden = !fault;
    setText(box, fault);
  };
  subscribe((now, changed) => changed.has('fault') && show(now));
  show(state());
}

/**
 * Shows state.notice; while the server is away it stays.
 * @param {object} context  {subscribe, state, set, t}
 * @param {HTMLElement} stage
 */
export function createNotice({ subscribe, set, state, t }, stage) {
  const words = el('span', { testid: 'notice-words' });
  const close = button('×', () => set({ notice: '' }), { class: 'button-quiet icon-button', 'data-i18n-label': 'page.close_notice', 'aria-label': t('page.close_notice') });
  const bar = stage.appendChild(el('div', { class: 'stage-notice', testid: 'notice', hidden: true }, words, close));
  let timer = null;

  subscribe((now, changed) => {
    if (!changed.has('notice') && !changed.has('online')) return;
    clearTimeout(timer);
    bar.hidden = !now.notice;
    setText(words, now.notice);
    if (now.notice && now.online && !now.comparison) timer = setTimeout(() => state().notice === now.notice && set({ notice: '' }), SHOWN_MS);
  });
}
