/** The state of the page as plain data, and what follows from it. No DOM, no network. */

import { visiblePoints } from './annotation.js';

/** From this expected error on an untouched landmark is doubtful: 2 mm, the field's bound of what is accepted. */
export const DOUBTFUL_MM = 2;
/** Without millimetres: the share of the image height. */
export const DOUBTFUL_SHARE = 0.01;

/** The state before anything is loaded. */
export function initialState() {
  return {
    info: null, landmarks: [], reader: '', cases: [], reading: { done: 0, total: 0 }, filter: { text: '', status: '' }, nextCases: [],
    n: null, fault: '', detail: null, image: null, document: null, version: 0, sex: null, age: null, opening: false,
    dragging: null, selected: null, mode: 'navigate', instruction: '', crosshair: null,
    measures: null, measuresOf: null, analyses: [], comparison: null, profile: '',
    layers: { marks: true, names: true, ellipses: true, tracing: true, reading: false },
    save: { kind: 'idle', time: null, reason: '' }, undo: 0, redo: 0, nextUndo: null, nextRedo: null,
    online: true, panel: 'landmarks', notice: '', loupe: false, picture: false, display: null,
    instructionValues: {}, lang: 'en',
  };
}

/** All symbols in the official order. */
export function symbolsInOrder(state) {
  return state.info?.all_symbols ?? [];
}

/** What the model found of a landmark; undefined where it found nothing. */
export function readingOf(state, symbol) {
  return state.detail?.reading?.landmarks.find((one) => one.symbol === symbol);
}

/** The model's expected error of a landmark in pixels; null where unknown. */
export function expectedErrorPx(state, symbol) {
  return readingOf(state, symbol)?.expected_error_px ?? null;
}

/** The model's expected error of a landmark in mm; null without a pixel size. */
export function expectedErrorMm(state, symbol) {
  const error = expectedErrorPx(state, symbol);
  const { mm } = pixelSize(state);
  return error === null || mm === null ? null : error * mm;
}

/** The pixel size in force, mm per pixel or null, and where it comes from: the reader's, else that of the file. */
export function pixelSize({ document, detail }) {
  const said = document?.pixel_size_mm ? document : detail;
  return { mm: said?.pixel_size_mm ?? null, source: said?.pixel_size_source ?? '' };
}

/** Whether a person should look: an untouched mark of the model whose expected error is large. */
export function isDoubtful(state, symbol) {
  const mark = state.document?.landmarks[symbol];
  if (!mark || mark.by !== 'model' || mark.confirmed || !mark.visible) return false;
  return doubt(state, symbol) >= 1;
}

/** Expected error as a multiple of what makes a landmark doubtful; 0 where unknown. */
export function doubt(state, symbol) {
  const millimetres = expectedErrorMm(state, symbol);
  if (millimetres !== null) return millimetres / DOUBTFUL_MM;
  const pixels = expectedErrorPx(state, symbol);
  return pixels === null || !state.detail.height ? 0 : pixels / (DOUBTFUL_SHARE * state.detail.height);
}

/** How a landmark is drawn and named: model, doubtful, moved, confirmed, unseen or missing. */
export function markKind(state, symbol) {
  const mark = state.document?.landmarks[symbol];
  if (!mark) return 'missing';
  if (!mark.visible) return 'unseen';
  if (mark.confirmed) return 'confirmed';
  if (mark.by !== 'model') return 'moved';
  return isDoubtful(state, symbol) ? 'doubtful' : 'model';
}

/** The landmark `step` places on in the official order, round the end; the first or last where none is selected. */
export function symbolAfter(state, step) {
  const symbols = symbolsInOrder(state);
  if (symbols.length === 0) return null;
  const at = symbols.indexOf(state.selected);
  if (at < 0) return step > 0 ? symbols[0] : symbols.at(-1);
  return symbols[(at + step + symbols.length) % symbols.length];
}

/** Doubtful landmarks, the most doubtful first. */
export function doubtfulSymbols(state) {
  const open = symbolsInOrder(state).filter((symbol) => isDoubtful(state, symbol));
  return open.sort((one, other) => doubt(state, other) - doubt(state, one));
}

/** The doubtful landmark after the selected one, the most doubtful first; null where none is left. */
export function nextDoubtful(state) {
  const open = doubtfulSymbols(state);
  return open[(open.indexOf(state.selected) + 1) % open.length] ?? null;
}

/** Rows of the list that the filter lets through, in their order. */
export function shownCases(state) {
  const wanted = state.filter.text.trim().toLowerCase();
  return candidates(state).filter((row) => row.id.toLowerCase().includes(wanted) && hasStatus(row, state.filter.status));
}

/** All cases in the server's order, or those that are worth correcting next, in theirs. */
function candidates({ cases, filter, nextCases }) {
  if (filter.status !== 'next') return cases;
  return nextCases.map((n) => cases.find((row) => row.n === n)).filter(Boolean);
}

function hasStatus(row, status) {
  if (status === '' || status === 'next') return true;
  if (status === 'open') return row.status !== 'finished';
  if (status === 'untouched') return !row.status;
  return row.status === status || row.state === status;
}

/** The row `step` places from the open one among those shown; null at the ends. */
export function caseAfter(state, step) {
  const rows = shownCases(state);
  const at = rows.findIndex((row) => row.n === state.n);
  if (at < 0) return (step > 0 ? rows[0] : rows.at(-1)) ?? null;
  return rows[at + step] ?? null;
}

/** Body of POST /api/measure for what stands in the page. */
export function measureBody(state) {
  const { document, detail } = state;
  const { mm } = pixelSize(state);
  return {
    landmarks: visiblePoints(document),
    pixel_size_mm: mm,
    magnification: mm === detail.pixel_size_mm ? detail.magnification : null,
    sex: state.sex, age: state.age,
    analyses: state.analyses, tracing: state.layers.tracing,
    width: detail.width, height: detail.height,
    n: detail.n, profile: state.profile,
  };
}
