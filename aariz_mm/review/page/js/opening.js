/** Opens radiographs, keeps the list fresh and tells the server's state of a case to the page. */

import { annotationOf, sameAnnotation, savedAnnotation, withModelMarks } from './annotation.js';
import { isOf } from './belonging.js';
import { t, tn } from './i18n.js';
import { caseAfter, doubtfulSymbols } from './state.js';

const NEXT_CASES = 20;
const WARM_AFTER_MS = 400;
const LISTING_MS = { reading: 2000, resting: 20000 };

/**
 * @param {object} parts  {store, api, viewer, editing, saver, keeping, recover, say, problem(error), timings}
 */
export function createOpening(parts) {
  const { store, api, viewer, editing, measurer, saver, keeping, recover, say, announce, problem, timings } = parts;
  const { state, set } = store;
  let asked = 0;
  let timer = null;
  let warming = null;

  /**
   * Opens a case.
   * @param {{selected?: string, view?: {x: number, y: number, px: number}}} wanted  what the address asks for
   * @param {boolean} again  also where it is open already: for another reader
   */
  async function openCase(n, wanted = {}, again = false) {
    if (n === state().n && state().detail && !again) return;
    const own = (asked += 1);
    const begun = performance.now();
    leave(n);
    try {
      const [detail, image] = await fetchCase(n);
      if (own === asked && image) await take(detail, image, begun, wanted);
      else if (own === asked) tellUnreadable(detail);
    } catch (error) {
      if (own === asked) fail(error);
    } finally {
      if (own === asked) set({ opening: false });
    }
  }

  /** A case and its picture. What the list calls failed may have no picture: then none is asked for. */
  async function fetchCase(n) {
    const { reader, profile, cases } = state();
    const detail = api.case(n, reader, profile);
    const isFailed = cases.find((row) => row.n === n)?.state === 'failed';
    const image = isFailed ? detail.then((found) => (found.bits === null ? null : api.image(n))) : api.image(n);
    return Promise.all([detail, image]);
  }

  function tellUnreadable({ id, failure }) {
    const fault = `${id}: ${failure}`;
    set({ fault });
    announce(fault);
  }

  /** What cannot be opened shows nothing, and not the radiograph before it. */
  function fail(error) {
    set({ fault: error.message });
    if (error.status !== 409) problem(error);
    else announce(error.message);
  }

  function leave(n) {
    clearTimeout(warming);
    saver.flush();
    measurer.forget();
    set({
      n, opening: true, picture: false, fault: '', detail: null, image: null, document: null, measures: null, dragging: null, comparison: null,
      mode: 'navigate', crosshair: null, instruction: '', version: 0, save: { kind: 'idle', time: null, reason: '' },
    });
  }

  async function take(detail, image, begun, { selected = null, view = null }) {
    set({ image, selected: null, notice: '', ...subjectOf(detail) });
    const drawn = viewer.open(image, api.tileUrl(detail.n));
    enter(detail);
    set({ opening: false, selected });
    if (!(await drawn)) return;
    timings.firstPictureMs = performance.now() - begun;
    if (view) viewer.focus(view.x, view.y, view.px, true);
    set({ picture: true });
    announce(t('page.opened', { id: detail.id }));
    warmNext();
  }

  /** Lets the server decode the next radiograph while this one is looked at. */
  function warmNext() {
    const row = caseAfter(state(), 1);
    clearTimeout(warming);
    if (row && row.state !== 'failed') warming = setTimeout(() => api.image(row.n).catch(() => {}), WARM_AFTER_MS);
  }

  function enter(detail) {
    const { reader } = state();
    const saved = detail.annotation;
    const unsaved = saver.pending(reader, detail.n) ?? keptOf(detail, reader);
    const time = saved ? { kind: 'saved', time: saved.time, reason: '' } : state().save;
    set({ detail, version: unsaved?.version ?? saved?.version ?? 0, save: time });
    editing.enter(unsaved ? withReading(unsaved.annotation, detail.reading) : annotationOf(detail));
    if (unsaved && !saver.pending(reader, detail.n)) {
      editing.save(unsaved.action);
      say(null, 'saving.recovered');
    }
    recover(detail, reader, () => reader === state().reader && isStillOpen(detail)).catch(problem);
  }

  function isStillOpen(detail) {
    const now = state().detail;
    return now?.n === detail.n && isOf({ id: detail.id, picture: detail }, now);
  }

  /** What was kept of this very picture; what the server has meanwhile is let go. */
  function keptOf(detail, reader) {
    const kept = keeping.jobsOf(reader, detail.n).find((job) => isOf(job, detail));
    if (!kept || !detail.annotation || !sameAnnotation(kept.annotation, savedAnnotation(detail.annotation))) return kept ?? null;
    keeping.dropJob(kept);
    return null;
  }

  /** The same case again: its reading came, another profile moves it, or the other side of a conflict was taken. */
  async function reloadCase() {
    const { n, reader, profile } = state();
    if (n === null) return;
    const own = asked;
    const detail = await api.case(n, reader, profile);
    if (own === asked) enter(detail);
  }

  async function refreshCases() {
    clearTimeout(timer);
    try {
      const { cases, reading } = await api.cases(state().reader);
      set({ cases, reading });
      if (isReadNow()) await reloadCase();
    } catch (error) {
      if (error.status !== 0) problem(error);
    }
    const busy = state().reading.done < state().reading.total;
    timer = setTimeout(refreshCases, busy ? LISTING_MS.reading : LISTING_MS.resting);
  }

  /** Whether the model has read the open case since it was opened. */
  function isReadNow() {
    const { n, cases, detail, info, dragging } = state();
    const waits = detail && !detail.reading && !info.blind && !dragging;
    return waits && cases.find((row) => row.n === n)?.state === 'read';
  }

  /** Cases that teach the reader's profile most; none where the server has none to offer. */
  async function fetchNext() {
    if (state().filter.status !== 'next') return;
    const { cases } = await api.next(NEXT_CASES, state().reader).catch((error) => (problem(error), { cases: [] }));
    set({ nextCases: cases.map(({ n }) => n) });
  }

  /** Tells the row of a case what was saved, without asking the server. */
  function noteSaved(job) {
    if (job.reader !== state().reader) return;
    const change = { status: job.annotation.status, version: job.version };
    set({ cases: state().cases.map((row) => (row.n === job.n ? { ...row, ...change } : row)) });
    if (change.status === 'finished') fetchNext();
  }

  function step(by) {
    const row = caseAfter(state(), by);
    if (!row) return void say(null, by > 0 ? 'cases.last' : 'cases.first');
    openCase(row.n);
  }

  /** Finishes and opens the next case; says which doubtful landmarks nobody looked at. */
  async function finishAndNext() {
    if (!state().document) return;
    const left = state().document.status === 'finished' ? [] : doubtfulSymbols(state());
    const row = caseAfter(state(), 1);
    editing.setStatus('finished');
    if (row) await openCase(row.n);
    else say(null, 'cases.finished_last');
    if (left.length > 0) set({ notice: tn('page.left_doubtful', left.length, { symbols: left.join(', ') }) });
  }

  return { openCase, reloadCase, refreshCases, fetchNext, noteSaved, step, finishAndNext };
}

function withReading(annotation, reading) {
  return { ...annotation, landmarks: withModelMarks(annotation.landmarks, reading, annotation.status) };
}

const SEXES = { f: 'female', m: 'male' };

function subjectOf(detail) {
  return { sex: SEXES[detail.sex] ?? detail.sex ?? null, age: detail.age ?? null };
}
