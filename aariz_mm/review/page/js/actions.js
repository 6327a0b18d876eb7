/** What panels and keys can do, in one place. */

import { nextDoubtful, symbolAfter } from './state.js';

/**
 * @param {object} parts  {store, api, viewer, editing, opening, picking, keeping, say, describe, problem, showPanel, reader}
 */
export function createActions(parts) {
  return { ...selecting(parts), ...editingActions(parts), ...viewing(parts), ...sessionActions(parts) };
}

function selecting({ store, viewer, say, sayMark, picking }) {
  const { state, set } = store;

  function select(symbol, { show = true } = {}) {
    if (picking.active()) picking.cancel();
    set({ selected: symbol, notice: '' });
    const mark = state().document?.landmarks[symbol];
    if (show && mark && mark.x !== null) bringIntoView(viewer, mark);
    if (symbol) sayMark(symbol);
  }

  return {
    select,
    selectNext: (step) => select(symbolAfter(state(), step)),
    nextDoubtful() {
      const symbol = nextDoubtful(state());
      if (symbol) select(symbol);
      else say(null, 'page.doubtful_none');
    },
  };
}

/** Pans where a mark is outside of the radiograph's window or close to its border. */
function bringIntoView(viewer, { x, y }) {
  const { clientWidth: width, clientHeight: height } = viewer.element;
  const at = viewer.view() && viewer.imageToScreen({ x, y });
  if (at && (at.x < 24 || at.y < 24 || at.x > width - 24 || at.y > height - 24)) viewer.panTo(x, y);
}

function editingActions({ store, editing, picking, say }) {
  const { state } = store;
  const onSelected = (act) => (symbol = state().selected) => {
    if (!state().document) return;
    if (symbol) act(symbol);
    else say(null, 'page.select_hint');
  };

  async function place(symbol) {
    const point = await picking.pick({ instruction: 'page.place_where', values: { symbol }, mode: 'place' });
    if (point) editing.setLandmark(symbol, point);
  }

  return {
    setLandmark: (symbol, point) => editing.setLandmark(symbol, point),
    placeAt: (symbol, point) => editing.setLandmark(symbol, point),
    place: onSelected(place),
    nudge: (dx, dy) => editing.nudge(dx, dy),
    confirm: onSelected(editing.confirm),
    markInvisible: onSelected(editing.markInvisible),
    resetToReading: onSelected(editing.resetToReading),
    setPixelSize: editing.setPixelSize,
    setStage: editing.setStage,
    setStatus: editing.setStatus,
    restore: editing.restore,
    undo: editing.undo,
    redo: editing.redo,
    pickPoint: (options) => picking.pick(options),
    measureAgain: () => editing.measure(),
  };
}

function viewing({ store, viewer, editing, keeping, showPanel }) {
  const { state, set } = store;

  function setLayers(change) {
    const layers = { ...state().layers, ...change };
    set({ layers });
    keeping.write('layers', layers);
    if ('tracing' in change) editing.measure();
  }

  return {
    setLayers,
    toggleLayer: (name) => setLayers({ [name]: !state().layers[name] }),
    showReading: (on) => setLayers({ reading: on }),
    compareWith: (landmarks, label = '') => set({ comparison: landmarks && { landmarks, label } }),
    setMode(mode) {
      set({ mode });
      viewer.setTool(mode === 'window' ? 'window' : 'navigate');
    },
    showPanel,
    setSubject({ sex = state().sex, age = state().age }) {
      set({ sex, age });
      editing.measure();
    },
    setAnalyses(analyses) {
      set({ analyses });
      keeping.write('analyses', analyses);
      editing.measure();
    },
  };
}

function sessionActions({ store, api, opening, keeping, askReader, problem }) {
  const { state, set } = store;
  return {
    openCase: opening.openCase,
    step: opening.step,
    finishAndNext: opening.finishAndNext,
    refreshCases: opening.refreshCases,
    reloadCase: () => opening.reloadCase().catch(problem),
    askReader,
    setFilter(change) {
      set({ filter: { ...state().filter, ...change } });
      if (change.status === 'next') opening.fetchNext();
    },
    async setProfile(profile) {
      set({ profile });
      keeping.write('profile', profile);
      await opening.reloadCase().catch(problem);
    },
    async reloadGuide() {
      set({ landmarks: await api.landmarks(state().lang).catch(() => []) });
    },
  };
}
