// The viewer of the review page: deep zoom of 8 and 16-bit radiographs with window, gamma, inversion and sharpening.

import { Canvas2dRenderer } from './canvas2d.js';
import { defaultWindow, orderedWindow } from './display.js';
import { imageToScreen, screenToImage, snappedView, viewAround } from './geometry.js';
import { listenToGestures } from './gestures.js';
import { Listeners } from './listeners.js';
import { Loupe } from './loupe.js';
import { LARGEST_SCALE, OSD, changeRenderer, greyTileSource, openSeadragonOn } from './openseadragon.js';
import { createOverlay, placeOverlay } from './overlay.js';
import { TileStore } from './pixels.js';
import { chosenRenderer } from './renderers.js';
import { Scene } from './scene.js';

const BACKGROUND = [0.06, 0.07, 0.08];

/**
 * A viewer that fills `element`, which has a size and a position of its own.
 *
 * Image points are {x, y} in pixels of the full size, pixel centres on whole numbers; screen points are px from the
 * element's top left corner; zoom is screen px per image px. Option: renderer 'auto' | 'webgl' | '2d' (?renderer= in
 * the page's URL goes before it).
 *
 * Events by on(name, callback), which returns a function that ends it:
 * 'change' {zoom, pan, set} (set: by setView) or {window: true}; 'hover' {x, y, value|null} or null at leaving;
 * 'click' {x, y, screen, event}; 'picture' {ms}: the first tiles are on screen; 'error' {message}.
 */
export class Viewer {
  constructor(element, { renderer = 'auto' } = {}) {
    this.element = element;
    this.listeners = new Listeners();
    this.scene = new Scene(BACKGROUND);
    this.scene.viewOf = (width) => this.devicePlace(width);
    this.scene.onDrawn = () => this.drawn();
    this.scene.onGone = () => this.fallBack();
    const { name, Renderer } = chosenRenderer(renderer);
    this.renderer = name;
    this.osd = openSeadragonOn(element, Renderer, this.scene);
    this.overlay = createOverlay(this.osd.canvas);
    this.inset = new Loupe(element, Renderer, this.scene);
    this.setTool('navigate');
    this.osd.addHandler('update-viewport', () => this.follow());
    this.osd.addHandler('tile-load-failed', ({ message }) => this.listeners.tell('error', { message }));
    this.stopGestures = listenToGestures(this);
    this.sizeObserver = new ResizeObserver(() => this.resized());
    this.sizeObserver.observe(element);
  }

  /**
   * Shows a radiograph: info of /api/cases/{n}/image; tileUrl a function (level, x, y) or the URL before /level/x/y.
   * Gamma, sharpening and inversion stay as they are, the window is the radiograph's own.
   * Returns a promise: true at the first complete picture, false when another one was opened, or the viewer destroyed,
   * before.
   */
  open(info, tileUrl) {
    if (this.destroyed) return Promise.resolve(false);
    this.opening?.settle(false);
    this.scene.store?.destroy();
    this.scene.store = new TileStore(info, tileUrl);
    this.loupe(null);
    this.fitted = true;
    this.lastPlace = null;
    this.osd.open({ tileSource: greyTileSource(this.scene.store) });
    this.change(defaultWindow(info));
    return new Promise((settle) => {
      this.opening = { settle, start: performance.now(), seen: false };
    });
  }

  drawn() {
    if (!this.opening) return;
    const { settle, start, seen } = this.opening;
    if (!seen) this.listeners.tell('picture', { ms: performance.now() - start });
    this.opening.seen = true;
    if (!this.osd.world.getItemAt(0).getFullyLoaded()) return;
    this.opening = null;
    settle(true);
  }

  /** {left, top, scale} as geometry.js has a view, in screen px; null before a radiograph is open. */
  place() {
    const { viewport, world } = this.osd;
    if (!this.scene.store || !world?.getItemCount()) return null;
    const bounds = viewport.getBoundsNoRotate(true);
    const { width } = this.scene.store.info;
    const scale = viewport.getContainerSize().x / (bounds.width * width);
    return { left: bounds.x * width - 0.5, top: bounds.y * width - 0.5, scale };
  }

  devicePlace(canvasWidth) {
    const place = this.place();
    return place && { ...place, scale: (place.scale * canvasWidth) / this.osd.viewport.getContainerSize().x };
  }

  /** Image px per screen px. */
  get px() {
    const place = this.place();
    return place ? 1 / place.scale : 1;
  }

  /** {x, y, zoom}: the image point at the middle and screen px per image px; null before a radiograph is open. */
  view() {
    const place = this.place();
    if (!place) return null;
    const { x: width, y: height } = this.osd.viewport.getContainerSize();
    return { ...screenToImage(place, { x: width / 2, y: height / 2 }), zoom: place.scale };
  }

  /** Takes on what view() gave, at once; the 'change' that follows has set: true, so that two viewers can follow. */
  setView({ x, y, zoom }) {
    const now = this.view();
    if (now && Math.hypot(now.x - x, now.y - y) * zoom < 1e-3 && Math.abs(now.zoom / zoom - 1) < 1e-6) return;
    this.setting = true;
    this.bring({ x, y }, zoom, true, false);
  }

  /** Brings an image point to the middle at a zoom (screen px per image px). */
  zoomTo({ x, y }, zoom, immediately = false) {
    this.bring({ x, y }, zoom, immediately, true);
  }

