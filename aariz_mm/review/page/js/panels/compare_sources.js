/** Whose landmarks can be compared: the page's, the model's, each reader's and earlier versions. */

import { asPoints, readingPoints } from '../compare.js';
import { t } from '../i18n.js';
import { loadAnnotation } from './revisions.js';

/**
 * Sources of the open radiograph.
 * @param {object} state
 * @param {Array<{reader: string, source?: string}>} annotations last version of each reader, those of a dataset too
 * @param {Array<{version: number}>} history of the reader
 * @returns {Array<[string, string]>} key and words
 */
export function sourcesOf(state, annotations, history) {
  const others = annotations.filter((one) => one.source === 'dataset' || one.reader !== state.reader);
  const readers = others.map((one) => (one.source === 'dataset'
    ? [`dataset:${one.reader}`, t('compare.dataset', { reader: one.reader })] : [`reader:${one.reader}`, one.reader]));
  const versions = history.map(({ version }) => version).sort((first, second) => second - first)
    .map((version) => [`version:${version}`, t('history.version', { version })]);
  const model = state.detail?.reading ? [['model', t('compare.model')]] : [];
  return [['now', t('compare.now')], ...model, ...readers, ...versions];
}

/**
 * Points of a source.
 * @param {object} context of the panel
 * @param {string} key of {@link sourcesOf}
 * @returns {Promise<Object<string, {x: number, y: number}>>}
 */
export async function pointsOf(context, key) {
  const { document, detail, reader } = context.state();
  const [kind, ...rest] = key.split(':');
  const name = rest.join(':');
  if (kind === 'now') return asPoints(document?.landmarks);
  if (kind === 'model') return readingPoints(detail?.reading);
  const found = kind === 'version' ? await loadAnnotation(context, reader, { version: name })
    : await loadAnnotation(context, name, kind === 'dataset' ? { source: 'dataset' } : {});
  return asPoints(found.landmarks);
}

/**
 * The two sources to begin with: the model beside what stands in the page, else what there is.
 * @param {Array<[string, string]>} sources
 * @param {{first: string, second: string}} chosen before
 */
export function pickSources(sources, { first, second }) {
  const keys = sources.map(([key]) => key);
  const fallback = keys.find((key) => key !== 'now') ?? 'now';
  return { first: keys.includes(first) ? first : fallback, second: keys.includes(second) ? second : 'now' };
}
