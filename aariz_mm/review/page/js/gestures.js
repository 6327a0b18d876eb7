// What a drag, a pinch, a click and a moving pointer do on the viewer's picture. The wheel is OpenSeadragon's.

import { draggedWindow, reachableWindow } from './display.js';

/** A pointer that rests so long is told the stored value, although its tile has not been needed yet. */
const REST_MS = 150;

/** Listens on a viewer; returns a function that stops. */
export function listenToGestures(viewer) {
  const { osd } = viewer;
  const move = (event) => hover(viewer, event);
  const leave = () => {
    clearTimeout(viewer.resting);
    viewer.listeners.tell('hover', null);
  };
  osd.addHandler('canvas-key', (event) => { event.preventDefaultAction = true; });
  osd.addHandler('canvas-drag', (event) => drag(viewer, event));
  osd.addHandler('canvas-drag-end', (event) => { event.preventDefaultAction = true; });
  osd.addHandler('canvas-click', (event) => click(viewer, event));
  osd.addHandler('canvas-scroll', () => { viewer.fitted = false; });
  osd.addHandler('canvas-pinch', (event) => pinch(viewer, event));
  osd.canvas.addEventListener('pointermove', move);
  osd.canvas.addEventListener('pointerleave', leave);
  return () => {
    clearTimeout(viewer.resting);
    osd.canvas.removeEventListener('pointermove', move);
    osd.canvas.removeEventListener('pointerleave', leave);
  };
}

function drag(viewer, event) {
  event.preventDefaultAction = true;
  if (!viewer.place()) return;
  if (viewer.tool === 'window') {
    const { info } = viewer.scene.store;
    const moved = draggedWindow(viewer.scene.user, event.delta.x, event.delta.y, info.high - info.low);
    const { low, high } = reachableWindow(moved, info.bits);
    viewer.setWindow(low, high);
    return;
  }
  const { viewport } = viewer.osd;
  viewer.fitted = false;
  viewport.panBy(viewport.deltaPointsFromPixels(event.delta.negate()), true);
  viewport.applyConstraints(true);
}

/** Two fingers hold the image points that they took. */
function pinch(viewer, event) {
  event.preventDefaultPanAction = true;
  event.preventDefaultZoomAction = true;
  const { viewport } = viewer.osd;
  const held = viewport.pointFromPixel(event.lastCenter, true);
  viewer.fitted = false;
  viewport.panBy(held.minus(viewport.pointFromPixel(event.center, true)), true);
  viewport.zoomBy(event.distance / event.lastDistance, held, true);
  viewport.applyConstraints(true);
}

function click(viewer, { quick, position, originalEvent }) {
  if (!quick || !viewer.place()) return;
  const screen = { x: position.x, y: position.y };
  viewer.listeners.tell('click', { ...viewer.screenToImage(screen), screen, event: originalEvent });
}

function hover(viewer, { clientX, clientY }) {
  if (!viewer.listeners.has('hover') || !viewer.place()) return;
  const box = viewer.element.getBoundingClientRect();
  const { x, y } = viewer.screenToImage({ x: clientX - box.left, y: clientY - box.top });
  const { store } = viewer.scene;
  const tell = () => viewer.listeners.tell('hover', { x, y, value: store.valueAt(x, y) });
  tell();
  clearTimeout(viewer.resting);
  if (store.valueAt(x, y) !== null) return;
  viewer.resting = setTimeout(() => store.loadValueAt(x, y).then((value) => value !== null && tell(), () => {}), REST_MS);
}
