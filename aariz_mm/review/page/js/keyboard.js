/** Which key does what, and where keys count. */

import { singleKeysOn } from './single_keys.js';

/** Size of a step by the arrows, pixels of the radiograph. */
export function nudgeSize({ shiftKey, ctrlKey, metaKey }) {
  if (ctrlKey || metaKey) return 10;
  return shiftKey ? 0.1 : 1;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Keys that count everywhere outside of text fields: key -> command. */
export const LETTERS = {
  n: 'next-doubtful', v: 'invisible', p: 'place', i: 'invert', w: 'window', l: 'loupe', r: 'calibrate', m: 'measurements',
  t: 'tracing', g: 'guide', c: 'comment', f: 'finish', e: 'ellipses', 0: 'fit', '+': 'zoom-in', '=': 'zoom-in',
  '-': 'zoom-out', '[': 'previous-case', ']': 'next-case', '?': 'help', Delete: 'reset', Backspace: 'reset',
};

/** The physical key where the layout of the keyboard gives another letter (Korean). */
function letterOf(event) {
  const plain = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (plain in LETTERS) return plain;
  const physical = /^Key([A-Z])$/.exec(event.code ?? '')?.[1]?.toLowerCase();
  return physical && !/^[a-z]$/.test(plain) ? physical : plain;
}

/**
 * The command of a key, as {name, values}; null where it is none of ours.
 * @param {KeyboardEvent} event
 * @param {'text'|'control'|'viewer'|'page'} place  where the focus is
 * @param {boolean} picking  whether a point is being asked for
 * @param {boolean} single  whether a letter, digit or sign alone is a shortcut
 */
export function commandOf(event, place, picking, single = true) {
  const control = event.ctrlKey || event.metaKey;
  if (event.key === 'F6') return { name: 'region', values: [event.shiftKey ? -1 : 1] };
  if (event.altKey || place === 'text') return null;
  if (control && letterOf(event) === 'z') return { name: event.shiftKey ? 'redo' : 'undo', values: [] };
  if (control && letterOf(event) === 'y') return { name: 'redo', values: [] };
  if (event.key === 'Escape') return { name: 'back', values: [] };
  if (place === 'viewer') {
    const own = viewerCommand(event, picking);
    if (own) return own;
  }
  if (control) return null;
  const letter = letterOf(event);
  const name = single || letter.length > 1 ? LETTERS[letter] : null;
  return name ? { name, values: [] } : null;
}

function viewerCommand(event, picking) {
  if (event.key in ARROWS) {
    const step = nudgeSize(event);
    return { name: picking ? 'aim' : 'nudge', values: ARROWS[event.key].map((way) => way * step) };
  }
  if (event.key === 'Tab' && !event.ctrlKey) return { name: 'next-landmark', values: [event.shiftKey ? -1 : 1] };
  if (event.key === 'Enter') return { name: picking ? 'take-point' : 'confirm', values: [] };
  return null;
}

/** Where the focus is, for {@link commandOf}. */
export function placeOf(node, viewer) {
  if (!node || node === node.ownerDocument?.body) return 'viewer';
  if (node.matches('textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range], [type=button])')) return 'text';
  if (node === viewer) return 'viewer';
  return node.matches('button, a, input, summary, [role=tab], [role=option]') ? 'control' : 'page';
}

/**
 * Runs commands by key.
 * @param {object} parts  {viewer: HTMLElement, commands: Map, picking}
 */
export function listenToKeys({ viewer, commands, picking }) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]:modal')) return;
    const found = commandOf(event, placeOf(document.activeElement, viewer), picking.active(), singleKeysOn());
    const command = found && commands.get(found.name);
    if (!command) return;
    if (command(...found.values) !== false) event.preventDefault();
  });
}
