/** Sex and age, by which norms are chosen. */

import { el, select } from '../elements.js';
import { t } from '../i18n.js';

/**
 * @param {object} context of the panel
 * @returns {{element: HTMLElement, update: (state: object) => void}}
 */
export function subjectFields({ state, actions }) {
  const sexes = [['', t('subject.unknown')], ['female', t('subject.female')], ['male', t('subject.male')]];
  const sex = select(sexes, '', (value) => actions.setSubject({ sex: value || null, age: state().age }),
    { testid: 'subject-sex', 'aria-label': t('subject.sex') });
  const age = el('input', {
    type: 'number', min: 0, max: 120, step: 0.5, testid: 'subject-age', 'aria-label': t('subject.age'),
    placeholder: t('subject.age'), on: { change: () => actions.setSubject({ sex: state().sex, age: readAge(age.value) }) },
  });
  const element = el('div', { class: 'subject', title: t('subject.norms') }, sex, age);
  return { element, update: (now) => show(now, sex, age) };
}

function readAge(text) {
  const age = Number.parseFloat(text);
  return Number.isFinite(age) && age >= 0 && age <= 120 ? age : null;
}

function show(state, sex, age) {
  if (document.activeElement !== sex) sex.value = state.sex ?? '';
  if (document.activeElement !== age) age.value = state.age ?? '';
}
