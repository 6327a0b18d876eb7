/** Commands that keys and buttons run by name; panels may add theirs. */

import { createLoupe } from './loupe_use.js';

/**
 * @param {object} parts  {store, actions, viewer, picking, hand, regions, saver, reopenConflict}
 * @returns {Map<string, function>}
 */
export function createCommands({ store, actions, viewer, element, picking, hand, regions, saver, opening, reopenConflict }) {
  const { state } = store;

  function nextLandmark(step) {
    if (!state().document) return false;
    element.focus({ preventScroll: true });
    return actions.selectNext(step);
  }

  function back() {
    if (hand.giveUp() || regions.close()) return;
    if (picking.active()) picking.cancel();
    else if (state().mode === 'window') actions.setMode('navigate');
    else if (state().comparison) actions.compareWith(null);
    else if (state().selected) actions.select(null);
  }

  function nudge(dx, dy) {
    if (!state().selected) return void pan(dx, dy);
    actions.nudge(dx, dy);
    loupe.peek();
  }

  /** The arrows move the radiograph while no landmark is in hand. */
  function pan(dx, dy) {
    if (!state().detail) return;
    const middle = viewer.screenToImage({ x: element.clientWidth / 2, y: element.clientHeight / 2 });
    viewer.panTo(middle.x + Math.sign(dx) * 40 * viewer.px, middle.y + Math.sign(dy) * 40 * viewer.px);
  }

  const loupe = createLoupe(store, viewer);
  const aim = (dx, dy) => {
    picking.move(dx, dy);
    loupe.show(state().crosshair);
  };
  const takePoint = () => {
    loupe.show(null);
    picking.take();
  };

  return new Map(Object.entries({
    'next-doubtful': () => actions.nextDoubtful(),
    'next-landmark': nextLandmark,
    nudge, aim, 'take-point': takePoint, back,
    confirm: () => actions.confirm(),
    invisible: () => actions.markInvisible(),
    place: () => { element.focus(); actions.place(); },
    reset: () => actions.resetToReading(),
    undo: () => actions.undo(),
    redo: () => actions.redo(),
    invert: () => viewer.setInvert(!viewer.display().invert),
    window: () => actions.setMode(state().mode === 'window' ? 'navigate' : 'window'),
    loupe: () => loupe.toggle(),
    fit: () => viewer.fit(),
    'zoom-in': () => zoom(1.5),
    'zoom-out': () => zoom(1 / 1.5),
    marks: () => actions.toggleLayer('marks'),
    names: () => actions.toggleLayer('names'),
    ellipses: () => actions.toggleLayer('ellipses'),
    tracing: () => actions.toggleLayer('tracing'),
    reading: () => actions.toggleLayer('reading'),
    measurements: () => actions.showPanel('measurements'),
    finish: () => actions.finishAndNext(),
    'toggle-finished': () => toggleFinished(),
    'previous-case': () => actions.step(-1),
    'next-case': () => actions.step(1),
    region: (step) => regions.go(step),
    'toggle-cases': () => regions.toggle('cases'),
    'toggle-panels': () => regions.toggle('panels'),
    'save-now': () => (state().save.kind === 'conflict' ? reopenConflict() : saver.flush()),
    reader: () => actions.askReader(),
  }));

  function zoom(factor) {
    const mark = state().document?.landmarks[state().selected];
    viewer.zoomBy(factor, mark && mark.x !== null ? viewer.imageToScreen(mark) : null);
  }

  function toggleFinished() {
    if (state().document?.status === 'finished') actions.setStatus('draft');
    else actions.finishAndNext();
  }
}
