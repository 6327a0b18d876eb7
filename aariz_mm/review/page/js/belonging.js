/** Which radiograph an edit was made on, so that it never reaches another one. Pure functions. */

/** What tells the picture of a case from another one. @param {object} detail  answer of GET /api/cases/{n} */
export function pictureOf({ sha256 = null, width = null, height = null }) {
  return { sha256, width, height };
}

/** Whether an edit that was kept was made on this very case and picture. */
export function isOf(job, detail) {
  const now = pictureOf(detail);
  const was = pictureOf(job.picture ?? {});
  return job.id === detail.id && Object.keys(now).every((name) => was[name] === now[name]);
}

/** Whether a kept edit stands on what the server has, so that it can be sent without a question. */
export function isOnTop(job, detail) {
  return isOf(job, detail) && job.version === (detail.annotation?.version ?? 0);
}

/** A mark of case and picture that goes into a key. */
export function markOf({ id = '', picture = {} }) {
  const { sha256, width, height } = pictureOf(picture ?? {});
  return [id, sha256, width, height].map((one) => encodeURIComponent(one ?? '')).join('/');
}
