/** Numbers as the panels write them. */

const UNITS = { deg: '°', mm: ' mm', '%': ' %', px: ' px' };

/**
 * A number with its unit; '–' where there is none.
 * @param {number | null | undefined} value
 * @param {string} [unit] deg, mm, % or px
 * @param {number} [digits]
 */
export function withUnit(value, unit = '', digits = 1) {
  return Number.isFinite(value) ? rounded(value, digits) + (UNITS[unit] ?? '') : '–';
}

/**
 * A number with its sign, '' where it rounds to zero or is none. Example: 0.42 -> '+0.4', -1.26 -> '−1.3'
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function signed(value, digits = 1) {
  if (!Number.isFinite(value) || Number(value.toFixed(digits)) === 0) return '';
  return (value > 0 ? '+' : '') + rounded(value, digits);
}

/** @returns {string} the number, with a true minus and never '-0.0' */
export function rounded(value, digits = 1) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

/**
 * A length in px as mm where the pixel size is known, else in px.
 * @param {number | null | undefined} px
 * @param {number | null | undefined} pixelSizeMm
 */
export function lengthText(px, pixelSizeMm) {
  if (!Number.isFinite(px)) return '–';
  return pixelSizeMm ? withUnit(px * pixelSizeMm, 'mm') : withUnit(px, 'px');
}

/**
 * The same without its unit, for a column that names it; '' where there is none.
 * @param {number | null | undefined} px
 * @param {number | null | undefined} pixelSizeMm
 */
export function lengthNumber(px, pixelSizeMm) {
  return Number.isFinite(px) ? rounded(px * (pixelSizeMm || 1)) : '';
}

/**
 * When something was saved, in the reader's own time and language.
 * @param {string} iso
 * @param {string} language
 */
export function timeText(iso, language) {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso ?? '';
  return time.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** @returns {number | null} distance of two points {x, y}; null where one is missing */
export function apart(first, second) {
  return placed(first) && placed(second) ? Math.hypot(first.x - second.x, first.y - second.y) : null;
}

/** @returns {boolean} whether a mark has a place */
export function placed(mark) {
  return Boolean(mark) && mark.visible !== false && Number.isFinite(mark.x) && Number.isFinite(mark.y);
}
