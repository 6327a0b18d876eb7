// The viewer of the review page: deep zoom of 8 and 16-bit radiographs with window, gamma, inversion and sharpening.

import { defaultWindow, draggedWindow, orderedWindow, reachableWindow } from './display.js';
import { imageToScreen, screenToImage, snappedView, viewAround } from './geometry.js';
import { Loupe } from './loupe.js';
import { OSD, drawerOf, forestallInlineStyle, greyTileSource } from './openseadragon.js';
import { createOverlay, placeOverlay } from './overlay.js';
import { TileStore } from './pixels.js';
import { chosenRenderer } from './renderers.js';

const BACKGROUND = [0.06, 0.07, 0.08];
const LARGEST_SCALE = 24;

/** What is shown and how: shared by the viewer, its drawer and its loupe. */
class Scene {
  constructor() {
    this.background = BACKGROUND;
    this.store = null;
    this.user = { low: 0, high: 255, gamma: 1, invert: false, sharpen: 0 };
    this.viewOf = () => null;
    this.onDrawn = () => {};
  }

  /** The settings as the shader takes them: a negative radiograph (info.invert) is turned first. */
  get display() {
    return { ...this.user, invert: this.user.invert !== Boolean(this.store?.info.invert) };
  }

  draw(renderer, tiles, width, height) {
    const view = this.store && this.viewOf(width);
    const info = this.store?.info;
    const own = view ? tiles : [];
    renderer.draw({ tiles: own, view, width, height, info, display: this.display });
    if (own.length) this.onDrawn();
  }
}

/**
 * A viewer that fills `element`.
 *
 * Image points are {x, y} in pixels of the full size, pixel centres on whole numbers; screen points are px from the
 * element's top left corner. Options: renderer 'auto' | 'webgl' | '2d' (the page's ?renderer= goes before it).
 * Events by on(name, callback), which returns a function that ends it: 'change' {zoom|pan|window}, 'hover'
 * {x, y, value|null} or null, 'click' {x, y, screen, event}, 'picture' {ms}, 'error' {message}.
 */
export class Viewer {
  constructor(element, { renderer = 'auto' } = {}) {
    this.element = element;
    this.callbacks = new Map();
    this.setTool('navigate');
    this.scene = new Scene();
    this.scene.viewOf = (width) => this.deviceView(width);
    this.scene.onDrawn = () => this.tellFirstPicture();
    const { name, Renderer } = chosenRenderer(renderer);
    this.renderer = name;
    forestallInlineStyle();
    this.osd = new OSD.Viewer(osdOptions(element, drawerOf(Renderer, `grey-${name}`), this.scene));
    this.overlay = createOverlay(this.osd.canvas);
    this.loupeInset = new Loupe(element, Renderer, this.scene);
    this.listen();
  }

  listen() {
    const { osd } = this;
    osd.addHandler('update-viewport', () => this.follow());
    osd.addHandler('canvas-key', (event) => { event.preventDefaultAction = true; });
    osd.addHandler('canvas-drag', (event) => this.drag(event));
    osd.addHandler('canvas-drag-end', (event) => { event.preventDefaultAction = true; });
    osd.addHandler('canvas-click', (event) => event.quick && this.click(event));
    osd.addHandler('resize', () => this.resized());
    osd.addHandler('tile-load-failed', ({ message }) => this.tell('error', { message }));
    this.onMove = (event) => this.hover(event);
    this.onLeave = () => this.tell('hover', null);
    osd.canvas.addEventListener('pointermove', this.onMove);
    osd.canvas.addEventListener('pointerleave', this.onLeave);
  }

