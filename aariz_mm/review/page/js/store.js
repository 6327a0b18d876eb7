/** The one state of the page, and who is told when it changes. */

/**
 * @param {object} initial
 * @returns {{state: function(): object, set: function(object): void, subscribe: function(function): function}}
 *   `set` merges a change and tells every listener once, with the names of what differs; a listener that sets
 *   something itself is followed by a further round.
 */
export function createStore(initial) {
  let current = Object.freeze({ ...initial });
  const listeners = new Set();

  function set(change) {
    const changed = changedNames(current, change);
    if (changed.size === 0) return;
    current = Object.freeze({ ...current, ...change });
    for (const listener of [...listeners]) listener(current, changed);
  }

  function subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return { state: () => current, set, subscribe };
}

/** Names in `change` whose value is another than in `state`. */
export function changedNames(state, change) {
  return new Set(Object.keys(change).filter((name) => !Object.is(state[name], change[name])));
}
