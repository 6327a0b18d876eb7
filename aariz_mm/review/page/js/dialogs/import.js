/** Annotations of other programs, as revisions of the reader; what did not fit is told. */

import { openDialog } from '../dialog.js';
import { el, fillWith, select, table } from '../elements.js';
import { said, t, tn } from '../i18n.js';
import { guessFormat } from './dropping.js';
import { fileField } from './file_field.js';

const FORMATS = ['labelme', 'coco', 'cvat', 'csv'];
const MOST_ROWS = 200;

/**
 * @param {object} context of the panels
 * @param {File[]} files that are there already
 */
export function importDialog(context, files) {
  const own = { context, format: guessFormat(files), chosen: false };
  own.result = el('div', { testid: 'import-result', role: 'status' });
  own.format_field = select(FORMATS.map((one) => [one, t(`format.${one}`)]), own.format,
    (value) => { own.format = value; own.chosen = true; }, { testid: 'import-format' });
  own.field = fileField({ accept: '.json,.xml,.csv,.zip', files, changed: (now) => suggest(own, now) });
  const body = el('div', { class: 'dialog-body' }, el('p', {}, t('import.about', { reader: context.state().reader || '?' })),
    el('label', { class: 'field' }, el('span', {}, t('files.format')), own.format_field), own.field.element, own.result);
  return openDialog({
    testid: 'import-dialog', title: t('files.import'), body,
    buttons: [{ testid: 'import-close', text: t('dialog.close') },
      { testid: 'import-start', text: t('import.start'), main: true, stay: () => send(own) }],
  });
}

function suggest(own, files) {
  if (own.chosen || !files.length || !own.format_field) return;
  own.format = guessFormat(files);
  own.format_field.value = own.format;
}

async function send(own) {
  const { api, state, actions, announce } = own.context;
  const files = own.field.files();
  if (!files.length) return fillWith(own.result, el('p', { class: 'note warn' }, t('files.none')));
  if (!state().reader) return fillWith(own.result, el('p', { class: 'note warn' }, t('import.noReader')));
  fillWith(own.result, el('p', {}, t('files.sending')));
  const form = new FormData();
  for (const file of files) form.append('files', file, file.webkitRelativePath || file.name);
  try {
    const answer = await api.importFiles(own.format, state().reader, form);
    fillWith(own.result, resultOf(answer));
    announce(tn('import.done', answer.imported.length));
    actions.refreshCases();
    actions.reloadCase();
  } catch (error) {
    fillWith(own.result, el('p', { class: 'note bad' }, error.message));
  }
  return undefined;
}

/**
 * What an import came to, in lines of text with their kind.
 * @param {{imported: string[], changed?: string[], unchanged?: string[]}} answer
 * @returns {Array<['good' | 'warn' | '', string]>}
 */
export function importLines({ imported = [], changed = [], unchanged = [] }) {
  const lines = [[imported.length || unchanged.length ? 'good' : 'warn', tn('import.done', imported.length)]];
  if (changed.length) lines.push(['', tn('import.changed', changed.length)]);
  if (unchanged.length) lines.push(['', tn('import.unchanged', unchanged.length)]);
  return lines;
}

function resultOf(answer) {
  const { misfits = [] } = answer;
  const rows = misfits.slice(0, MOST_ROWS).map((one) => [said('misfit', one.kind), [...new Set([one.where, one.what])].join(': '), one.detail ?? '']);
  const heads = [t('import.kind'), t('import.where'), t('import.what')];
  return [importLines(answer).map(([kind, text]) => el('p', { class: kind ? `note ${kind}` : 'small quiet' }, text)),
    misfits.length > 0 && el('h3', {}, tn('import.misfits', misfits.length)),
    misfits.length > 0 && el('div', { class: 'scroll limited', tabindex: 0 }, table(heads, rows, { testid: 'import-misfits' })),
    misfits.length > MOST_ROWS && el('p', { class: 'quiet small' }, t('import.more', { count: misfits.length - MOST_ROWS }))];
}
