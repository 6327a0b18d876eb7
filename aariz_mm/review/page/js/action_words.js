/** What was done, as it is saved in English ('move A'), in the reader's language. */

import { t } from './i18n.js';

const KEYS = {
  'not visible': 'action.not', 'pixel size': 'action.pixel', move: 'action.move', place: 'action.place', confirm: 'action.confirm',
  visible: 'action.visible', reset: 'action.reset', 'stage none': 'action.no_stage', stage: 'action.stage',
  finish: 'action.finish', reopen: 'action.reopen',
  restore: 'action.restore', reload: 'action.reload', import: 'action.import', undo: 'action.undo', redo: 'action.redo',
};

/**
 * Words for an action; one that is unknown stays as it is.
 * @param {string | null | undefined} action e.g. 'move A', 'undo not visible Po'
 */
export function actionText(action) {
  if (!action) return t('action.unknown');
  const verb = Object.keys(KEYS).find((one) => action === one || [' ', ':'].includes(action[one.length]) && action.startsWith(one));
  if (!verb) return action;
  const rest = action.slice(verb.length).replace(/^:? /, '');
  const what = ['undo', 'redo'].includes(verb) && rest ? actionText(rest) : rest;
  return t(KEYS[verb], { what }).trim();
}
