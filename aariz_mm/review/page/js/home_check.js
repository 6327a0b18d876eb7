/** Whether the server is still that of the review that the page shows: another one may come to the same address. */

import { ApiError } from './api.js';

const GONE = 410;

/**
 * @param {object} parts  {api, home: the id at the start, onOther: called once where it is another review, t}
 * @returns {function(): Promise<void>} rejects where it is another one, and where the server is away
 */
export function createHomeCheck({ api, home, onOther, t }) {
  let told = false;
  return async () => {
    const { home_id: now } = await api.info();
    if (now === home) return;
    if (!told) onOther();
    told = true;
    throw new ApiError(GONE, t('page.other_review'));
  };
}
