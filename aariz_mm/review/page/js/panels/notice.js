/** That this is not for diagnosis stands in the top bar, always. */

import { el } from '../elements.js';
import { t } from '../i18n.js';

/** A tool of the host: see panel_host.js. */
export function create() {
  const title = t('page.notForDiagnosisLong');
  const element = el('span', { class: 'badge warn notice', testid: 'not-for-diagnosis', title }, t('page.notForDiagnosis'));
  return { element, update: () => {} };
}
