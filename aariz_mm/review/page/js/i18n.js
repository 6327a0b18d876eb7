/** Words of the page in English and Korean: flat keys, `{name}` placeholders. */

const LANGUAGES = ['en', 'ko'];
const STORED = 'review.language';
const listeners = new Set();
let words = { en: {}, ko: {} };
let current = 'en';
let keyOf = new Map();

/**
 * Text with its placeholders filled in.
 * @param {string} text e.g. 'Saved {time}'
 * @param {Object<string, unknown>} [values] a placeholder without a value stays as it is
 * @returns {string}
 */
export function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * The language to begin with: the one chosen before, else the browser's.
 * @param {string | null} stored
 * @param {readonly string[]} wanted e.g. navigator.languages
 * @returns {'en' | 'ko'}
 */
export function pickLanguage(stored, wanted) {
  if (LANGUAGES.includes(stored)) return stored;
  const first = wanted.map((one) => one.slice(0, 2).toLowerCase()).find((one) => LANGUAGES.includes(one));
  return first ?? 'en';
}

/**
 * Words of a key in the current language; the key itself where there are none, so that nothing is blank.
 * @param {string} key
 * @param {Object<string, unknown>} [values]
 */
export function t(key, values) {
  return fill(words[current][key] ?? words.en[key] ?? key, values);
}

/**
 * Words of a count: `key.one` or `key.other`, with {count}.
 * @param {string} key
 * @param {number} count
 * @param {Object<string, unknown>} [values]
 */
export function tn(key, count, values = {}) {
  return t(`${key}.${count === 1 ? 'one' : 'other'}`, { count, ...values });
}

/**
 * Words for something that the server says in English, such as a verdict: translated where it is known, else as it is.
 * @param {string} part prefix of the keys, e.g. 'said'
 * @param {string} text
 */
export function said(part, text) {
  return known(`${part}.${text}`) ?? text;
}

/**
 * Words of a key, undefined where there are none in the current language.
 * @param {string} key
 */
export function known(key) {
  return words[current][key];
}

/**
 * Words for a text that is the English one of some key, undefined where there is none.
 * @param {string} part prefix of the keys
 * @param {string} text
 */
export function knownAs(part, text) {
  const key = keyOf.get(`${part}.|${text}`);
  return key && known(key);
}

/** @returns {'en' | 'ko'} */
export function language() {
  return current;
}

/**
 * Call back on each switch of the language.
 * @param {(language: string) => void} callback
 * @returns {() => void} ends it
 */
export function onLanguage(callback) {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

/** @param {'en' | 'ko'} chosen */
export function setLanguage(chosen) {
  current = LANGUAGES.includes(chosen) ? chosen : 'en';
  remember(current);
  document.documentElement.lang = current;
  translatePage(document);
  listeners.forEach((callback) => callback(current));
}

/**
 * Fetch the words once, before the first t().
 * @param {string} [base] where en.json and ko.json lie
 */
export async function loadLanguages(base = new URL('../i18n/', import.meta.url).href) {
  const files = await Promise.all(LANGUAGES.map((one) => fetch(`${base}${one}.json`)));
  const read = await Promise.all(files.map((file) => file.json()));
  useWords(Object.fromEntries(LANGUAGES.map((one, index) => [one, read[index]])));
  setLanguage(pickLanguage(recall(), navigator.languages ?? [navigator.language ?? 'en']));
}

/**
 * Take words from elsewhere than the server (tests).
 * @param {{en: Object<string, string>, ko: Object<string, string>}} given
 */
export function useWords(given) {
  words = given;
  keyOf = new Map(Object.entries(given.en).map(([key, text]) => [`${key.split('.')[0]}.|${text}`, key]));
}

/**
 * Fill in every element with data-i18n, -title, -label or -placeholder.
 * @param {ParentNode} root
 */
export function translatePage(root) {
  each(root, 'data-i18n', (element, key) => { element.textContent = t(key); });
  each(root, 'data-i18n-title', (element, key) => { element.title = t(key); });
  each(root, 'data-i18n-label', (element, key) => element.setAttribute('aria-label', t(key)));
  each(root, 'data-i18n-placeholder', (element, key) => element.setAttribute('placeholder', t(key)));
}

function each(root, attribute, act) {
  root.querySelectorAll(`[${attribute}]`).forEach((element) => act(element, element.getAttribute(attribute)));
}

function remember(chosen) {
  try {
    localStorage.setItem(STORED, chosen);
  } catch { /* private windows have no storage: the choice then lasts as long as the page */ }
}

function recall() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
