/** Small writes to the page that leave alone what is as it should be. */

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
