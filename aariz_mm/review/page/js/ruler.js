/** The pixel size by two points on a ruler of known length: the arithmetic, and the sense check by S-N. */

/** Where it differs from the file's by more than this share, the reader is warned. */
const WARN_SHARE = 0.05;
/** S-N of adults lies in this range, mm (Riolo 1974, Michigan: means of about 66 to 82 mm with magnification). */
const SN_RANGE_MM = [60, 90];

/**
 * The pixel size that two points and a length give.
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @param {number} mm
 * @returns {number | null} mm per px; null where the points coincide or the length is none
 */
export function pixelSizeOf(from, to, mm) {
  const px = Math.hypot(to.x - from.x, to.y - from.y);
  return px >= 1 && Number.isFinite(mm) && mm > 0 ? mm / px : null;
}

/**
 * What there is to say of a pixel size.
 * @param {number | null} size mm per px
 * @param {number | null} ofFile mm per px
 * @param {Object<string, {x: number, y: number, visible?: boolean}>} landmarks
 * @returns {{share: number | null, differs: boolean, snMm: number | null, snOdd: boolean}} share: how much larger than
 *   the file's, 0.1 for 10 %
 */
export function judgeSize(size, ofFile, landmarks) {
  const share = size && ofFile ? size / ofFile - 1 : null;
  const { S, N } = landmarks;
  const sn = size && S && N && S.visible !== false && N.visible !== false
    ? Math.hypot(S.x - N.x, S.y - N.y) * size : null;
  const [low, high] = SN_RANGE_MM;
  return {
    share, differs: share !== null && Math.abs(share) > WARN_SHARE,
    snMm: Number.isFinite(sn) ? sn : null, snOdd: Number.isFinite(sn) && (sn < low || sn > high),
  };
}

/**
 * Where a point goes by an arrow key: 1 px, with Shift 0.1 px, with Ctrl 10 px.
 * @param {{x: number, y: number}} point
 * @param {{key: string, shiftKey: boolean, ctrlKey: boolean}} event
 * @returns {{x: number, y: number} | null} null for other keys
 */
export function nudged(point, { key, shiftKey, ctrlKey }) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!way) return null;
  const step = shiftKey ? 0.1 : ctrlKey ? 10 : 1;
  return { x: point.x + way[0] * step, y: point.y + way[1] * step };
}
