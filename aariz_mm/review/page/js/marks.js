/** The landmarks on the radiograph: a shape for each kind, its name, and the model's 90 % ellipse. */

import { setAttributes } from './dom.js';
import { svg } from './elements.js';
import { labelDirections } from './labels.js';
import { describeMark } from './speech.js';
import { markKind, readingOf, symbolsInOrder } from './state.js';

/** Outlines about (0, 0) in px on the screen; the centre stays free, so that the anatomy under it is seen. */
export const SHAPES = {
  model: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0',
  doubtful: 'M0 -8.5L8 6H-8Z',
  moved: 'M0 -7.5L7.5 0L0 7.5L-7.5 0Z',
  confirmed: 'M-6 -6H6V6H-6Z',
  unseen: 'M-5 -5L5 5M5 -5L-5 5',
};
const CENTRE = 'M0 0h0.01';
const SELECTION = 'M-15 0H-9M9 0H15M0 -15V-9M0 9V15';
const LABEL_FROM_PX = 12;
const RELABEL_MS = 120;
/** Ellipses larger than this share of the height would hide the radiograph: they are drawn of the chosen landmark alone. */
const LARGE_ELLIPSE = 0.08;
const SEEN_APART_PX = 0.05;

/**
 * @param {object} parts  {store, viewer, t}; draws into viewer.overlay and follows the store
 * @returns {{layer: function(string): SVGGElement}}
 */
export function createMarks({ store, viewer, t }) {
  const overlay = viewer.overlay;
  setAttributes(overlay, { role: 'group', 'data-testid': 'overlay' });
  const group = (name) => overlay.appendChild(svg('g', { class: `layer layer-${name}`, 'data-layer': name }));
  const below = group('below');
  const groups = { ellipses: group('ellipses'), others: group('others'), names: group('names'), marks: group('marks') };
  const crosshair = overlay.appendChild(crosshairNode());
  const drawn = new Map();
  let timer = null;

  function draw(state) {
    const symbols = state.document ? symbolsInOrder(state) : [];
    for (const [symbol, nodes] of drawn) if (!symbols.includes(symbol)) remove(symbol, nodes);
    for (const symbol of symbols) drawMark(state, symbol);
  }

  function drawMark(state, symbol) {
    const mark = state.document.landmarks[symbol];
    if (!mark || mark.x === null) return void (drawn.has(symbol) && remove(symbol, drawn.get(symbol)));
    const nodes = drawn.get(symbol) ?? add(symbol);
    const kind = markKind(state, symbol);
    const chosen = symbol === state.selected;
    place(nodes, mark, kind, chosen);
    setAttributes(nodes.mark, { 'aria-label': describeMark(state, symbol, t) });
    drawEllipse(nodes.ellipse, readingOf(state, symbol), mark, kind, chosen, state);
  }

  function add(symbol) {
    const nodes = markNodes(symbol);
    groups.marks.append(nodes.mark);
    groups.names.append(nodes.name);
    groups.ellipses.append(nodes.ellipse);
    drawn.set(symbol, nodes);
    return nodes;
  }

  function remove(symbol, nodes) {
    [nodes.mark, nodes.name, nodes.ellipse].forEach((node) => node.remove());
    drawn.delete(symbol);
  }

  /** Names turn away from their neighbours as these lie on the screen. */
  function relabel() {
    const { document } = store.state();
    if (!document || !viewer.view()) return;
    const onScreen = ([symbol, mark]) => [symbol, Object.values(viewer.imageToScreen(mark))];
    const seen = Object.entries(document.landmarks).filter(([symbol]) => drawn.has(symbol));
    const directions = labelDirections(Object.fromEntries(seen.map(onScreen)));
    for (const [symbol, direction] of Object.entries(directions)) turnName(drawn.get(symbol)?.text, direction);
  }

  function relabelSoon() {
    clearTimeout(timer);
    timer = setTimeout(relabel, RELABEL_MS);
  }

  function showLayers({ layers }) {
    groups.names.toggleAttribute('hidden', !layers.names || !layers.marks);
    groups.marks.toggleAttribute('hidden', !layers.marks);
    groups.ellipses.toggleAttribute('hidden', !layers.ellipses || !layers.marks);
  }

  store.subscribe((state, changed) => {
    const any = (...names) => names.some((name) => changed.has(name));
    if (any('detail', 'selected', 'lang', 'info', 'dragging')) draw(state);
    else if (any('document')) (state.dragging ? drawMark(state, state.dragging) : draw(state));
    if (any('document', 'detail') && !state.dragging) relabelSoon();
    if (any('layers')) showLayers(state);
    if (any('comparison', 'layers', 'detail') || (any('document') && (state.comparison || state.layers.reading))) drawOthers(groups.others, state);
    if (any('crosshair')) placeCrosshair(crosshair, state.crosshair);
  });
  viewer.onChange(({ zoom }) => zoom && relabelSoon());
  showLayers(store.state());

  return {
    layer: (name) => below.querySelector(`[data-layer="${name}"]`) ?? below.appendChild(svg('g', { class: 'panel-layer', 'data-layer': name })),
  };
}

