/** Two viewers beside each other over the main one; each follows the other. */

import { drawSource } from './compare_drawing.js';
import { el, svg } from './elements.js';
import { keepOver } from './floating.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { Viewer } from './viewer.js';

/**
 * @param {HTMLElement} parent the box of the main viewer
 * @param {{image: object, tileUrl: Function, start: {x: number, y: number, px: number} | null, display: object, close: () => void}} options
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
    focus: (x, y) => panes[0].viewer.focus(x, y, panes[0].viewer.px),
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
  if (await opened && start) one.viewer.focus(start.x, start.y, start.px, true);
}

/**
 * The middle of a view, in image px.
 * @param {object} viewer
 * @returns {{x: number, y: number, px: number} | null}
 */
export function middleOf(viewer) {
  if (!viewer.view) return null;
  const { width, height } = viewer.element.getBoundingClientRect();
  return { ...viewer.screenToImage({ x: width / 2, y: height / 2 }), px: viewer.px };
}

/** Each view that a person changes is given to the other one; what follows from that is not given back. */
function link(viewers) {
  let leader = null;
  const leads = viewers.map((viewer, index) => {
    const take = () => { leader = index; };
    for (const name of ['pointerdown', 'wheel', 'focusin']) viewer.element.addEventListener(name, take, { capture: true, passive: true });
    return viewer.onChange((change) => {
      if (leader !== index) return;
      const other = viewers[1 - index];
      const middle = middleOf(viewer);
      if (middle && other.view && !change.window) other.focus(middle.x, middle.y, middle.px, true);
      if (change.window) other.setWindow(viewer.display.low, viewer.display.high);
    });
  });
  leader = 0;
  return () => leads.forEach((end) => end());
}
