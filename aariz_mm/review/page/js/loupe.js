// The loupe: a round inset of magnified pixels beside a point, out from under the finger.

import { levelForScale, imageToScreen, tilesInView, viewAround } from './geometry.js';

const DIAMETER = 180;
const MAGNIFICATION = 5;
const SMALLEST_SCALE = 1;
const LARGEST_SCALE = 24;
const DISTANCE = 40;

/** An inset in `element`, drawn by its own renderer from the scene's tiles. */
export class Loupe {
  constructor(element, Renderer, scene) {
    this.element = element;
    this.Renderer = Renderer;
    this.scene = scene;
    this.point = null;
  }

  /** Shows the pixels around an image point, or hides the inset (null). view as in geometry.js, screen px. */
  show(point, view) {
    this.point = point;
    this.view = view;
    if (!point || !view) {
      if (this.inset) this.inset.style.display = 'none';
      return;
    }
    this.inset ??= this.createInset();
    this.inset.style.display = 'block';
    this.place();
    this.draw();
  }

  /** The view has changed under the point. */
  follow(view) {
    if (this.point) this.show(this.point, view);
  }

  createInset() {
    const inset = insetElement();
    this.canvas = inset.querySelector('canvas');
    this.renderer = new this.Renderer(this.canvas, { redraw: () => this.draw(), background: this.scene.background });
    this.element.append(inset);
    return inset;
  }

  place() {
    const { left, top } = loupePlace(imageToScreen(this.view, this.point), this.element.clientWidth);
    this.inset.style.transform = `translate(${left}px, ${top}px)`;
  }

  draw() {
    const { store } = this.scene;
    if (!this.point || !this.view || !store) return;
    const size = Math.round(DIAMETER * (globalThis.devicePixelRatio || 1));
    if (this.canvas.width !== size) this.canvas.width = this.canvas.height = size;
    const scale = loupeScale(this.view.scale) * (size / DIAMETER);
    const view = viewAround(this.point, scale, size, size);
    const tiles = this.tilesFor(store, view, levelForScale(scale, store.info.levels.length), size);
    this.renderer.draw(this.scene.frame(tiles, view, size, size));
  }

  /** The tiles at hand from coarse to fine; those of the level itself are fetched where they are missing. */
  tilesFor(store, view, level, size) {
    const found = [];
    for (let k = store.info.levels.length - 1; k >= level; k -= 1) {
      const span = tilesInView(view, k, store.info.levels[k], store.info.tile, size, size);
      for (let y = span.y0; y <= span.y1; y += 1) {
        for (let x = span.x0; x <= span.x1; x += 1) {
          const tile = store.peek(k, x, y);
          if (tile) found.push(tile);
          else if (k === level) store.load(k, x, y).then(() => this.draw(), () => {});
        }
      }
    }
    return found;
  }

  destroy() {
    this.point = null;
    this.renderer?.destroy();
    this.inset?.remove();
  }
}

/** Screen px per image px inside the loupe, from that of the viewer. */
export function loupeScale(scale) {
  return Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, scale * MAGNIFICATION));
}

/** Top left corner of the inset for a point on screen: above it, or beside it where there is no room. */
export function loupePlace({ x, y }, screenWidth) {
  const inside = (left) => Math.min(screenWidth - DIAMETER, Math.max(0, left));
  const above = y - DISTANCE - DIAMETER;
  if (above >= 0) return { left: inside(x - DIAMETER / 2), top: above };
  const right = x + DISTANCE;
  const left = right + DIAMETER <= screenWidth ? right : x - DISTANCE - DIAMETER;
  return { left, top: Math.max(0, y - DIAMETER / 2) };
}

function insetElement() {
  const inset = document.createElement('div');
  inset.className = 'viewer-loupe';
  inset.dataset.testid = 'loupe';
  Object.assign(inset.style, {
    position: 'absolute', left: '0', top: '0', width: `${DIAMETER}px`, height: `${DIAMETER}px`, borderRadius: '50%',
    overflow: 'hidden', pointerEvents: 'none', boxShadow: '0 0 0 2px #fff, 0 2px 10px 2px rgb(0 0 0 / 60%)', zIndex: '2',
  });
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { width: '100%', height: '100%', display: 'block' });
  inset.append(canvas, crosshair());
  return inset;
}

function crosshair() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '-90 -90 180 180');
  Object.assign(svg.style, { position: 'absolute', left: '0', top: '0', width: '100%', height: '100%' });
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M-90 0H-6M6 0H90M0 -90V-6M0 6V90');
  path.setAttribute('stroke', '#ffd84d');
  path.setAttribute('stroke-width', '1');
  svg.append(path);
  return svg;
}
