/** Puts the page together: state, server, viewer, landmarks, list, panels, keys. */

import { createActions } from './actions.js';
import { readAddress } from './address.js';
import { createApi } from './api.js';
import { createCaseList } from './case_list.js';
import { createCommands } from './commands.js';
import { openDialog } from './dialog.js';
import { setAttributes } from './dom.js';
import { listenToHand } from './dragging.js';
import { createEditing } from './editing.js';
import { el } from './elements.js';
import { followAddress } from './following.js';
import { language, loadLanguages, onLanguage, t, tn, translatePage } from './i18n.js';
import { createKeeping } from './keeping.js';
import { listenToKeys } from './keyboard.js';
import { createMarks, markId } from './marks.js';
import { createMeasurer } from './measuring.js';
import { createFault, createNotice } from './notice.js';
import { createOpening } from './opening.js';
import { addTools, createPanelHost } from './panel_host.js';
import { PANELS, TOOLS } from './panels/index.js';
import { createPicking } from './picking.js';
import { createRegions } from './regions.js';
import { createReport } from './reporting.js';
import { createReview } from './review_hook.js';
import { saveBody, createSaver } from './saving.js';
import { createAnnouncer, createSpeech } from './speech.js';
import { createReaderDesk } from './reader_desk.js';
import { createRecovering } from './recovering.js';
import { createStageLine, createStageTools } from './stage_bar.js';
import { initialState } from './state.js';
import { createStore } from './store.js';
import { createTopBar } from './top_bar.js';
import { Viewer } from './viewer.js';

const node = (id) => document.getElementById(id);

/** Makes everything, then asks who reads and opens the case of the address, or the most doubtful one. */
async function start() {
  const review = createReview();
  await loadLanguages();
  const store = createStore({ ...initialState(), lang: language() });
  const parts = { store, review, timings: review.timings };
  parts.api = createApi({ onContact: (online) => parts.report?.contact(online), onOther: showOther });
  const info = await firstAnswer(parts.api);
  parts.keeping = createKeeping(localStorage, info.home_id);
  parts.api.belongTo(info.home_id);
  restoreChoices(parts, info);
  build(parts);
  onLanguage((lang) => {
    store.set({ lang });
    parts.actions.reloadGuide();
  });
  review.watch(parts);
  await begin(parts);
}

/** The page of the review that came to this address; what was not saved stays with the one before. */
function showOther() {
  location.reload();
  return t('page.other_review');
}

/** GET /api/info, asked until the server answers. */
async function firstAnswer(api) {
  for (;;) {
    try {
      return await api.info();
    } catch (error) {
      node('stage-line').textContent = error.status === 0 ? t('page.away') : error.message;
      if (!error.passes) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2000));
      node('stage-line').textContent = '';
    }
  }
}

function restoreChoices({ store, keeping }, info) {
  const layers = { ...store.state().layers, ...keeping.read('layers', {}) };
  store.set({
    info, layers, analyses: keeping.read('analyses', []), profile: keeping.read('profile', ''),
    panel: keeping.read('panel', 'landmarks'), filter: { text: '', status: keeping.read('status', '') },
  });
}

