/** The tool that says what is drawn over the radiograph; it also draws the tracing. */

import { button, checkbox, el, fillWith } from '../elements.js';
import { known, t } from '../i18n.js';
import { drawLayers, hiddenLayers, layersOfTracing, rememberLayers } from '../tracing_layers.js';
import { popover } from './popover.js';

const OF_PAGE = ['marks', 'names', 'ellipses', 'reading'];

/** A tool of the host: see panel_host.js. */
export function create(context) {
  const own = { context, hidden: hiddenLayers(), group: context.layer('tracing'), shape: null };
  own.list = el('div', { class: 'switches' });
  const box = popover({ name: 'layers', icon: 'layers', label: t('layers.title'), testid: 'tool-layers', content: own.list });
  return { element: box.element, update: (state, changed) => update(own, state, changed), destroy: box.destroy };
}

function update(own, state, changed) {
  if (!['layers', 'measures', 'n', 'detail', 'info'].some((name) => changed.has(name))) return;
  const layers = layersOfTracing(state.measures?.tracing);
  buildSwitches(own, layers, state);
  drawLayers(own.group, state.layers.tracing ? layers : [], (key) => !own.hidden.has(key));
}

function buildSwitches(own, layers, state) {
  const shape = JSON.stringify([layers.map((one) => one.key), state.layers, state.info?.blind]);
  if (shape === own.shape) return;
  own.shape = shape;
  const names = OF_PAGE.filter((name) => name in state.layers);
  fillWith(own.list, el('h3', {}, t('layers.marks')), names.map((name) => pageSwitch(own, name, state)),
    el('h3', {}, t('layers.tracing')), pageSwitch(own, 'tracing', state),
    layers.map((layer) => layerSwitch(own, layer, state.layers.tracing)),
    layers.length > 0 && state.layers.tracing && allButtons(own, layers));
}

function pageSwitch({ context: { actions } }, name, state) {
  return checkbox(t(`layers.of.${name}`), state.layers[name], (on) => actions.setLayers({ [name]: on }), { testid: `layer-${name}` });
}

function layerSwitch(own, { key, name }, enabled) {
  const made = checkbox(known(`layer.${key}`) ?? name, !own.hidden.has(key), (on) => setHidden(own, [key], !on),
    { testid: `layer-${key}`, disabled: !enabled });
  made.classList.add('sub');
  return made;
}

function allButtons(own, layers) {
  const keys = layers.map((one) => one.key);
  return el('div', { class: 'button-row' },
    button(t('layers.all'), () => setHidden(own, keys, false), { class: 'button-quiet' }),
    button(t('layers.none'), () => setHidden(own, keys, true), { class: 'button-quiet' }));
}

function setHidden(own, keys, hidden) {
  for (const key of keys) own.hidden[hidden ? 'add' : 'delete'](key);
  rememberLayers(own.hidden);
  own.shape = null;
  update(own, own.context.state(), new Set(['layers']));
}
