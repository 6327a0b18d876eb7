/** The tracing over the radiograph: planes, outlines and angles of the server, each layer with its switch. */

import { svg } from './elements.js';

const STORED = 'review.tracing-layers';
const FIRST_HIDDEN = ['angles'];
/** Layers that the page draws itself, as marks that can be moved. */
const OF_MARKS = new Set(['ellipses', 'landmarks', 'labels']);

/**
 * Layers of a tracing that are drawn here.
 * @param {{layers: Array<{key: string, name: string, shapes: object[]}>} | null | undefined} tracing of the server
 */
export function layersOfTracing(tracing) {
  return (tracing?.layers ?? []).filter((layer) => !OF_MARKS.has(layer.key));
}

/**
 * Tag and attributes of a shape; two shapes of one tag differ in attributes alone, so that nodes can stay.
 * @param {object} shape of the server
 * @returns {{tag: 'path' | 'text', attributes: Object<string, string>, text?: string}}
 */
export function drawn({ type, kind, d, text, x, y, anchor }) {
  if (type === 'text') {
    return { tag: 'text', text, attributes: { class: `trace-text ${kind}`, x, y, 'text-anchor': anchor ?? 'start' } };
  }
  return { tag: 'path', attributes: { class: `trace-line ${kind}`, d } };
}

/**
 * Draw layers into a group; nodes of the drawing before are used again.
 * @param {SVGElement} group in image px
 * @param {Array<{key: string, shapes: object[]}>} layers
 * @param {(key: string) => boolean} shown
 */
export function drawLayers(group, layers, shown) {
  const visible = layers.filter((layer) => shown(layer.key));
  for (const old of [...group.children]) {
    if (!visible.some((layer) => layer.key === old.dataset.layer)) old.remove();
  }
  for (const layer of visible) patch(layerGroup(group, layer.key), layer.shapes.map(drawn));
}

function layerGroup(group, key) {
  const found = [...group.children].find((one) => one.dataset.layer === key);
  if (found) return found;
  return group.appendChild(svg('g', { class: `trace trace-${key}`, 'data-layer': key }));
}

function patch(group, wanted) {
  wanted.forEach((one, index) => {
    const old = group.children[index];
    if (old?.localName === one.tag) dress(old, one);
    else if (old) old.replaceWith(dress(svg(one.tag), one));
    else group.append(dress(svg(one.tag), one));
  });
  while (group.children.length > wanted.length) group.lastChild.remove();
}

function dress(node, { attributes, text }) {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  }
  if (text !== undefined && node.textContent !== text) node.textContent = text;
  return node;
}

/**
 * Layers that were switched off before; at first the angles, whose texts crowd a whole radiograph.
 * @returns {Set<string>}
 */
export function hiddenLayers() {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORED)) ?? FIRST_HIDDEN);
  } catch {
    return new Set(FIRST_HIDDEN);
  }
}

/** @param {Set<string>} hidden */
export function rememberLayers(hidden) {
  localStorage.setItem(STORED, JSON.stringify([...hidden]));
}
