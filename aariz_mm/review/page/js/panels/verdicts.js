/** The sentences of the server about a value, in parts and in the reader's language. */

import { said } from '../i18n.js';

const SENTENCE = /^(below|within|above) (.*?)(?:: ([^:]+))?$/s;

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
 * What a verdict comes to, short: its meaning, or that the value is within the norm.
 * @param {string} sentence
 */
export function shortVerdict(sentence) {
  const { place, meaning } = splitVerdict(sentence);
  return said('said', meaning || place);
}

/**
 * The whole verdict, with the norm that judges.
 * @param {string} sentence
 */
export function wholeVerdict(sentence) {
  const { place, norm, meaning } = splitVerdict(sentence);
  if (!place) return said('said', meaning);
  return `${said('said', place)}: ${norm}${meaning ? ` – ${said('said', meaning)}` : ''}`;
}
