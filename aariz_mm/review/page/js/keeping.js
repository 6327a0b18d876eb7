/** What the browser keeps between visits: the reader's name, what is shown, and edits that the server has not got. */

import { markOf } from './belonging.js';

/**
 * @param {Storage} storage  localStorage; where it is forbidden everything is forgotten with the page
 * @param {string|null|undefined} home  the id of the server's review; without one nothing is kept, for it could be another's
 */
export function createKeeping(storage, home) {
  const name = (key) => `review/${home}/${key}`;

  function read(key, otherwise = null) {
    if (!home) return otherwise;
    try {
      const text = storage.getItem(name(key));
      return text === null ? otherwise : JSON.parse(text);
    } catch {
      return otherwise;
    }
  }

  function write(key, value) {
    if (!home) return;
    try {
      if (value === null) storage.removeItem(name(key));
      else storage.setItem(name(key), JSON.stringify(value));
    } catch { /* full or forbidden: the page works without */ }
  }

  const under = (key) => (home ? keysOf(storage, name(key)).map((one) => read(one.slice(name('').length))).filter(Boolean) : []);
  const jobKey = (job) => `unsaved/${job.n}/${job.reader}/${markOf(job)}`;
  return {
    read,
    write,
    keepJob: (job) => write(jobKey(job), job),
    dropJob: (job) => write(jobKey(job), null),
    /** Edits of a case: one for each picture that it had. */
    jobsOf: (reader, n) => under(`unsaved/${n}/${reader}/`),
    jobs: () => under('unsaved/'),
  };
}

function keysOf(storage, start) {
  try {
    return Object.keys(storage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}
