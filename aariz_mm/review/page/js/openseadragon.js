// OpenSeadragon as a module, and what it needs to carry raw grey tiles: a source and a drawer.

import '../vendor/openseadragon.min.js';

export const OSD = globalThis.OpenSeadragon;

const GREY_TILE = 'greyTile';

/**
 * OpenSeadragon writes an inline style sheet unless it finds its mark; the page's security policy refuses inline
 * styles and would report each try. css/viewer.css has what the sheet says.
 */
export function forestallInlineStyle() {
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

/** A drawer class that hands OpenSeadragon's choice of tiles to a renderer (webgl.js or canvas2d.js). */
export function drawerOf(Renderer, type) {
  return class GreyDrawer extends OSD.DrawerBase {
    constructor(options) {
      super(options);
      this.scene = this.options.scene;
      this.renderer = new Renderer(this.canvas, { onRestored: () => this.viewer.forceRedraw(), background: this.scene.background });
    }

    static isSupported() {
      return true;
    }

    getType() {
      return type;
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
