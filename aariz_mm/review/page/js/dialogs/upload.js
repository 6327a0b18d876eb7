/** New radiographs: each is sent by itself, and what was refused is told with its reason. */

import { openDialog } from '../dialog.js';
import { el, fillWith } from '../elements.js';
import { t, tn } from '../i18n.js';
import { fileField } from './file_field.js';

const MOST_BYTES = 200e6;

/**
 * @param {object} context of the panels
 * @param {File[]} files that are there already
 */
export function uploadDialog(context, files) {
  const own = { context, running: false };
  own.result = el('ul', { class: 'upload-list', testid: 'upload-result', role: 'status' });
  own.bar = el('progress', { max: 1, value: 0, hidden: true, 'aria-label': t('upload.progress') });
  own.field = fileField({ accept: 'image/*,.dcm,.dicom,.tif,.tiff,.bmp', files, changed: () => {} });
  const body = el('div', { class: 'dialog-body' }, el('p', {}, t('upload.about')), own.field.element, own.bar, own.result);
  return openDialog({
    testid: 'upload-dialog', title: t('files.upload'), body,
    buttons: [{ testid: 'upload-close', text: t('dialog.close') },
      { testid: 'upload-start', text: t('upload.start'), main: true, stay: () => sendAll(own) }],
  });
}

async function sendAll(own) {
  const files = own.field.files();
  if (own.running) return;
  if (!files.length) { fillWith(own.result, el('li', { class: 'note warn' }, t('files.none'))); return; }
  own.running = true;
  own.field.close();
  Object.assign(own.bar, { hidden: false, max: files.length, value: 0 });
  fillWith(own.result);
  let added = 0;
  for (const file of files) {
    const refused = await sendOne(own.context.api, file);
    added += refused ? 0 : 1;
    own.bar.value += 1;
    own.result.append(el('li', { class: refused ? 'note bad' : 'note good' }, el('strong', {}, file.name), ' ', refused || t('upload.added')));
  }
  own.running = false;
  own.context.announce(tn('upload.done', added));
  own.context.actions.refreshCases();
}

/** @returns {Promise<string>} why it was refused, '' where it was taken */
async function sendOne(api, file) {
  if (file.size > MOST_BYTES) return t('upload.tooLarge', { most: '200 MB' });
  const form = new FormData();
  form.append('files', file, file.name);
  try {
    const { refused = [] } = await api.addCases(form);
    return refused.map((one) => one.reason).join('; ');
  } catch (error) {
    return error.message;
  }
}
