/** Edits of the open radiograph: each is one step of the history, is measured, saved and said. */

import * as change from './annotation.js';
import { pictureOf } from './belonging.js';
import { createHistory, endMerge, nextSteps, record, redo, undo } from './history.js';
import { actionText } from './action_words.js';
import { measureBody } from './state.js';

const NUDGE_SAVE_MS = 400;
const NUDGE_MERGE_MS = 1000;

/**
 * @param {object} parts  {store, saver, measurer, say(symbol, what), now}
 */
export function createEditing({ store, saver, measurer, say, now = () => performance.now() }) {
  const histories = new Map();
  let lastNudge = -Infinity;

  const { state, set } = store;
  const historyKey = () => `${state().n}/${state().reader}`;
  const history = () => histories.get(historyKey());

  /** Puts an annotation into the page without saving it: at opening, and while a mark is dragged. */
  function show(annotation, note = null) {
    measure(note, annotation); // first, so that the server works while the page draws
    set({ document: annotation });
  }

  function measure(note = null, document = state().document) {
    if (state().detail && document) measurer.request(measureBody({ ...state(), document }), note);
  }

  /** The history of the case goes on where it was; what changed elsewhere meanwhile is one step of it. */
  function enter(annotation) {
    const known = history();
    const same = known && change.sameAnnotation(known.present, annotation);
    keep(known ? (same ? known : record(known, annotation, 'reload')) : createHistory(annotation));
    show(history().present);
  }

  function keep(next) {
    histories.set(historyKey(), next);
    const steps = nextSteps(next);
    set({ undo: next.past.length, redo: next.future.length, nextUndo: steps.undo, nextRedo: steps.redo });
  }

  function commit(annotation, action, { mergeKey = null, delayMs = 0, note = null } = {}) {
    if (!history() || change.sameAnnotation(history().present, annotation)) return false;
    keep(record(history(), annotation, action, mergeKey));
    show(annotation, note);
    save(action, delayMs);
    return true;
  }

  function save(action, delayMs = 0) {
    const { reader, n, detail, document, version } = state();
    saver.request({ reader, n, id: detail.id, picture: pictureOf(detail), annotation: document, version, action }, delayMs);
  }

  function step(move, word) {
    const before = state().document && history();
    const after = before && move(before);
    if (!after || after === before) return;
    const action = nextSteps(before)[word];
    keep(after);
    set({ dragging: null });
    show(after.present);
    save(`${word} ${action}`);
    say(null, `page.step_${word}`, { action: actionText(action) });
  }

  function nudge(dx, dy) {
    const symbol = state().selected;
    const mark = state().document?.landmarks[symbol];
    if (!mark || mark.x === null) return;
    if (now() - lastNudge > NUDGE_MERGE_MS) histories.set(historyKey(), endMerge(history()));
    lastNudge = now();
    const place = inPicture({ x: mark.x + dx, y: mark.y + dy }, state().detail);
    const moved = change.moveMark(state().document, symbol, place);
    commit(moved, `move ${symbol}`, { mergeKey: `nudge ${symbol}`, delayMs: NUDGE_SAVE_MS });
    say(symbol, 'mark.at');
  }

  function setLandmark(symbol, place, options = {}) {
    const known = state().document.landmarks[symbol]?.visible;
    const moved = change.moveMark(state().document, symbol, inPicture(place, state().detail));
    if (commit(moved, `${known ? 'move' : 'place'} ${symbol}`, options)) say(symbol, known ? 'mark.at' : 'mark.placed');
  }

  /** Moves a mark with the hand: measured live, saved when it is let go. */
  function drag(symbol, place, note) {
    set({ dragging: symbol });
    show(change.moveMark(state().document, symbol, inPicture(place, state().detail)), note);
  }

  function endDrag(cancelled = false) {
    const symbol = state().dragging;
    if (!symbol) return;
    set({ dragging: null });
    if (cancelled) show(history().present);
    else if (commit(state().document, `move ${symbol}`)) say(symbol, 'mark.at');
  }

  function apply(next, action, symbol = null, word = null) {
    if (commit(next, action) && word) say(symbol, word);
  }

  return {
    show, measure, enter, commit, save, nudge, setLandmark, drag, endDrag,
    undo: () => step(undo, 'undo'),
    redo: () => step(redo, 'redo'),
    confirm: (symbol) => apply(change.confirmMark(state().document, symbol), `confirm ${symbol}`, symbol, 'mark.confirmed'),
    markInvisible(symbol) {
      const next = change.toggleVisible(state().document, symbol);
      const seen = next.landmarks[symbol]?.visible ?? true;
      apply(next, `${seen ? 'visible' : 'not visible'} ${symbol}`, symbol, seen ? 'mark.seen' : 'mark.unseen');
    },
    resetToReading(symbol) {
      apply(change.resetMark(state().document, symbol, state().detail.reading), `reset ${symbol}`, symbol, 'mark.reset');
    },
    setPixelSize: (mm, source, ruler = null) =>
      apply(change.withPixelSize(state().document, mm, source, ruler), 'pixel size', null, 'page.pixel_size_set'),
    setStage: (stage) => apply({ ...state().document, stage }, `stage ${stage ?? 'none'}`),
    setStatus: (status) => apply({ ...state().document, status }, status === 'finished' ? 'finish' : 'reopen'),
    restore: (saved, label) => apply(change.savedAnnotation(saved), `restore ${label}`, null, 'page.restored'),
  };
}

/** A place inside of the radiograph, from the centre of its first pixel to that of its last. */
export function inPicture({ x, y }, { width, height }) {
  return { x: rounded(Math.min(width - 1, Math.max(0, x))), y: rounded(Math.min(height - 1, Math.max(0, y))) };
}

/** Hundredths of a pixel: finer than anybody sees, and free of 812.3999999. */
export function rounded(value) {
  return Math.round(value * 100) / 100;
}
