/** A field for files: chosen by a dialogue of the browser or dropped on it, listed with their sizes. */

import { button, el, fillWith } from '../elements.js';
import { t } from '../i18n.js';

/**
 * A size that a person reads. Example: 2300000 -> '2.3 MB'
 * @param {number} bytes
 */
export function sizeText(bytes) {
  if (bytes < 1e3) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * @param {{accept?: string, files: File[], changed: (files: File[]) => void}} options
 * @returns {{element: HTMLElement, files: () => File[], close: () => void}} close: no more files can be chosen
 */
export function fileField({ accept, files, changed }) {
  const own = { files: [...files] };
  const list = el('ul', { class: 'file-list', testid: 'file-list' });
  const input = el('input', {
    type: 'file', multiple: true, accept, class: 'visually-hidden', tabindex: -1, testid: 'file-input', 'aria-label': t('files.choose'),
  });
  const show = () => {
    const lines = own.files.map((file) => el('li', {}, file.name, el('span', { class: 'quiet' }, ` ${sizeText(file.size)}`)));
    fillWith(list, lines.length ? lines : el('li', { class: 'quiet' }, t('files.dropHere')));
    changed(own.files);
  };
  const add = (more) => { own.files = [...own.files, ...more]; show(); };
  input.addEventListener('change', () => { add(input.files); input.value = ''; });
  const choose = button(t('files.choose'), () => input.click(), { testid: 'file-choose' });
  const on = { drop: (event) => dropped(event, add), dragover: (event) => event.preventDefault() };
  const element = el('div', { class: 'file-field', on }, choose, input, list);
  show();
  return { element, files: () => own.files, close: () => { choose.disabled = true; } };
}

function dropped(event, add) {
  event.preventDefault();
  event.stopPropagation();
  add(event.dataTransfer.files);
}
