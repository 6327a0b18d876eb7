/** Two viewers beside each other over the main one; each follows the other. */

import { drawSource } from './compare_drawing.js';
import { el, svg } from './elements.js';
import { keepOver } from './floating.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { Viewer } from './viewer.js';

/**
 * @param {HTMLElement} parent the box of the main viewer
 * @param {{image: object, tileUrl: Function, start: {x: number, y: number, zoom: number} | null, display: object, close: () => void}} options
 * @returns {{set: (index: 0 | 1, label: string, points: object) => void, focus: (x: number, y: number) => void, destroy: () => void}}
 */
export function sideBySide(parent, { image, tileUrl, start, display, close }) {
  const panes = ['from', 'to'].map((kind) => pane(kind));
  const end = el('button', { type: 'button', class: 'side-close', testid: 'side-close', title: t('compare.closeSide'),
    'aria-label': t('compare.closeSide'), on: { click: close } }, icon('close'));
  const element = el('div', { class: 'side-by-side', testid: 'side-by-side' }, panes.map((one) => one.element), end);
  const takeAway = keepOver(element, parent);
  for (const one of panes) openPane(one, image, tileUrl, display, start);
  const unlink = link(panes.map((one) => one.viewer));
  return {
    set: (index, label, points) => {
      panes[index].caption.textContent = label;
      drawSource(panes[index].group, points, panes[index].kind);
    },
    focus: (x, y) => panes[0].viewer.panTo(x, y),
    destroy: () => { unlink(); panes.forEach((one) => one.viewer.destroy()); takeAway(); },
  };
}

function pane(kind) {
  const caption = el('p', { class: `side-caption ${kind}` });
  const box = el('div', { class: 'side-viewer' });
  return { kind, caption, box, element: el('div', { class: 'side-pane' }, box, caption) };
}

async function openPane(one, image, tileUrl, display, start) {
  one.viewer = new Viewer(one.box);
  one.group = one.viewer.overlay.appendChild(svg('g', { class: 'compare' }));
  const opened = one.viewer.open(image, tileUrl);
  one.viewer.setWindow(display.low, display.high);
  one.viewer.setGamma(display.gamma);
  one.viewer.setSharpen(display.sharpen);
  one.viewer.setInvert(display.invert);
  if (await opened && start) one.viewer.setView(start);
}

/** Each view that a person changes is given to the other viewer; what setView did is not given back. */
function link(viewers) {
  const ends = viewers.map((viewer, index) => viewer.onChange(({ set, window }) => {
    const other = viewers[1 - index];
    if (set || !other.view()) return;
    if (!window) other.setView(viewer.view());
    else copyWindow(viewer.display(), other);
  }));
  return () => ends.forEach((end) => end());
}

function copyWindow({ low, high }, other) {
  const now = other.display();
  if (now.low !== low || now.high !== high) other.setWindow(low, high);
}
