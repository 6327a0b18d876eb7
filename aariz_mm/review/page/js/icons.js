/** Small line icons, drawn here, so that nothing is fetched from elsewhere. */

import { svg } from './elements.js';

const PATHS = {
  layers: 'M12 3 3 8l9 5 9-5zM3 12.5l9 5 9-5M3 17l9 5 9-5',
  ruler: 'M3 16 16 3l5 5L8 21zM7 12l2 2M10 9l3 3M13 6l2 2',
  conventions: 'M4 20l5-5M14 4l6 6-9 9H5v-6zM12 6l6 6',
  files: 'M12 3v11M8 10l4 4 4-4M4 17v4h16v-4',
  help: 'M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19z',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  light: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5',
  system: 'M3 5h18v11H3zM8 20h8M12 16v4',
  language: 'M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  pin: 'M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 7.5a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M4 12.5l5.5 5.5L20 6.5',
};

/**
 * An icon; it says nothing to a screen reader, so its button needs a label.
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  return svg('svg', { class: 'icon', width: 18, height: 18, viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }));
}
