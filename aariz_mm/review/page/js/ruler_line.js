/** The ruler on the radiograph: a line with two ends that can be dragged or nudged by keys. */

import { svg } from './elements.js';
import { nudged } from './ruler.js';

/**
 * @param {SVGElement} group layer in image px
 * @param {{viewer: object, labels: [string, string], moved: (from: object, to: object) => void}} options
 *   viewer.screenToImage turns client px into image px
 * @returns {{set: (from: object, to: object) => void, remove: () => void, focus: () => void}}
 */
export function rulerLine(group, { viewer, labels, moved }) {
  const ends = [{ x: 0, y: 0 }, { x: 0, y: 0 }];
  const lines = ['ruler-halo', 'ruler-line'].map((name) => svg('line', { class: name }));
  const show = () => draw(ends, lines, handles);
  const move = (index, point) => {
    ends[index] = point;
    show();
    moved(...ends);
  };
  const handles = labels.map((label, index) => handle(label, index, { viewer, ends, move }));
  group.append(...lines, ...handles);
  return {
    set: (from, to) => { ends[0] = from; ends[1] = to; show(); },
    remove: () => group.replaceChildren(),
    focus: () => handles[1].focus(),
  };
}

function draw(ends, lines, handles) {
  for (const line of lines) {
    ends.forEach(({ x, y }, index) => {
      line.setAttribute(`x${index + 1}`, x);
      line.setAttribute(`y${index + 1}`, y);
    });
  }
  ends.forEach(({ x, y }, index) => handles[index].setAttribute('transform', `translate(${x} ${y})`));
}

function handle(label, index, { viewer, ends, move }) {
  const node = svg('g', {
    class: 'ruler-end', tabindex: 0, role: 'button', 'aria-label': label, 'data-testid': `ruler-end-${index + 1}`,
    on: {
      pointerdown: (event) => {
        event.preventDefault();
        event.stopPropagation();
        node.focus();
        node.setPointerCapture(event.pointerId);
      },
      pointermove: (event) => {
        if (node.hasPointerCapture(event.pointerId)) move(index, clientToImage(viewer, event));
      },
      keydown: (event) => {
        const point = nudged(ends[index], event);
        if (!point) return;
        event.preventDefault();
        event.stopPropagation();
        move(index, point);
      },
    },
  }, svg('circle', { class: 'ruler-touch' }), svg('path', { class: 'ruler-cross on-screen', d: 'M-10 0H-2M2 0H10M0 -10V-2M0 2V10' }));
  return node;
}

function clientToImage(viewer, { clientX, clientY }) {
  const box = viewer.element.getBoundingClientRect();
  return viewer.screenToImage({ x: clientX - box.left, y: clientY - box.top });
}