  /**
   * Shows a radiograph: info of /api/cases/{n}/image; tileUrl a function (level, x, y) or the URL before /level/x/y.
   * Gamma, sharpening and inversion stay as they are, the window is the radiograph's own.
   * Returns a promise: true at the first picture, false when another one was opened before.
   */
  open(info, tileUrl) {
    this.opened?.settle(false);
    this.scene.store?.destroy();
    this.scene.store = new TileStore(info, tileUrl);
    Object.assign(this.scene.user, defaultWindow(info));
    this.loupe(null);
    this.fitted = true;
    this.osd.open({ tileSource: greyTileSource(this.scene.store) });
    return new Promise((settle) => {
      this.opened = { settle, start: performance.now() };
    });
  }

  tellFirstPicture() {
    if (!this.opened) return;
    const { settle, start } = this.opened;
    this.opened = null;
    this.tell('picture', { ms: performance.now() - start });
    settle(true);
  }

  /** {left, top, scale} as geometry.js has it, in screen px; null before a radiograph is open. */
  get view() {
    const { viewport, world } = this.osd;
    if (!this.scene.store || !world?.getItemCount()) return null;
    const bounds = viewport.getBoundsNoRotate(true);
    const { width } = this.scene.store.info;
    const scale = viewport.getContainerSize().x / (bounds.width * width);
    return { left: bounds.x * width - 0.5, top: bounds.y * width - 0.5, scale };
  }

  deviceView(width) {
    const { view } = this;
    return view && { ...view, scale: (view.scale * width) / this.osd.viewport.getContainerSize().x };
  }

  /** Image px per screen px. */
  get px() {
    return this.view ? 1 / this.view.scale : 1;
  }

  /** {low, high, gamma, invert, sharpen} as set; a copy. */
  get display() {
    return { ...this.scene.user };
  }

  imageToScreen(point) {
    return imageToScreen(this.view, point);
  }

  screenToImage(point) {
    return screenToImage(this.view, point);
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
    this.osd.viewport.panTo(this.viewportPoint({ x, y }), immediately);
    this.osd.viewport.applyConstraints(immediately);
  }

  /**
   * Brings an image point to the middle with `px` image px per screen px (0.5 shows each pixel two px wide).
   * At whole magnifications pixel borders fall on px borders, so 1 shows the stored pixels themselves.
   */
  focus(x, y, px = this.px, immediately = false) {
    this.fitted = false;
    const { x: width, y: height } = this.osd.viewport.getContainerSize();
    const view = snappedView(viewAround({ x, y }, Math.min(LARGEST_SCALE, 1 / px), width, height));
    const imageWidth = this.scene.store.info.width;
    const [left, top] = [(view.left + 0.5) / imageWidth, (view.top + 0.5) / imageWidth];
    const size = [width / view.scale / imageWidth, height / view.scale / imageWidth];
    this.osd.viewport.fitBounds(new OSD.Rect(left, top, ...size), immediately);
  }

  viewportPoint({ x, y }) {
    const { width } = this.scene.store.info;
    return new OSD.Point((x + 0.5) / width, (y + 0.5) / width);
  }

  setWindow(low, high) {
    this.change(orderedWindow(low, high));
  }

  /** The window that the radiograph opened with. */
  resetWindow() {
    this.change(defaultWindow(this.scene.store.info));
  }

  setInvert(invert) {
    this.change({ invert: Boolean(invert) });
  }

  /** 1 leaves the picture as it is, more brightens the dark parts. */
  setGamma(gamma) {
    this.change({ gamma: Math.min(5, Math.max(0.2, gamma)) });
  }

  /** 0 is off, 1 adds once what a small blur takes away. */
  setSharpen(amount) {
    this.change({ sharpen: Math.min(5, Math.max(0, amount)) });
  }

  change(settings) {
    Object.assign(this.scene.user, settings);
    this.osd.forceRedraw();
    this.loupeInset.draw();
    this.tell('change', { window: true });
  }

  /** 'window': a drag changes the window. Any other tool: a drag pans. The element carries it as data-tool. */
  setTool(tool) {
    this.tool = tool;
    this.element.dataset.tool = tool;
  }

  /** Shows the magnified pixels around an image point in a round inset near it; null hides it. */
  loupe(point) {
    this.loupeInset.show(point, point && this.view);
  }

