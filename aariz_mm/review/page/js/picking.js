/** Points that are asked for: by a click on the radiograph, or at a crosshair that the arrows move. */

/**
 * @param {object} parts  {store, viewer}
 * @returns {{pick: function, move: function, take: function, cancel: function}}
 */
export function createPicking({ store, viewer, say }) {
  const { state, set } = store;
  let answer = null;

  /** Asks for a point; null when it is given up or another one is asked for. */
  function pick({ instruction, values = {}, mode = 'pick' }) {
    cancel();
    set({ mode, instruction, instructionValues: values, crosshair: middle() });
    say(null, instruction, values);
    viewer.element?.focus();
    return new Promise((resolve) => {
      answer = resolve;
    });
  }

  function middle() {
    const { width, height } = state().detail;
    const box = document.getElementById('viewer').getBoundingClientRect();
    const point = viewer.screenToImage({ x: box.width / 2, y: box.height / 2 });
    return inside(point, width, height);
  }

  function move(dx, dy) {
    const { crosshair, detail } = state();
    set({ crosshair: inside({ x: crosshair.x + dx, y: crosshair.y + dy }, detail.width, detail.height) });
    say(null, 'page.crosshair', { x: state().crosshair.x.toFixed(1), y: state().crosshair.y.toFixed(1) });
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
    set({ mode: 'navigate', instruction: '', instructionValues: {}, crosshair: null });
    told?.(point);
  }

  return { pick, move, take, cancel, active: () => answer !== null };
}

function inside({ x, y }, width, height) {
  return { x: Math.min(width - 1, Math.max(0, x)), y: Math.min(height - 1, Math.max(0, y)) };
}
