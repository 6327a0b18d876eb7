// OpenSeadragon as a module, and what it needs to carry raw grey tiles: a source and a drawer.

import '../vendor/openseadragon.min.js';

export const OSD = globalThis.OpenSeadragon;

const GREY_TILE = 'greyTile';

// A tile that comes in after the reader went on to the next radiograph is nothing to warn of.
OSD.console = Object.assign(Object.create(OSD.console), {
  warn: (text, ...rest) => /loaded before reset/.test(text) || console.warn(text, ...rest),
});

/** Most screen px per image px. */
export const LARGEST_SCALE = 24;

/** An OpenSeadragon viewer in `element` that draws a scene (scene.js) by a renderer (webgl.js or canvas2d.js). */
export function openSeadragonOn(element, Renderer, scene) {
  forestallInlineStyle();
  return new OSD.Viewer({ ...OPTIONS, element, drawer: [drawerOf(Renderer)], drawerOptions: { custom: { scene } } });
}

/** Gives an OpenSeadragon viewer another renderer. */
export function changeRenderer(osd, Renderer, scene) {
  osd.requestDrawer(drawerOf(Renderer), { drawerOptions: { scene } });
}

const GESTURES = { clickToZoom: false, dblClickToZoom: false, dblClickDragToZoom: false, flickEnabled: false };

const OPTIONS = {
  showNavigationControl: false,
  showNavigator: false,
  autoResize: false,
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
  gestureSettingsMouse: { ...GESTURES, scrollToZoom: true },
  gestureSettingsTouch: { ...GESTURES, pinchToZoom: true },
  gestureSettingsPen: GESTURES,
  gestureSettingsUnknown: GESTURES,
};

/**
 * OpenSeadragon writes an inline style sheet unless it finds its mark; the page's security policy refuses inline
 * styles and would report each try. css/viewer.css has what the sheet says.
 */
function forestallInlineStyle() {
  if (document.querySelector('style[data-openseadragon-mobile-css]')) return;
  const mark = document.createElementNS('urn:mark', 'style');
  mark.setAttribute('data-openseadragon-mobile-css', 'true');
  document.head.append(mark);
}

/** OpenSeadragon's source of a TileStore. Its levels count from the coarsest; ours from the full size. */
export function greyTileSource(store) {
  const { width, height, tile, levels } = store.info;
  const deepest = levels.length - 1;
  const source = new OSD.TileSource({ width, height, tileSize: tile, minLevel: 0, maxLevel: deepest });
  source.getTileUrl = (level, x, y) => store.urlOf(deepest - level, x, y);
  source.getNumTiles = (level) => {
    const size = levels[deepest - level];
    return new OSD.Point(Math.ceil(size.width / tile), Math.ceil(size.height / tile));
  };
  source.hasTransparency = () => false;
  source.downloadTileStart = (job) => {
    const { level, x, y } = job.tile;
    store.load(deepest - level, x, y).then(
      (greyTile) => job.finish(greyTile, null, GREY_TILE),
      (error) => job.fail(error.message, null),
    );
  };
  source.downloadTileAbort = () => {};
  return source;
}

/** A drawer class that hands OpenSeadragon's choice of tiles to a renderer. */
function drawerOf(Renderer) {
  return class GreyDrawer extends OSD.DrawerBase {
    constructor(options) {
      super(options);
      this.scene = this.options.scene;
      const redraw = () => this.viewer.forceRedraw();
      const { background, onGone } = this.scene;
      this.renderer = new Renderer(this.canvas, { redraw, onGone, background });
    }

    static isSupported() {
      return true;
    }

    getType() {
      return 'grey';
    }

    getSupportedDataFormats() {
      return [GREY_TILE];
    }

    canRotate() {
      return false;
    }

    setImageSmoothingEnabled() {}

    _createDrawingElement() {
      return document.createElement('canvas');
    }

    draw(tiledImages) {
      const { x: width, y: height } = this._calculateCanvasSize();
      if (this.canvas.width !== width) this.canvas.width = width;
      if (this.canvas.height !== height) this.canvas.height = height;
      const tiles = tiledImages.flatMap((image) => image.getTilesToDraw().map(({ tile }) => this.getDataToDraw(tile)));
      this.scene.draw(this.renderer, tiles.filter(Boolean), width, height);
    }

    destroy() {
      this.renderer.destroy();
      this.canvas.remove();
      super.destroy();
    }
  };
}
