/** The tracing over the radiograph: planes, outlines and angles of the server, each layer with its switch. */

import { svg } from './elements.js';

const STORED = 'review.tracing-layers';
const FAMILIES = [
  [/soft|skin|profile|lip/, 'soft'], [/tooth|teeth|incisor|molar|dental/, 'teeth'], [/angle|arc/, 'angle'],
  [/plane|line|axis/, 'plane'], [/name|label|text|scale|caption/, 'text'],
];

/**
 * By which colour a layer is drawn.
 * @param {string} key
 * @returns {'soft' | 'teeth' | 'angle' | 'plane' | 'text' | 'hard'}
 */
export function layerFamily(key) {
  return FAMILIES.find(([pattern]) => pattern.test(key))?.[1] ?? 'hard';
}

/**
 * The SVG path of an arc about a point.
 * @param {{x: number, y: number, radius: number, start_deg: number, end_deg: number}} arc angles as y grows downwards
 * @returns {string}
 */
export function arcPath({ x, y, radius, start_deg: start, end_deg: end }) {
  const at = (deg) => {
    const rad = (deg * Math.PI) / 180;
    return `${(x + radius * Math.cos(rad)).toFixed(2)} ${(y + radius * Math.sin(rad)).toFixed(2)}`;
  };
  return `M${at(start)}A${radius} ${radius} 0 ${Math.abs(end - start) > 180 ? 1 : 0} ${end > start ? 1 : 0} ${at(end)}`;
}

/**
 * Tag and attributes of a shape; two shapes of one tag differ in attributes alone, so that nodes can stay.
 * @param {object} shape of the server
 * @returns {{tag: 'path' | 'text', attributes: Object<string, string>, text?: string}}
 */
export function drawn(shape) {
  if (shape.type === 'text') {
    return { tag: 'text', text: shape.text, attributes: { class: `trace-text ${shape.kind ?? ''}`.trim(), x: shape.x, y: shape.y } };
  }
  const d = shape.d ?? arcPath(shape);
  return { tag: 'path', attributes: { class: `trace-line ${shape.kind ?? shape.type}`, d } };
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
  return group.appendChild(svg('g', { class: `trace trace-${layerFamily(key)}`, 'data-layer': key }));
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
 * Layers that were switched off before.
 * @returns {Set<string>}
 */
export function hiddenLayers() {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORED)) ?? []);
  } catch {
    return new Set();
  }
}

/** @param {Set<string>} hidden */
export function rememberLayers(hidden) {
  localStorage.setItem(STORED, JSON.stringify([...hidden]));
}
