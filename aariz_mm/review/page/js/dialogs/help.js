/** All keys of the page, and what it is for. */

import { openDialog } from '../dialog.js';
import { checkbox, el } from '../elements.js';
import { t } from '../i18n.js';
import { icon } from '../icons.js';
import { setSingleKeys, singleKeysOn } from '../single_keys.js';

/** Keys by what they are for; the words are help.key.<name>. */
export const KEYS = {
  landmarks: [
    ['Tab', 'next'], ['Shift+Tab', 'previous'], ['N', 'doubtful'], ['Enter', 'confirm'], ['V', 'invisible'], ['P', 'place'],
    ['Del', 'reset'],
  ],
  move: [['← ↑ ↓ →', 'nudge'], ['Shift+←', 'fine'], ['Ctrl+←', 'coarse'], ['Ctrl+Z', 'undo'], ['Ctrl+Shift+Z', 'redo']],
  picture: [['0', 'fit'], ['+', 'in'], ['−', 'out'], ['W', 'window'], ['I', 'invert'], ['L', 'loupe']],
  tools: [['R', 'ruler'], ['T', 'tracing'], ['E', 'ellipses'], ['M', 'measurements'], ['G', 'guide'], ['C', 'comment']],
  cases: [['[', 'before'], [']', 'after'], ['F', 'finish'], ['F6', 'region'], ['Esc', 'escape'], ['?', 'help']],
};

function helpDialog(context) {
  const info = context.state().info ?? {};
  const groups = Object.entries(KEYS).map(([name, keys]) => el('section', {}, el('h3', {}, t(`help.group.${name}`)),
    el('dl', { class: 'keys' }, keys.map(([key, words]) => el('div', {}, el('dt', {}, keyParts(key)), el('dd', {}, t(`help.key.${words}`)))))));
  const model = info.model ? t('help.model', { name: info.model.name ?? '', hash: (info.model.sha256 ?? '').slice(0, 12) }) : '';
  const body = el('div', { class: 'dialog-body help' }, el('div', { class: 'help-keys' }, groups),
    checkbox(t('help.single_keys'), singleKeysOn(), (on) => setSingleKeys(on), { testid: 'single-keys', 'aria-describedby': 'single-keys-note' }),
    el('p', { id: 'single-keys-note', class: 'quiet small' }, t('help.single_keys_note')),
    el('p', { class: 'note warn', testid: 'help-not-for-diagnosis' }, t('page.notForDiagnosisLong')),
    el('p', { class: 'quiet small' }, [t('help.version', { version: info.version ?? '' }), model].filter(Boolean).join(' · ')));
  const buttons = [{ testid: 'help-close', text: t('dialog.close'), main: true }];
  return openDialog({ testid: 'help-dialog', title: t('help.title'), body, buttons });
}

/**
 * A key as it is written on a keyboard, each part by itself.
 * @param {string} key e.g. 'Ctrl+Shift+Z'; '+' alone is a key
 */
function keyParts(key) {
  const parts = key === '+' ? ['+'] : key.split(/[+ ]/);
  return parts.map((part) => el('kbd', {}, part));
}

/** The tool of the top bar; see panel_host.js. */
export function createHelp(context) {
  const open = () => helpDialog(context);
  context.commands.set('help', open);
  const element = el('button', { type: 'button', class: 'tool icon-button', testid: 'help', title: `${t('help.title')} (?)`,
    'aria-label': t('help.title'), on: { click: open } }, icon('help'));
  return { element, update: () => {} };
}
