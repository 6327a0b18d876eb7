// The SVG over the picture: its user units are image pixels.

const SVG = 'http://www.w3.org/2000/svg';

/** An <svg> that fills `parent`; only marks inside it that ask for pointer events get them. */
export function createOverlay(parent) {
  const overlay = document.createElementNS(SVG, 'svg');
  overlay.setAttribute('class', 'viewer-overlay');
  overlay.setAttribute('preserveAspectRatio', 'none');
  Object.assign(overlay.style, {
    position: 'absolute', left: '0', top: '0', width: '100%', height: '100%', overflow: 'hidden', pointerEvents: 'none',
  });
  parent.append(overlay);
  return overlay;
}

/** Lays the overlay on a view = {left, top, scale, width, height}; --px is the number of image px per screen px. */
export function placeOverlay(overlay, { left, top, scale, width, height }) {
  overlay.setAttribute('viewBox', `${left} ${top} ${width / scale} ${height / scale}`);
  overlay.style.setProperty('--px', 1 / scale);
}
