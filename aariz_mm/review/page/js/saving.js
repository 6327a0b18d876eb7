/**
 * Saves by themselves: one job per reader and case, sent one after the other, tried again until the server has it.
 *
 * A job = {key, reader, n, id, picture, annotation, version (the last that the store gave), action}. Whatever is not yet in the
 * store is kept by `keep` too, so that a closed tab loses nothing.
 */

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 8000;

/**
 * @param {object} options
 * @param {function(object): Promise<{version: number, time: string}>} options.put  sends a job
 * @param {function(object, object): void} options.report  (job, {kind: 'saving'|'saved'|'failed'|'conflict', …})
 * @param {function(object): void} options.keep  stores a job outside of the page
 * @param {function(object): void} options.drop  and takes it away again
 * @param {function} [options.later]  setTimeout  @param {function} [options.cancel]  clearTimeout
 */
export function createSaver({ put, report, keep, drop, later = (act, ms) => setTimeout(act, ms), cancel = clearTimeout }) {
  const jobs = new Map();

  function request(change, delayMs = 0) {
    const key = jobKey(change.reader, change.n);
    const known = jobs.get(key);
    const job = { sending: false, tries: 0, timer: null, conflict: null, ...known, ...change, key };
    job.version = known?.version ?? change.version;
    replace(job);
    keep(plainJob(job));
    if (!job.conflict) plan(key, delayMs);
  }

  function plan(key, delayMs) {
    const job = jobs.get(key);
    if (!job || job.sending) return;
    cancel(job.timer);
    replace({ ...job, timer: later(() => send(key), delayMs) });
  }

  async function send(key) {
    const job = jobs.get(key);
    if (!job || job.sending || job.conflict) return;
    cancel(job.timer);
    replace({ ...job, sending: true });
    report(job, { kind: 'saving' });
    try {
      settle(key, job.annotation, await put(plainJob(job)));
    } catch (error) {
      refuse(key, error);
    }
  }

  function settle(key, sent, answer) {
    const job = jobs.get(key);
    const next = { ...job, sending: false, tries: 0, version: answer.version };
    const done = job.annotation === sent;
    if (done) jobs.delete(key);
    else replace(next);
    if (done) drop(plainJob(next));
    else keep(plainJob(next));
    report(next, { kind: done ? 'saved' : 'saving', ...answer });
    if (!done) plan(key, 0);
  }

  function refuse(key, error) {
    const job = jobs.get(key);
    const tries = job.tries + 1;
    const conflict = error.status === 409 ? error.body.current : null;
    replace({ ...job, sending: false, tries, conflict });
    report(jobs.get(key), conflict ? { kind: 'conflict', current: conflict } : { kind: 'failed', reason: error.message, error });
    if (!conflict && error.passes !== false) plan(key, retryDelay(tries));
  }

  /** Ends a conflict: what the page holds goes on top of what the store holds, or is given up. */
  function resolve(reader, n, keepMine) {
    const job = jobs.get(jobKey(reader, n));
    if (!job?.conflict) return;
    if (!keepMine) return void forget(job);
    replace({ ...job, version: job.conflict.version, conflict: null });
    plan(job.key, 0);
  }

  function forget(job) {
    cancel(job.timer);
    jobs.delete(job.key);
    drop(plainJob(job));
  }

  /** Sends at once whatever waits for its time or for another try. */
  function flush() {
    [...jobs.values()].filter((job) => !job.conflict).forEach((job) => send(job.key));
  }

  const replace = (job) => jobs.set(job.key, job);
  const pending = (reader, n) => jobs.get(jobKey(reader, n)) ?? null;
  return { request, resolve, flush, pending, count: () => jobs.size };
}

/** Milliseconds before the next try: 1, 2, 4, 8, 8 … seconds. */
export function retryDelay(tries) {
  return Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LAST_RETRY_MS);
}

/** The body of the PUT that saves a job. */
export function saveBody({ annotation, version, action }) {
  return { base_version: version, ...annotation, action };
}

function jobKey(reader, n) {
  return `${n}/${reader}`;
}

function plainJob({ key, reader, n, id, picture, annotation, version, action }) {
  return { key, reader, n, id, picture, annotation, version, action };
}
