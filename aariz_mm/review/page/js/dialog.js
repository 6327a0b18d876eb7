/** Dialogues: native, modal, closed by Esc, and the focus goes back to where it was. */

import { el } from './elements.js';

/**
 * Opens a dialogue and waits for its answer.
 * @param {object} options
 * @param {string} options.testid
 * @param {string} options.title  what a screen reader calls it
 * @param {Node} options.body
 * @param {Array<{testid: string, text: string, main?: boolean, value?: *, stay?: function}>} options.buttons
 *   `stay` is called in place of closing; it may close by the function that it is given.
 * @param {boolean} [options.closable]  false: Esc does not close it
 * @returns {Promise<*>} the value of the button; null after Esc
 */
export function openDialog({ testid, title, body, buttons = [], closable = true, onClose = () => {} }) {
  const before = document.activeElement;
  const heading = el('h2', { id: `${testid}-title` }, title);
  const foot = el('div', { class: 'dialog-buttons' });
  const dialog = el('dialog', { testid, role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': heading.id });
  dialog.append(heading, body, foot);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const close = (value) => {
      dialog.close();
      dialog.remove();
      returnFocus(before);
      onClose(value);
      resolve(value);
    };
    foot.append(...buttons.map((button) => dialogButton(button, close)));
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      if (closable) close(null);
    });
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !closable) event.preventDefault();
      event.stopPropagation();
    });
    dialog.showModal();
    (dialog.querySelector('[autofocus]') ?? dialog.querySelector('button, input'))?.focus();
  });
}

function dialogButton({ testid, text, main = false, value = null, stay = null, submits = false }, close) {
  const press = () => (stay ? stay(close) : close(value));
  const type = submits ? 'submit' : 'button';
  return el('button', { testid, type, class: main ? 'button-main' : '', on: { click: press } }, text);
}

function returnFocus(node) {
  const there = node instanceof HTMLElement && node.isConnected && node !== document.body;
  (there ? node : document.querySelector('[data-testid=viewer]'))?.focus();
}
