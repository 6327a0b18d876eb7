/** Measurements that follow the hand: one question at a time, and of those that wait only the latest is asked. */

/**
 * @param {object} options
 * @param {function(object): Promise<object>} options.ask  POST /api/measure
 * @param {function(object, *): void} options.take  gets the answer and the note of the request that it answers
 * @param {function(Error): void} [options.fail]
 * @returns {{request: function(object, *=): void, forget: function(): void}}  `forget` drops answers on the way
 */
export function createMeasurer({ ask, take, fail = () => {} }) {
  let busy = false;
  let waiting = null;
  let era = 0;

  async function send({ body, note }) {
    busy = true;
    const asked = era;
    try {
      const answer = await ask(body);
      if (asked === era) take(answer, note);
    } catch (error) {
      if (asked === era) fail(error);
    }
    busy = false;
    sendWaiting();
  }

  function sendWaiting() {
    const next = waiting;
    waiting = null;
    if (next) send(next);
  }

  function request(body, note = null) {
    if (busy) waiting = { body, note };
    else send({ body, note });
  }

  function forget() {
    era += 1;
    waiting = null;
  }

  return { request, forget };
}
