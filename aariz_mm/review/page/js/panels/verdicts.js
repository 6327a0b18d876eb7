/** The sentences of the server about a value, in parts and in the reader's language. */

import { known, knownAs, said, t } from '../i18n.js';

const SENTENCE = /^(below|within|above) (.*?)(?:: ([^:()]+))?$/s;
const REASONS = [
  [/^no pixel size/, 'why.pixel_size'], [/^no norm with a range known/, 'why.no_range'], [/^no norm for an unknown sex/, 'why.unknown'],
  [/^no norm for /, 'why.others'],
  [/^no norm that was measured/, 'why.construction'], [/^no norm$/, 'why.no_norm'], [/^the norm depends on the sex/, 'why.sex'],
  [/ coincide$/, 'why.coincide'],
];
const MISSING = /^no ([A-Z][\w`]*(?:, [A-Z][\w`]*)*)$/;

/**
 * A verdict in its parts.
 * @param {string} sentence e.g. 'above 82.0 ± 3.9 (Riedel 1952): maxilla in front'
 * @returns {{place: 'below' | 'within' | 'above' | '', norm: string, meaning: string}}
 */
export function splitVerdict(sentence) {
  const found = SENTENCE.exec(sentence ?? '');
  if (!found) return { place: '', norm: '', meaning: sentence ?? '' };
  return { place: found[1], norm: found[2], meaning: found[3] ?? '' };
}

/**
 * Why there is no value or no verdict, short and in the reader's language; other texts as they are.
 * @param {string} reason
 */
export function reasonText(reason) {
  const missing = MISSING.exec(reason);
  if (missing) return t('why.landmarks', { symbols: missing[1] });
  const key = REASONS.find(([pattern]) => pattern.test(reason))?.[1];
  return key ? t(key) : said('said', reason);
}

/**
 * What a verdict comes to, short: its meaning, or that the value is within the norm, or why there is none.
 * @param {string} sentence
 */
export function shortVerdict(sentence) {
  const { place, meaning } = splitVerdict(sentence);
  return place ? said('said', meaning || place) : reasonText(meaning);
}

/**
 * The whole verdict, with the norm that judges.
 * @param {string} sentence
 */
export function wholeVerdict(sentence) {
  const { place, norm, meaning } = splitVerdict(sentence);
  if (!place) return [reasonText(meaning), ...meaning.split('; ').slice(1)].join('; ');
  return `${said('said', place)}: ${norm}${meaning ? ` – ${said('said', meaning)}` : ''}`;
}

/**
 * A norm without its source, short enough for a row. Example: '82.0 ± 3.9 (Riedel 1952)' -> '82.0 ± 3.9'
 * @param {string | null | undefined} norm
 */
export function normText(norm) {
  return (norm ?? '').replace(/ \([^()]*\)$/, '').replace(/(\S+) to (\S+)/g, (_, low, high) => t('norm.range', { low, high }))
    .replace('customary', () => t('norm.customary')).replace(/(^|\s)-(?=\d)/g, '$1−');
}

/**
 * Name of a measurement in the reader's language.
 * @param {string} name in English
 * @param {string} [key] of the measurement
 */
export function measureName(name, key = '') {
  return known(`measure.${key}`) ?? known(`said.${name}`) ?? knownAs('measure', name) ?? name;
}
