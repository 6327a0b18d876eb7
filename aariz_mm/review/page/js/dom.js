/** Elements without HTML text: whatever comes from a file goes in as text, never as markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An HTML element.
 * @param {string} tag
 * @param {object} props  class, text, testid, on: {event: handler}; everything else is an attribute
 *   (true: present, false/null/undefined: absent).
 * @param {...(Node|string|null)} children
 */
export function el(tag, props = {}, ...children) {
  return filled(document.createElement(tag), props, children);
}

/** An SVG element; as {@link el}. */
export function svg(tag, props = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), props, children);
}

function filled(node, { text, testid, on = {}, ...attributes }, children) {
  if (text !== undefined && text !== null) node.textContent = text;
  if (testid) node.setAttribute('data-testid', testid);
  setAttributes(node, attributes);
  for (const [event, handler] of Object.entries(on)) node.addEventListener(event, handler);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Sets, or for false, null and undefined removes, the attributes of a node; what is unchanged is left alone. */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) node.removeAttribute(name);
    else setAttribute(node, name, value === true ? '' : String(value));
  }
}

function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** Writes text only where it differs, so that a live region does not speak twice and layout is left alone. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
