/**
 * A reader's annotation of one radiograph as plain data, and pure functions that give the next one.
 *
 * annotation = {landmarks: {symbol: {x, y, by, visible, confirmed}}, status, pixel_size_mm, pixel_size_source, ruler,
 * stage}; a pixel size of null: the reader said none, that of the file holds.
 * by = 'model' until the reader moves or places the mark, 'reader' from then on.
 */

/** An annotation that holds nothing. */
export const EMPTY = Object.freeze({
  landmarks: Object.freeze({}),
  status: 'draft',
  pixel_size_mm: null,
  pixel_size_source: null,
  ruler: null,
  stage: null,
});

/**
 * What stands in the page when a case is opened: the saved marks, and the model's where the reader touched nothing.
 * @param {object} detail  answer of GET /api/cases/{n}
 */
export function annotationOf(detail) {
  const saved = detail.annotation;
  if (!saved) return { ...EMPTY, landmarks: modelMarks(detail.reading) };
  return { ...savedAnnotation(saved), landmarks: withModelMarks(saved.landmarks, detail.reading, saved.status) };
}

/** The annotation in an answer of the server, without what else the answer says. */
export function savedAnnotation(saved) {
  const fields = Object.keys(EMPTY).map((name) => [name, saved[name] ?? EMPTY[name]]);
  return Object.fromEntries(fields);
}

/** The model's landmarks as marks that nobody has looked at. */
export function modelMarks(reading) {
  const found = (reading?.landmarks ?? []).map(({ symbol, x, y }) => [symbol, modelMark(x, y)]);
  return Object.fromEntries(found);
}

function modelMark(x, y) {
  return { x, y, by: 'model', visible: true, confirmed: false };
}

/** Saved marks, with those that nobody touched taken from the reading as it is now; a finished case stays as it is. */
export function withModelMarks(landmarks, reading, status = 'draft') {
  if (status === 'finished') return landmarks;
  const touched = Object.entries(landmarks).filter(([, mark]) => isTouched(mark));
  const fresh = modelMarks(reading);
  return { ...(reading ? {} : landmarks), ...fresh, ...Object.fromEntries(touched) };
}

/** Whether the reader moved, placed, confirmed or hid this mark. */
export function isTouched(mark) {
  return mark.by !== 'model' || mark.confirmed || !mark.visible;
}

/** The mark moved or placed by the reader; it is seen from then on. */
export function moveMark(annotation, symbol, { x, y }) {
  const confirmed = annotation.landmarks[symbol]?.confirmed ?? false;
  return withMark(annotation, symbol, { x, y, by: 'reader', visible: true, confirmed });
}

/** The mark confirmed where it stands; nothing where there is none. */
export function confirmMark(annotation, symbol) {
  const mark = annotation.landmarks[symbol];
  if (!mark || mark.x === null) return annotation;
  return withMark(annotation, symbol, { ...mark, visible: true, confirmed: true });
}

/** The landmark declared not visible, or seen again; one that never had a place goes again. */
export function toggleVisible(annotation, symbol) {
  const mark = annotation.landmarks[symbol];
  if (!mark) return withMark(annotation, symbol, { x: null, y: null, by: 'reader', visible: false, confirmed: false });
  if (mark.x === null) return without(annotation, symbol);
  return withMark(annotation, symbol, { ...mark, visible: !mark.visible, confirmed: false });
}

/** The mark as the model has it; without one it goes. */
export function resetMark(annotation, symbol, reading) {
  const fresh = modelMarks(reading)[symbol];
  return fresh ? withMark(annotation, symbol, fresh) : without(annotation, symbol);
}

function without(annotation, symbol) {
  const { [symbol]: _gone, ...landmarks } = annotation.landmarks;
  return { ...annotation, landmarks };
}

function withMark(annotation, symbol, mark) {
  return { ...annotation, landmarks: { ...annotation.landmarks, [symbol]: mark } };
}

/** Another pixel size, with where it comes from and the two points of a ruler, if it was measured at one. */
export function withPixelSize(annotation, pixelSizeMm, source, ruler = null) {
  return { ...annotation, pixel_size_mm: pixelSizeMm, pixel_size_source: source, ruler };
}

/** Places of all marks that are seen: {symbol: [x, y]}, pixels of the radiograph. */
export function visiblePoints(annotation) {
  const seen = Object.entries(annotation.landmarks).filter(([, mark]) => mark.visible);
  return Object.fromEntries(seen.map(([symbol, { x, y }]) => [symbol, [x, y]]));
}

/** Symbols whose mark differs between two annotations, in the order in which they are met. */
export function differingSymbols(one, other) {
  const symbols = new Set([...Object.keys(one.landmarks), ...Object.keys(other.landmarks)]);
  return [...symbols].filter((symbol) => !sameMark(one.landmarks[symbol], other.landmarks[symbol]));
}

/** Whether two annotations say the same. */
export function sameAnnotation(one, other) {
  if (one === other) return true;
  const sameFacts = ['status', 'pixel_size_mm', 'pixel_size_source', 'stage'].every((name) => one[name] === other[name]);
  const sameRuler = JSON.stringify(one.ruler ?? null) === JSON.stringify(other.ruler ?? null);
  return sameFacts && sameRuler && differingSymbols(one, other).length === 0;
}

function sameMark(one, other) {
  if (!one || !other) return one === other;
  return ['x', 'y', 'by', 'visible', 'confirmed'].every((name) => one[name] === other[name]);
}
