/** Boxes that stand over the radiograph without being part of it, so that its marks do not take their clicks. */

import { el } from './elements.js';

/**
 * Keep an element on the place of another one as that moves or grows.
 * @param {HTMLElement} node
 * @param {HTMLElement} place
 * @returns {() => void} ends it and takes the element away
 */
export function keepOver(node, place) {
  const follow = () => {
    const { left, top, width, height } = place.getBoundingClientRect();
    const box = { left, top, width, height };
    for (const [name, value] of Object.entries(box)) node.style.setProperty(name, `${value}px`);
  };
  const watcher = new ResizeObserver(follow);
  watcher.observe(place);
  window.addEventListener('resize', follow);
  document.body.append(node);
  follow();
  return () => { watcher.disconnect(); window.removeEventListener('resize', follow); node.remove(); };
}

/**
 * A small box at the lower edge of the radiograph; the keys typed in it are its own.
 * @param {HTMLElement} place of the viewer
 * @param {{label: string, testid: string, close: () => void}} options
 * @param {...Node} children
 * @returns {() => void} takes it away
 */
export function floatingBox(place, { label, testid, close }, ...children) {
  const keys = (event) => {
    if (event.key === 'Escape') close();
    event.stopPropagation();
  };
  const box = el('div', { class: 'floating', role: 'dialog', 'aria-label': label, testid, on: { keydown: keys } }, children);
  return keepOver(el('div', { class: 'floating-frame' }, box), place);
}

/** @returns {boolean} whether the panels are a drawer over the radiograph (regions.js) */
export function isNarrow() {
  return matchMedia('(max-width: 1023px)').matches;
}

/**
 * Close the drawer that covers a part of the radiograph.
 * @param {Map<string, Function>} commands
 */
export function closeDrawer(commands) {
  const { drawer } = document.body.dataset;
  if (drawer && isNarrow()) commands.get(`toggle-${drawer}`)?.();
}
