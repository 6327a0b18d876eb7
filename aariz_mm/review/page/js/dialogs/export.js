/** The reader's annotations as files of other programs, or as a dataset to train on. */

import { openDialog } from '../dialog.js';
import { el, fillWith } from '../elements.js';
import { t, tn } from '../i18n.js';

const FORMATS = ['aariz', 'coco', 'labelme', 'cvat', 'csv'];

/** @param {object} context of the panels */
export function exportDialog(context) {
  const own = { context, format: FORMATS[0], result: el('p', { role: 'status', testid: 'export-result' }) };
  const body = el('div', { class: 'dialog-body' }, el('p', {}, t('export.about', { reader: context.state().reader || '?' })),
    el('fieldset', { class: 'choices' }, el('legend', {}, t('files.format')), FORMATS.map((one) => choice(own, one))), own.result);
  return openDialog({
    testid: 'export-dialog', title: t('files.export'), body,
    buttons: [{ testid: 'export-close', text: t('dialog.close') },
      { testid: 'export-start', text: t('export.start'), main: true, stay: () => fetchZip(own) }],
  });
}

function choice(own, format) {
  const radio = el('input', { type: 'radio', name: 'export-format', value: format, testid: `export-${format}`,
    checked: format === own.format, on: { change: () => { own.format = format; } } });
  return el('label', { class: 'check' }, radio, el('span', {}, el('strong', {}, t(`format.${format}`)), ' ',
    el('span', { class: 'quiet small' }, t(`export.${format}`))));
}

async function fetchZip(own) {
  const { api, state } = own.context;
  const { reader } = state();
  fillWith(own.result, t('export.making'));
  try {
    const answer = await fetch(api.exportUrl(own.format, reader));
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? `${answer.status}`);
    keep(await answer.blob(), nameOf(answer) || `${reader}_${own.format}.zip`);
    const left = Number(answer.headers.get('X-Left-Out') ?? 0);
    fillWith(own.result, t('export.made'), left > 0 && ` ${tn('export.leftOut', left)}`);
  } catch (error) {
    fillWith(own.result, el('span', { class: 'note bad' }, error.message));
  }
}

function nameOf(answer) {
  const given = answer.headers.get('Content-Disposition') ?? '';
  const encoded = /filename\*=(?:UTF-8|utf-8)''([^;]+)/.exec(given)?.[1];
  return encoded ? decodeURIComponent(encoded) : /filename="?([^";]+)"?/.exec(given)?.[1] ?? '';
}

function keep(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
