/** Edits of an earlier visit whose case or picture is another one now: offered, never put in by themselves. */

import { isOf } from './belonging.js';
import { openDialog } from './dialog.js';
import { el } from './elements.js';

/**
 * @param {object} parts  {keeping, editing, t, ask: shows the question}
 * @returns {function(object, object, function): Promise<void>} offer(detail, reader, isOpen)
 */
export function createRecovering({ keeping, editing, t, ask = askAboutEdits }) {
  const asked = new Set();

  /** Offers each kept edit that does not fit once a visit; `isOpen` says whether the case still is, after the answer. */
  return async (detail, reader, isOpen) => {
    for (const job of keeping.jobsOf(reader, detail.n).filter((one) => !isOf(one, detail))) {
      const key = JSON.stringify([job.key, job.id, job.picture, detail.id]);
      if (asked.has(key)) continue;
      asked.add(key);
      const answer = await ask({ t, job, detail });
      if (answer === 'drop') keeping.dropJob(job);
      if (answer !== 'take' || !isOpen()) continue;
      editing.commit(job.annotation, job.action);
      keeping.dropJob(job);
    }
  };
}

/** @returns {Promise<'take'|'drop'|null>} null leaves them in the browser */
export function askAboutEdits({ t, job, detail }) {
  const key = job.id === detail.id ? 'recover.picture' : 'recover.case';
  const values = { reader: job.reader, was: nameOf(job.id, job.picture), now: nameOf(detail.id, detail) };
  const body = el('div', { class: 'dialog-body' },
    el('p', { testid: 'recover-why' }, t(key, values)), el('p', { class: 'quiet small' }, t('recover.note')));
  return openDialog({
    testid: 'recover-dialog', title: t('recover.title'), body,
    buttons: [ // the first has the focus: Enter must not put one patient's marks on another
      { testid: 'recover-later', text: t('recover.later'), main: true },
      { testid: 'recover-take', text: t('recover.take'), value: 'take' },
      { testid: 'recover-drop', text: t('recover.drop'), value: 'drop' },
    ],
  });
}

/** 'p1 (774 × 960)' */
function nameOf(id, picture) {
  return picture?.width ? `${id} (${picture.width} × ${picture.height})` : String(id);
}
