/** The server's paths; every answer is checked here and every failure is an ApiError. */

const GONE = 410;

/** What the server or the way to it said; status 0: it was not reached. */
export class ApiError extends Error {
  constructor(status, message, body = null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
  }

  /** Whether the same request may succeed later without a change. */
  get passes() {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

/**
 * @param {object} options
 * @param {function} options.fetch  the browser's, or a stand-in
 * @param {function(boolean)} options.onContact  told after each request whether the server was reached
 * @param {function(): string} options.onOther  asked for words where another review answers at this address
 */
export function createApi({ fetch = globalThis.fetch.bind(globalThis), onContact = () => {}, onOther = () => '' } = {}) {
  let home = null;
  let other = null; // what was said of another review: it is told once

  /** From now on only the review of this id is asked: the server refuses what is meant for another one. */
  function belongTo(id) {
    home = id;
  }

  async function request(method, path, { body, form, timeoutMs = 20000, keepalive = false } = {}) {
    const headers = { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...(home && { 'X-Review-Home': home }) };
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = { method, headers, signal, keepalive, body: form ?? (body === undefined ? undefined : JSON.stringify(body)) };
    const answer = await reach(() => fetch(path, sent));
    onContact(true);
    if (answer.status === GONE) throw new ApiError(GONE, (other ??= onOther()));
    return checked(answer);
  }

  async function reach(ask) {
    try {
      return await ask();
    } catch (error) {
      onContact(false);
      throw new ApiError(0, error.message);
    }
  }

  const get = (path) => request('GET', path);
  const post = (path, body, options = {}) => request('POST', path, { body, ...options });
  return { belongTo, request, get, post, ...paths(get, post, request) };
}

async function checked(answer) {
  const body = await parsed(answer);
  if (answer.ok) return body;
  throw new ApiError(answer.status, body?.error ?? `${answer.status} ${answer.statusText}`, body);
}

async function parsed(answer) {
  const json = (answer.headers.get('Content-Type') ?? '').includes('json');
  return json ? answer.json() : answer.text();
}

function paths(get, post, request) {
  return {
    info: () => get('/api/info'),
    landmarks: (lang) => get(withQuery('/api/landmarks', { lang })),
    cases: (reader) => get(withQuery('/api/cases', { reader })),
    case: (n, reader, profile) => get(withQuery(`/api/cases/${n}`, { reader, profile })),
    image: (n) => get(`/api/cases/${n}/image`),
    measure: (body) => post('/api/measure', body, { timeoutMs: 5000 }),
    save: (n, reader, body, keepalive = false) =>
      request('PUT', `/api/cases/${n}/annotations/${encodeURIComponent(reader)}`, { body, keepalive }),
    annotations: (n, reader) => get(withQuery(`/api/cases/${n}/annotations`, { reader })),
    annotation: (n, reader, version) =>
      get(withQuery(`/api/cases/${n}/annotations/${encodeURIComponent(reader)}`, { version, reader })),
    history: (n, reader) => get(withQuery(`/api/cases/${n}/history/${encodeURIComponent(reader)}`, { reader })),
    comments: (n) => get(`/api/cases/${n}/comments`),
    addComment: (n, comment) => post(`/api/cases/${n}/comments`, comment),
    resolveComment: (id, reader) => post(`/api/comments/${id}/resolve`, { reader }),
    learnProfile: (reader) => post(`/api/profile/${encodeURIComponent(reader)}`, {}, { timeoutMs: 60000 }),
    profile: (reader) => get(`/api/profile/${encodeURIComponent(reader)}`),
    importFiles: (format, reader, form) =>
      request('POST', withQuery('/api/import', { format, reader }), { form, timeoutMs: 600000 }),
    exportUrl: (format, reader) => withQuery('/api/export', { format, reader }),
    addCases: (form) => request('POST', '/api/cases', { form, timeoutMs: 600000 }),
    next: (n, reader) => get(withQuery('/api/next', { n, reader })),
    thumbnailUrl: (n) => `/api/cases/${n}/thumbnail`,
    tileUrl: (n) => (level, x, y) => `/api/cases/${n}/tiles/${level}/${x}/${y}`,
  };
}

/** A path with those values that are given, encoded. */
export function withQuery(path, values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