function markNodes(symbol) {
  const halo = svg('path', { class: 'mark-halo' });
  const shape = svg('path', { class: 'mark-shape' });
  const sized = svg('g', { class: 'mark-sized' },
    svg('circle', { class: 'mark-touch', r: 15 }), svg('path', { class: 'mark-selection mark-selection-halo', d: SELECTION }),
    svg('path', { class: 'mark-selection', d: SELECTION }), halo, shape, svg('path', { class: 'mark-centre', d: CENTRE }));
  const mark = svg('g', { id: markId(symbol), testid: `landmark-${symbol}`, role: 'img' }, sized);
  const text = svg('text', {}, symbol);
  const name = svg('g', { class: 'mark-name', 'aria-hidden': 'true' }, svg('g', { class: 'mark-sized' }, text));
  turnName(text, [1, 0]);
  return { mark, halo, shape, name, text, ellipse: svg('ellipse', { class: 'mark-ellipse' }) };
}

/** Id of a landmark's mark, for aria-activedescendant. */
export function markId(symbol) {
  return `mark-${symbol.replace('`', '-soft')}`;
}

function place({ mark, halo, shape, name }, { x, y }, kind, chosen) {
  const at = `translate(${x} ${y})`;
  const selected = chosen ? ' mark-selected' : '';
  setAttributes(mark, { transform: at, class: `mark mark-${kind}${selected}`, 'data-kind': kind });
  setAttributes(name, { transform: at, class: `mark-name mark-${kind}${selected}` });
  setAttributes(halo, { d: SHAPES[kind] });
  setAttributes(shape, { d: SHAPES[kind] });
}

/** The ellipse is what the model said: it stays where the model saw the landmark, and goes once that is settled. */
function drawEllipse(node, reading, mark, kind, chosen, { document: { status }, detail: { height } }) {
  const ellipse = reading?.ellipse_px;
  const open = kind === 'model' || kind === 'doubtful';
  const small = ellipse && ellipse.semi_major < height * LARGE_ELLIPSE;
  node.toggleAttribute('hidden', !ellipse || !(chosen || (open && small && status !== 'finished')));
  if (!ellipse) return;
  const at = open ? mark : reading;
  setAttributes(node, {
    class: `mark-ellipse mark-${kind}${chosen ? ' mark-selected' : ''}`, rx: ellipse.semi_major, ry: ellipse.semi_minor,
    transform: `translate(${at.x} ${at.y}) rotate(${ellipse.angle_deg})`,
  });
}

function turnName(text, [dx, dy]) {
  if (!text) return;
  const anchor = Math.abs(dx) < 0.4 ? 'middle' : dx > 0 ? 'start' : 'end';
  setAttributes(text, { x: dx * LABEL_FROM_PX, y: dy * (LABEL_FROM_PX + 4) + 4, 'text-anchor': anchor });
}

/** Marks of another source, hollow and thin: the model's own, another reader's, an earlier version. */
function drawOthers(group, state) {
  const shown = state.comparison?.landmarks ?? (state.layers.reading ? readingMarks(state) : {});
  const now = state.document?.landmarks ?? {};
  const apart = Object.entries(shown).filter(([symbol, other]) => other.x !== null && isApart(now[symbol], other));
  group.replaceChildren(...apart.flatMap(([symbol, other]) => [wayNode(now[symbol], other), otherNode(other)].filter(Boolean)));
}

function isApart(mark, { x, y }) {
  return !mark || mark.x === null || Math.hypot(mark.x - x, mark.y - y) > SEEN_APART_PX;
}

function otherNode({ x, y }) {
  return svg('g', { class: 'mark-other', transform: `translate(${x} ${y})` },
    svg('path', { class: 'mark-sized', d: 'M-6 0H-1.5M1.5 0H6M0 -6V-1.5M0 1.5V6' }));
}

function wayNode(mark, { x, y }) {
  return mark && mark.x !== null ? svg('line', { class: 'mark-way', x1: mark.x, y1: mark.y, x2: x, y2: y }) : null;
}

function readingMarks(state) {
  return Object.fromEntries((state.detail?.reading?.landmarks ?? []).map((one) => [one.symbol, one]));
}

function crosshairNode() {
  return svg('g', { class: 'crosshair', testid: 'crosshair', hidden: true },
    svg('path', { class: 'crosshair-halo mark-sized', d: 'M-40 0H-4M4 0H40M0 -40V-4M0 4V40' }),
    svg('path', { class: 'crosshair-line mark-sized', d: 'M-40 0H-4M4 0H40M0 -40V-4M0 4V40' }));
}

function placeCrosshair(node, point) {
  node.toggleAttribute('hidden', !point);
  if (point) setAttributes(node, { transform: `translate(${point.x} ${point.y})` });
}
