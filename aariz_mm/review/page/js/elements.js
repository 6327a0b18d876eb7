/** Elements without innerHTML: text is always text, so that no name of a file or reader can become markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An HTML element.
 * @param {string} tag
 * @param {Object<string, unknown>} [attributes] `on` is {event: listener}, `style` goes by CSSOM (the policy of the page
 *   forbids style attributes), `testid` is data-testid; null, undefined and false are left out, true is ''
 * @param {...(Node | string | number | null | undefined | false | Array)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/**
 * An SVG element; see el.
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * Put children in the place of what an element held.
 * @param {Element} parent
 * @param {...unknown} children
 */
export function fillWith(parent, ...children) {
  parent.replaceChildren(...flat(children));
  return parent;
}

/**
 * A button.
 * @param {string} label text
 * @param {() => void} act
 * @param {Object<string, unknown>} [attributes]
 */
export function button(label, act, attributes = {}) {
  return el('button', { type: 'button', ...attributes, on: { click: act } }, label);
}

/**
 * A selection among [value, text] pairs.
 * @param {Array<[string, string]>} options
 * @param {string} chosen
 * @param {(value: string) => void} act
 * @param {Object<string, unknown>} [attributes]
 */
export function select(options, chosen, act, attributes = {}) {
  const made = options.map(([value, text]) => el('option', { value, selected: value === chosen }, text));
  return el('select', { ...attributes, on: { change: (event) => act(event.target.value) } }, made);
}

/**
 * A checkbox with its label.
 * @param {string} text
 * @param {boolean} checked
 * @param {(checked: boolean) => void} act
 * @param {Object<string, unknown>} [attributes]
 */
export function checkbox(text, checked, act, attributes = {}) {
  const box = el('input', { type: 'checkbox', ...attributes, on: { change: (event) => act(event.target.checked) } });
  box.checked = checked;
  return el('label', { class: 'check' }, box, el('span', {}, text));
}

/**
 * A table of texts and elements; the first cell of a row is its head.
 * @param {Array<string | {text: string, class?: string}>} heads
 * @param {Array<Array<unknown>>} rows
 * @param {Object<string, unknown>} [attributes]
 */
export function table(heads, rows, attributes = {}) {
  const columns = heads.map((head) => (typeof head === 'object' ? head : { text: head }));
  const top = columns.map((head) => el('th', { scope: 'col', class: head.class }, head.text));
  const body = rows.map((cells) => el('tr', {}, cells.map((cell, index) => tableCell(cell, index, columns[index]))));
  return el('table', attributes, el('thead', {}, el('tr', {}, top)), el('tbody', {}, body));
}

/**
 * A part that scrolls by itself; it takes the focus, so that keys can scroll it where it holds no control.
 * @param {string} label what a screen reader calls it
 * @param {...unknown} children
 */
export function scrollBox(label, ...children) {
  return el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': label }, children);
}

function tableCell(cell, index, column) {
  return index ? el('td', { class: column?.class }, cell) : el('th', { scope: 'row', class: column?.class }, cell);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) setOne(element, name, value);
  element.append(...flat(children));
  return element;
}

function setOne(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === 'on') {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  } else if (name === 'style') {
    for (const [property, one] of Object.entries(value)) element.style.setProperty(property, one);
  } else {
    element.setAttribute(name === 'testid' ? 'data-testid' : name, value === true ? '' : String(value));
  }
}

function flat(children) {
  return children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false && one !== '')
    .map((one) => (one instanceof Node ? one : String(one)));
}
