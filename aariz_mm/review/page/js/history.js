/**
 * Undo and redo without a limit, as plain data: {past: [step], present, future: [step]}, step = {annotation, action}.
 * Annotations are never changed in place, so that steps share what they have in common.
 */

/** A history that begins with this annotation. */
export function createHistory(annotation) {
  return { past: [], present: annotation, future: [], lastMerge: null };
}

/**
 * The history with one more step.
 * @param {string} action  what was done, as the store keeps it: 'move A'
 * @param {string|null} mergeKey  steps that follow each other with the same key are one step (nudges of a landmark)
 */
export function record(history, annotation, action, mergeKey = null) {
  if (mergeKey !== null && mergeKey === history.lastMerge) {
    return { ...history, present: annotation, future: [] };
  }
  const past = [...history.past, { annotation: history.present, action }];
  return { past, present: annotation, future: [], lastMerge: mergeKey };
}

/** The history after which the next step is one of its own, whatever its key. */
export function endMerge(history) {
  return history.lastMerge === null ? history : { ...history, lastMerge: null };
}

/** One step back; the history itself where there is none. */
export function undo(history) {
  const step = history.past.at(-1);
  if (!step) return history;
  const future = [{ annotation: history.present, action: step.action }, ...history.future];
  return { past: history.past.slice(0, -1), present: step.annotation, future, lastMerge: null };
}

/** One step forward again; the history itself where there is none. */
export function redo(history) {
  const [step, ...future] = history.future;
  if (!step) return history;
  const past = [...history.past, { annotation: history.present, action: step.action }];
  return { past, present: step.annotation, future, lastMerge: null };
}

/** What the next undo and the next redo would take back or do again; null where there is none. */
export function nextSteps(history) {
  return { undo: history.past.at(-1)?.action ?? null, redo: history.future[0]?.action ?? null };
}
