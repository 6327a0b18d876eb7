/** What is saved of the open radiograph. Who asks is always said: a blind review shows each reader his own alone. */

import { withQuery } from '../api.js';

/**
 * Saved versions of a reader, the latest last.
 * @param {{api: object, state: () => object}} context
 */
export function listVersions({ api, state }) {
  const { n, reader } = state();
  return reader ? api.get(withQuery(`/api/cases/${n}/history/${encodeURIComponent(reader)}`, { reader })) : Promise.resolve([]);
}

/**
 * The last version of each reader.
 * @param {{api: object, state: () => object}} context
 */
export function listReaders({ api, state }) {
  const { n, reader, info } = state();
  return api.get(withQuery(`/api/cases/${n}/annotations`, info?.blind ? { reader } : {}));
}

/**
 * What a reader marked.
 * @param {{api: object, state: () => object}} context
 * @param {string} of reader
 * @param {{version?: number | string, source?: 'review' | 'dataset'}} [which] the latest version by default
 */
export function loadAnnotation({ api, state }, of, { version, source } = {}) {
  const { n, reader } = state();
  return api.get(withQuery(`/api/cases/${n}/annotations/${encodeURIComponent(of)}`, { version, source, reader }));
}

/**
 * Comments on the open radiograph, the oldest first.
 * @param {{api: object, state: () => object}} context
 */
export function listComments({ api, state }) {
  const { n, reader } = state();
  return api.get(withQuery(`/api/cases/${n}/comments`, { reader }));
}
