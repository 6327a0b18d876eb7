/** Import, export and new radiographs: one menu, and dropping files anywhere on the page. */

import { exportDialog } from '../dialogs/export.js';
import { importDialog } from '../dialogs/import.js';
import { uploadDialog } from '../dialogs/upload.js';
import { watchDrops } from '../dialogs/dropping.js';
import { button, el } from '../elements.js';
import { t } from '../i18n.js';
import { popover } from './popover.js';

/** A tool of the host: see panel_host.js. */
export function create(context) {
  const entries = [
    ['upload', () => uploadDialog(context, [])], ['import', () => importDialog(context, [])], ['export', () => exportDialog(context)],
  ];
  const act = (run) => () => { box.close(); run(); };
  const content = el('div', { class: 'menu' }, entries.map(
    ([name, run]) => button(t(`files.${name}`), act(run), { class: 'button-quiet', testid: name }),
  ));
  const box = popover({ name: 'files', icon: 'files', label: t('files.title'), testid: 'tool-files', content });
  for (const [name, run] of entries) context.commands.set(name, run);
  const unwatch = watchDrops(document.body, {
    pictures: (files) => uploadDialog(context, files), annotations: (files) => importDialog(context, files),
  });
  return { element: box.element, update: () => {}, destroy: () => { unwatch(); box.destroy(); } };
}