  /** A promise of the grey value at an image point (null outside). */
  valueAt(x, y) {
    return this.scene.store.loadValueAt(x, y);
  }

  /** The same as on('change', callback). */
  onChange(callback) {
    return this.on('change', callback);
  }

  on(name, callback) {
    if (!this.callbacks.has(name)) this.callbacks.set(name, new Set());
    this.callbacks.get(name).add(callback);
    return () => this.callbacks.get(name)?.delete(callback);
  }

  tell(name, detail) {
    for (const callback of this.callbacks.get(name) ?? []) callback(detail);
  }

  /** Keeps the overlay and the loupe on the picture; called in the frame that draws it. */
  follow() {
    const { view, lastView } = this;
    if (!view) return;
    const { x: width, y: height } = this.osd.viewport.getContainerSize();
    const zoom = view.scale !== lastView?.scale;
    const pan = view.left !== lastView?.left || view.top !== lastView?.top;
    if (!zoom && !pan && width === lastView.width && height === lastView.height) return;
    this.lastView = { ...view, width, height };
    placeOverlay(this.overlay, this.lastView);
    this.loupeInset.follow(view);
    this.tell('change', { zoom, pan });
  }

  drag(event) {
    event.preventDefaultAction = true;
    if (this.tool === 'window') {
      const { info } = this.scene.store;
      const moved = draggedWindow(this.scene.user, event.delta.x, event.delta.y, info.high - info.low);
      this.change(reachableWindow(moved, info.bits));
      return;
    }
    this.fitted = false;
    this.osd.viewport.panBy(this.osd.viewport.deltaPointsFromPixels(event.delta.negate()), true);
    this.osd.viewport.applyConstraints(true);
  }

  click({ position, originalEvent }) {
    if (!this.view) return;
    const screen = { x: position.x, y: position.y };
    this.tell('click', { ...this.screenToImage(screen), screen, event: originalEvent });
  }

  hover({ clientX, clientY }) {
    if (!this.view || !this.callbacks.get('hover')?.size) return;
    const box = this.osd.canvas.getBoundingClientRect();
    const { x, y } = this.screenToImage({ x: clientX - box.left, y: clientY - box.top });
    this.tell('hover', { x, y, value: this.scene.store.valueAt(x, y) });
  }

  resized() {
    if (this.fitted && this.view) this.osd.viewport.goHome(true);
  }

  /** Lets everything go; the element is empty afterwards. */
  destroy() {
    this.opened?.settle(false);
    this.osd.canvas.removeEventListener('pointermove', this.onMove);
    this.osd.canvas.removeEventListener('pointerleave', this.onLeave);
    this.loupeInset.destroy();
    this.osd.destroy();
    this.scene.store?.destroy();
    this.scene.store = null;
    this.callbacks.clear();
  }
}

function osdOptions(element, drawer, scene) {
  const gestures = { clickToZoom: false, dblClickToZoom: false, dblClickDragToZoom: false, flickEnabled: false };
  return {
    element,
    drawer: [drawer],
    drawerOptions: { custom: { scene } },
    showNavigationControl: false,
    showNavigator: false,
    tabIndex: -1,
    animationTime: 0.25,
    blendTime: 0,
    maxTilesPerFrame: 12,
    maxImageCacheCount: 160,
    imageLoaderLimit: 8,
    tileRetryMax: 2,
    tileRetryDelay: 500,
    minZoomImageRatio: 0.7,
    maxZoomPixelRatio: LARGEST_SCALE,
    visibilityRatio: 0.5,
    constrainDuringPan: true,
    zoomPerScroll: 1.25,
    gestureSettingsMouse: { ...gestures, scrollToZoom: true },
    gestureSettingsTouch: { ...gestures, pinchToZoom: true },
    gestureSettingsPen: gestures,
    gestureSettingsUnknown: gestures,
  };
}
