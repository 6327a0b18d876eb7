/** Line icons of the top bar and of the tools beside the radiograph, drawn here. */

import { svg } from './elements.js';

const PATHS = {
  undo: 'M9 6 4 11l5 5M4 11h10a6 6 0 0 1 0 12h-3',
  redo: 'M15 6l5 5-5 5M20 11H10a6 6 0 0 0 0 12h3',
  list: 'M4 6h2M10 6h10M4 12h2M10 12h10M4 18h2M10 18h10',
  panels: 'M3 5h18v14H3zM14 5v14',
  window: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18M15 8h4.5M15 12h6M15 16h4.5',
  invert: 'M4 4h16v16H4zM4 20 20 4M20 8v12H8zM11 17h6M14 20v-9',
  loupe: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  'zoom-in': 'M5 12h14M12 5v14',
  'zoom-out': 'M5 12h14',
  names: 'M4 7V4h16v3M12 4v16M9 20h6',
  ellipses: 'M12 6c5 0 9 2.7 9 6s-4 6-9 6-9-2.7-9-6 4-6 9-6zM12 11.5v1',
  marks: 'M12 3v5M12 16v5M3 12h5M16 12h5M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  reading: 'M6 6h.01M18 6h.01M12 12h.01M6 18h.01M18 18h.01M6 6l12 12',
  place: 'M12 5v14M5 12h14M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z',
  unseen: 'M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM4 20 20 4',
  confirm: 'M4 12.5l5.5 5.5L20 6.5',
  reset: 'M4 4v6h6M4.6 10A8 8 0 1 1 4 14',
};

/** An icon; it says nothing to a screen reader, so that its button needs a label. */
export function stageIcon(name) {
  return svg('svg', { class: 'icon', width: 18, height: 18, viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }));
}
