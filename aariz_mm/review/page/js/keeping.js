/** What the browser keeps between visits: the reader's name, what is shown, and edits that the server has not got. */

/**
 * @param {Storage} storage  localStorage; where it is forbidden everything is forgotten with the page
 * @param {string} scope  tells one server's folder from another
 */
export function createKeeping(storage, scope) {
  const name = (key) => `review/${scope}/${key}`;

  function read(key, otherwise = null) {
    try {
      const text = storage.getItem(name(key));
      return text === null ? otherwise : JSON.parse(text);
    } catch {
      return otherwise;
    }
  }

  function write(key, value) {
    try {
      if (value === null) storage.removeItem(name(key));
      else storage.setItem(name(key), JSON.stringify(value));
    } catch { /* full or forbidden: the page works without */ }
  }

  const jobKey = (job) => `unsaved/${job.key}`;
  return {
    read,
    write,
    keepJob: (job) => write(jobKey(job), job),
    dropJob: (job) => write(jobKey(job), null),
    job: (reader, n) => read(`unsaved/${n}/${reader}`),
    jobs: () => keysOf(storage, name('unsaved/')).map((key) => read(key.slice(name('').length))).filter(Boolean),
  };
}

function keysOf(storage, start) {
  try {
    return Object.keys(storage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}
