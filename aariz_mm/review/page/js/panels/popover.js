/** A small box below a button of the top bar: opened by it, closed by Esc, by a click elsewhere or by its button. */

import { el } from '../elements.js';
import { icon } from '../icons.js';

/**
 * @param {{name: string, icon: string, label: string, testid: string, content: Element, opened?: () => void}} options
 *   label is read out and shown as a title
 * @returns {{element: HTMLElement, button: HTMLElement, close: () => void, destroy: () => void}}
 */
export function popover({ name, icon: picture, label, testid, content, opened }) {
  const box = el('div', { class: `popover popover-${name}`, role: 'group', 'aria-label': label, hidden: true }, content);
  const toggle = el('button', {
    type: 'button', class: 'tool icon-button', testid, title: label, 'aria-label': label, 'aria-expanded': 'false',
    'aria-haspopup': 'true', on: { click: () => open(box.hidden) },
  }, icon(picture));
  const open = (on) => {
    box.hidden = !on;
    toggle.setAttribute('aria-expanded', String(on));
    if (on) { opened?.(); keepInside(box); }
  };
  const outside = (event) => { if (!box.hidden && !element.contains(event.target) && !event.target.closest?.('dialog')) open(false); };
  const escape = (event) => {
    if (event.key !== 'Escape' || box.hidden) return;
    event.stopPropagation();
    open(false);
    toggle.focus();
  };
  const element = el('div', { class: 'popover-anchor', on: { keydown: escape } }, toggle, box);
  document.addEventListener('pointerdown', outside, true);
  return { element, button: toggle, close: () => open(false), destroy: () => document.removeEventListener('pointerdown', outside, true) };
}

/** A box that would stand out of the window is moved back into it. */
function keepInside(box) {
  box.style.setProperty('translate', '0 0');
  const { left, right } = box.getBoundingClientRect();
  const over = Math.max(0, right + 8 - window.innerWidth);
  const under = Math.max(0, 8 - left);
  box.style.setProperty('translate', `${under - over}px 0`);
}
