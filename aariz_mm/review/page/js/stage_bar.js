/** Beside the radiograph its tools, under it a line about the landmark in hand or the point that is asked for. */

import { setAttributes, setText } from './dom.js';
import { el } from './elements.js';
import { describeMark, titleOf } from './speech.js';
import { stageIcon } from './stage_icons.js';

const TOOLS = [
  ['window', 'tool-window'], ['invert', 'tool-invert'], ['loupe', 'tool-loupe'], null,
  ['fit', 'tool-fit'], ['zoom-in', 'tool-zoom-in'], ['zoom-out', 'tool-zoom-out'], null,
  ['marks', 'tool-marks'], ['names', 'tool-names'], ['ellipses', 'tool-ellipses'], ['reading', 'tool-reading'],
];

/** The column of tools at the left of the radiograph. */
export function createStageTools({ commands, subscribe, state, display }, column) {
  const buttons = new Map(TOOLS.filter(Boolean).map(([name, testid]) => [name, toolButton(name, testid, commands)]));
  column.append(...TOOLS.map((tool) => (tool ? buttons.get(tool[0]) : el('hr', { 'aria-hidden': 'true' }))));
  setAttributes(column, { role: 'toolbar', 'aria-orientation': 'vertical', 'data-i18n-label': 'tool.all' });

  function update(now) {
    const pressed = {
      window: now.mode === 'window', invert: display().invert, loupe: now.loupe,
      marks: now.layers.marks, names: now.layers.names, ellipses: now.layers.ellipses, reading: now.layers.reading,
    };
    for (const [name, on] of Object.entries(pressed)) setAttributes(buttons.get(name), { 'aria-pressed': String(Boolean(on)) });
    for (const button of buttons.values()) setAttributes(button, { disabled: !now.image });
  }

  subscribe((now, changed) => ['mode', 'layers', 'display', 'image', 'loupe'].some((name) => changed.has(name)) && update(now));
  update(state());
}

function toolButton(name, testid, commands) {
  const key = `tool.${name.replace('-', '_')}`;
  return el('button', {
    type: 'button', class: 'icon-button', testid, 'data-i18n-title': key, 'data-i18n-label': key,
    on: { click: () => commands.get(name)?.() },
  }, stageIcon(name));
}

/** The line under the radiograph: what is selected and what can be done with it. */
export function createStageLine({ commands, subscribe, state, t }, line) {
  const words = el('span', { class: 'stage-words', testid: 'selected-words' });
  const act = (name, testid, key) => el('button', { type: 'button', class: 'button-quiet', testid, 'data-i18n-label': key, 'data-i18n-title': key, on: { click: () => commands.get(name)?.() } },
    stageIcon(name), el('span', { 'data-i18n': key }));
  const acts = [act('confirm', 'confirm', 'mark.confirm'), act('place', 'place', 'mark.place'),
    act('unseen', 'invisible', 'mark.make_unseen'), act('reset', 'reset', 'mark.reset_short')];
  const cancel = el('button', { type: 'button', class: 'button-quiet', testid: 'pick-cancel', 'data-i18n': 'page.cancel', on: { click: () => commands.get('back')?.() } });
  line.append(words, el('span', { class: 'spring' }), ...acts, cancel);

  function update(now) {
    const picking = now.mode === 'pick' || now.mode === 'place';
    setText(words, lineText(now, picking, t));
    words.title = words.textContent;
    setAttributes(line, { 'data-picking': String(picking) });
    const mark = now.document?.landmarks[now.selected];
    acts.forEach((button) => { button.hidden = picking || !now.selected; });
    acts[0].disabled = !mark || mark.x === null || mark.confirmed;
    acts[3].disabled = !mark;
    cancel.hidden = !picking;
  }

  const WATCHED = ['document', 'selected', 'mode', 'instruction', 'detail', 'lang', 'landmarks', 'opening', 'fault'];
  subscribe((now, changed) => WATCHED.some((name) => changed.has(name)) && update(now));
  update(state());
}

function lineText(state, picking, t) {
  if (picking) return t(state.instruction, state.instructionValues);
  if (!state.document && state.fault) return state.fault;
  if (!state.document) return state.opening ? t('page.opening') : t('page.no_case');
  if (!state.selected) return t(matchMedia('(pointer: coarse)').matches ? 'page.touch_hint' : 'page.select_hint');
  const title = titleOf(state, state.selected);
  const words = describeMark(state, state.selected, t);
  return title === state.selected ? words : `${title}: ${words}`;
}
