/** Points that are asked for: by a click on the radiograph, or at a crosshair that the arrows move. */

import { inPicture } from './editing.js';

/** A point asked for this soon after another begins at it: the other end of a ruler. */
const FOLLOWS_MS = 300;

/**
 * @param {object} parts  {store, viewer, announce, t}
 * @returns {{pick: function, move: function, take: function, cancel: function}}
 */
export function createPicking({ store, viewer, announce, t }) {
  const { state, set } = store;
  let answer = null;
  let last = { point: null, time: -Infinity };

  /** Asks for a point; null when it is given up or another one is asked for. */
  function pick({ instruction, values = {}, mode = 'pick' }) {
    cancel();
    const follows = last.point && performance.now() - last.time < FOLLOWS_MS;
    set({ mode, instruction, instructionValues: values, crosshair: follows ? last.point : middle() });
    announce(t(instruction, values));
    viewer.element?.focus();
    return new Promise((resolve) => {
      answer = resolve;
    });
  }

  function middle() {
    const box = document.getElementById('viewer').getBoundingClientRect();
    const point = viewer.screenToImage({ x: box.width / 2, y: box.height / 2 });
    return inPicture(point, state().detail);
  }

  function move(dx, dy) {
    const { crosshair, detail } = state();
    set({ crosshair: inPicture({ x: crosshair.x + dx, y: crosshair.y + dy }, detail) });
    const { x, y } = state().crosshair;
    announce(t('page.crosshair', { x: x.toFixed(1), y: y.toFixed(1) }));
  }

  function take(point = state().crosshair) {
    end(point);
  }

  function cancel() {
    if (answer) end(null);
  }

  function end(point) {
    const told = answer;
    answer = null;
    last = { point, time: performance.now() };
    set({ mode: 'navigate', instruction: '', instructionValues: {}, crosshair: null });
    told?.(point);
  }

  return { pick, move, take, cancel, active: () => answer !== null };
}
