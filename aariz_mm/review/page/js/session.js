/** Who reads: asked once, kept by the browser, changed from the top bar. */

import { openDialog } from './dialog.js';
import { el } from './elements.js';

const LONGEST = 60;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** The key of what is wrong with a reader's name; null where nothing is. The server has the last word. */
export function nameFault(name) {
  const plain = name.normalize('NFC').trim();
  if (!plain) return 'session.name_empty';
  if (plain.length > LONGEST) return 'session.name_long';
  if (!/^[\p{L}\p{M}\p{N} ._-]+$/u.test(plain) || plain.startsWith('.') || RESERVED.test(plain)) return 'session.name_signs';
  return null;
}

/**
 * Asks for the reader's name.
 * @param {object} parts  {t, known: names that the server knows, current}
 * @returns {Promise<string|null>} null where it was closed; without a current name it cannot be closed
 */
export function askReader({ t, known = [], current = '', confirmName = async () => null }) {
  const fault = el('p', { class: 'bad', id: 'reader-fault', role: 'alert' });
  const input = el('input', {
    type: 'text', testid: 'reader-name', id: 'reader-name', autocomplete: 'name', list: 'known-readers', maxlength: LONGEST,
    'aria-describedby': 'reader-fault reader-note', autofocus: true, value: current, spellcheck: 'false',
  });
  const submit = async (close) => {
    const name = input.value.normalize('NFC').trim();
    const wrong = nameFault(name);
    fault.textContent = wrong ? t(wrong, { most: LONGEST }) : (await confirmName(name)) ?? '';
    if (!fault.textContent) return close(name);
    input.setAttribute('aria-invalid', 'true');
    return input.focus();
  };
  const body = el('div', { class: 'dialog-body' },
    el('p', { id: 'reader-note' }, t('session.why')),
    el('label', { for: 'reader-name' }, t('session.name')), input,
    el('datalist', { id: 'known-readers' }, ...known.map((name) => el('option', { value: name }))), fault);
  const buttons = [{ testid: 'reader-ok', text: t('session.begin'), main: true, stay: submit }];
  if (current) buttons.unshift({ testid: 'reader-cancel', text: t('page.cancel') });
  const answer = openDialog({ testid: 'reader-dialog', title: t('session.title'), body, buttons, closable: Boolean(current) });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) document.querySelector('[data-testid=reader-ok]').click();
  });
  return answer;
}