  /** The same with image px per screen px (0.5 shows each pixel two px wide); 1 shows the stored pixels themselves. */
  focus(x, y, px = this.px, immediately = false) {
    this.bring({ x, y }, 1 / px, immediately, true);
  }

  bring(point, zoom, immediately, snap) {
    this.fitted = false;
    const { x: width, y: height } = this.osd.viewport.getContainerSize();
    const around = viewAround(point, Math.min(LARGEST_SCALE, zoom), width, height);
    const { left, top, scale } = snap ? snappedView(around) : around;
    const imageWidth = this.scene.store.info.width;
    const share = (length) => length / imageWidth;
    const bounds = new OSD.Rect(share(left + 0.5), share(top + 0.5), share(width / scale), share(height / scale));
    this.osd.viewport.fitBounds(bounds, immediately);
  }

  imageToScreen(point) {
    return imageToScreen(this.place(), point);
  }

  screenToImage(point) {
    return screenToImage(this.place(), point);
  }

  /** Shows the whole radiograph. */
  fit(immediately = false) {
    this.fitted = true;
    this.osd.viewport.goHome(immediately);
  }

  /** Zooms by a factor about the middle, or about a screen point. */
  zoomBy(factor, screenPoint = null) {
    this.fitted = false;
    const about = screenPoint && this.osd.viewport.pointFromPixel(new OSD.Point(screenPoint.x, screenPoint.y));
    this.osd.viewport.zoomBy(factor, about);
    this.osd.viewport.applyConstraints();
  }

  /** Brings an image point to the middle. */
  panTo(x, y, immediately = false) {
    this.fitted = false;
    const { width } = this.scene.store.info;
    this.osd.viewport.panTo(new OSD.Point((x + 0.5) / width, (y + 0.5) / width), immediately);
    this.osd.viewport.applyConstraints(immediately);
  }

  /** {low, high, gamma, invert, sharpen} as the reader set them. */
  display() {
    return { ...this.scene.user };
  }

  setWindow(low, high) {
    this.change(orderedWindow(low, high));
  }

  /** Back to the window that the radiograph opened with. */
  resetWindow() {
    this.change(defaultWindow(this.scene.store.info));
  }

  setInvert(invert) {
    this.change({ invert: Boolean(invert) });
  }

  /** 1 leaves the picture as it is, more brightens the dark parts; 0.2 to 5. */
  setGamma(gamma) {
    this.change({ gamma: Math.min(5, Math.max(0.2, gamma)) });
  }

  /** 0 is off, 1 adds once what a small blur takes away; at most 5. */
  setSharpen(amount) {
    this.change({ sharpen: Math.min(5, Math.max(0, amount)) });
  }

  change(settings) {
    Object.assign(this.scene.user, settings);
    this.osd.forceRedraw();
    this.inset.draw();
    this.listeners.tell('change', { window: true });
  }

  /** 'window': a drag changes the window. With any other tool a drag pans. The element carries it as data-tool. */
  setTool(tool) {
    this.tool = tool;
    this.element.dataset.tool = tool;
  }

  /** Shows the magnified pixels around an image point in a round inset near it; null hides it. */
  loupe(point) {
    this.inset.show(point, point && this.place());
  }

  /** A promise of the grey value at an image point (null outside). */
  valueAt(x, y) {
    return this.scene.store.loadValueAt(x, y);
  }

  on(name, callback) {
    return this.listeners.add(name, callback);
  }

  /** The same as on('change', callback). */
  onChange(callback) {
    return this.on('change', callback);
  }

  /** Keeps the overlay and the loupe on the picture; called in the frame that draws it. */
  follow() {
    const place = this.place();
    if (!place) return;
    const { x: width, y: height } = this.osd.viewport.getContainerSize();
    const last = this.lastPlace;
    const zoom = place.scale !== last?.scale;
    const pan = place.left !== last?.left || place.top !== last?.top;
    if (!zoom && !pan && width === last.width && height === last.height) return;
    this.lastPlace = { ...place, width, height };
    placeOverlay(this.overlay, this.lastPlace);
    this.inset.follow(place);
    this.listeners.tell('change', { zoom, pan, set: Boolean(this.setting) });
    this.setting = false;
  }

  /** A fitted picture stays fitted; any other keeps its middle and its zoom. */
  resized() {
    const { viewport } = this.osd;
    const size = new OSD.Point(this.element.clientWidth, this.element.clientHeight);
    if (!size.x || !size.y || viewport.getContainerSize().equals(size)) return;
    const view = this.view();
    viewport.resize(size, false);
    if (view && this.fitted) this.fit(true);
    else if (view) this.bring(view, view.zoom, true, false);
    this.osd.forceRedraw();
  }

  /** Draws on by the 2D canvas: the graphics processor does not come back. */
  fallBack() {
    if (this.renderer === '2d') return;
    this.renderer = '2d';
    changeRenderer(this.osd, Canvas2dRenderer, this.scene);
    this.osd.canvas.append(this.overlay);
    this.inset.destroy();
    this.inset = new Loupe(this.element, Canvas2dRenderer, this.scene);
  }

  /** Lets everything go; the element is empty afterwards. */
  destroy() {
    this.destroyed = true;
    this.opening?.settle(false);
    this.sizeObserver.disconnect();
    this.stopGestures();
    this.inset.destroy();
    this.osd.destroy();
    this.scene.store?.destroy();
    this.scene.store = null;
    this.listeners.clear();
    delete this.element.dataset.tool;
  }
}
