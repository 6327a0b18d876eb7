/** Language and theme: two tools of the top bar. */

import { button, el, fillWith } from '../elements.js';
import { language, setLanguage, t } from '../i18n.js';
import { icon } from '../icons.js';

const STORED = 'review.theme';
const THEMES = ['system', 'dark', 'light'];

/**
 * The theme that was chosen.
 * @returns {'system' | 'dark' | 'light'}
 */
export function theme() {
  const stored = localStorage.getItem(STORED);
  return THEMES.includes(stored) ? stored : 'dark';
}

/** Show the theme that was chosen; a radiograph is read in a dark room, so dark is the first. */
function applyTheme() {
  const chosen = theme();
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

/** The tool for the theme; see panel_host.js. */
export function createTheme({ commands, announce }) {
  const element = el('button', { type: 'button', class: 'tool icon-button', testid: 'theme', on: { click: () => next() } });
  const show = () => {
    const words = t(`theme.${theme()}`);
    fillWith(element, icon(theme()));
    element.title = words;
    element.setAttribute('aria-label', words);
  };
  const next = () => {
    localStorage.setItem(STORED, THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
    applyTheme();
    show();
    announce(t(`theme.${theme()}`));
  };
  commands.set('theme', next);
  applyTheme();
  show();
  return { element, update: () => {} };
}

/** The tool for the language: it names the one that a click gives, in that language. */
export function createLanguage() {
  const other = language() === 'en' ? 'ko' : 'en';
  const words = { en: 'English', ko: '한국어' }[other];
  const element = button(words, () => setLanguage(other), { class: 'tool', testid: 'lang', lang: other, title: words });
  return { element, update: () => {} };
}