function build(parts) {
  const { store, api, keeping, timings } = parts;
  const { state, set, subscribe } = store;
  parts.element = node('viewer');
  parts.viewer = new Viewer(parts.element);
  parts.announce = createAnnouncer(node('live'));
  Object.assign(parts, createSpeech({ store, announce: parts.announce, t }));
  parts.report = createReport(parts, { t, tn });
  parts.problem = parts.report.problem;
  parts.saver = createSaver({
    put: (job) => api.save(job.n, job.reader, saveBody(job)),
    report: (job, told) => parts.report.saving(job, told), keep: keeping.keepJob, drop: keeping.dropJob,
  });
  parts.measurer = createMeasurer({
    ask: api.measure, take: (measures, stamp) => takeMeasures(store, timings, measures, stamp), fail: parts.problem,
  });
  parts.editing = createEditing(parts);
  parts.recover = createRecovering({ keeping, editing: parts.editing, t });
  parts.opening = createOpening(parts);
  parts.picking = createPicking({ ...parts, t });
  const desk = createReaderDesk(parts, { t });
  parts.askReader = desk.change;
  parts.desk = desk;
  parts.showPanel = (name) => parts.host?.show(name);
  parts.actions = createActions(parts);
  parts.hand = listenToHand({ ...parts, around: node('stage'), select: parts.actions.select });
  const context = {
    store, state, set, subscribe, api, t, tn, el, openDialog, viewer: parts.viewer, actions: parts.actions,
    announce: parts.announce, display: () => parts.viewer.display(), commands: new Map(),
  };
  const marks = createMarks({ store, viewer: parts.viewer, t });
  context.layer = marks.layer;
  show(parts, context);
}

function show(parts, context) {
  const { store, viewer, element } = parts;
  const list = createCaseList(context, node('cases'));
  parts.regions = createRegions({ cases: node('cases'), viewer: element, panels: node('panels'), focusCases: list.focus });
  const commands = createCommands({ ...parts, reopenConflict: () => parts.report.askConflict() });
  for (const [name, act] of commands) context.commands.set(name, act);
  const { tools } = createTopBar(context, node('top'));
  createStageTools(context, node('stage-tools'));
  createStageLine(context, node('stage-line'));
  createNotice(context, node('stage'));
  createFault(context, node('stage'));
  parts.host = createPanelHost(context, node('panels'), PANELS);
  addTools(context, tools, TOOLS);
  listenToKeys({ viewer: element, commands: context.commands, picking: parts.picking });
  describeViewer(store, element, viewer);
  followAddress(parts);
  translateStatic(store);
}

function takeMeasures({ set }, timings, measures, stamp) {
  set({ measures });
  if (stamp === null) return;
  timings.lastDragToNumbersMs = performance.now() - stamp;
  timings.dragToNumbersMs.push(timings.lastDragToNumbersMs);
}

function describeViewer({ subscribe, set }, element, viewer) {
  const help = element.parentElement.appendChild(el('p', { id: 'viewer-help', class: 'visually-hidden', 'data-i18n': 'page.viewer_help' }));
  setAttributes(element, { role: 'application', 'data-i18n-label': 'page.viewer', 'aria-describedby': help.id });
  subscribe((state, changed) => {
    if (changed.has('selected')) setAttributes(element, { 'aria-activedescendant': state.selected && markId(state.selected) });
    if (changed.has('mode')) element.dataset.mode = state.mode;
    if (changed.has('image')) element.parentElement.dataset.empty = String(!state.image);
  });
  viewer.onChange((change) => change.window && set({ display: viewer.display() }));
  viewer.on('error', ({ message }) => set({ notice: message }));
}

function translateStatic({ subscribe }) {
  translatePage(document);
  subscribe((_, changed) => changed.has('lang') && translatePage(document));
}

async function begin(parts) {
  const { store, actions, opening, desk, review } = parts;
  await desk.first();
  await actions.reloadGuide();
  await opening.refreshCases();
  desk.resend().catch(parts.problem);
  await opening.fetchNext();
  const wanted = readAddress(location.hash);
  const rows = store.state().cases;
  const row = rows.find((one) => one.n === wanted.n) ?? rows[0];
  if (row) await opening.openCase(row.n, row.n === wanted.n ? wanted : {});
  else waitForFirst(parts);
}

/** A folder without a radiograph: the first that comes is opened. */
function waitForFirst({ store, opening, review }) {
  store.set({ fault: t('page.no_folder_cases') });
  review.empty();
  const end = store.subscribe(({ cases }) => {
    if (cases.length === 0) return;
    end();
    opening.openCase(cases[0].n);
  });
}

start();
