// Draws layers of grey tiles with WebGL2: one page texture for each level, filled as tiles come into view.

import { levelFactor } from './geometry.js';
import { layersOf, readable } from './layers.js';
import { FRAGMENT_SHADER, VERTEX_SHADER } from './shaders.js';

const UNIFORMS = ['page', 'wrap', 'readable', 'origin', 'scale', 'canvasHeight', 'window', 'exponent', 'invert', 'sharpen'];

const PATIENCE_MS = 3000;

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** 'hardware', 'software' (drawn by the processor: slow) or 'none'. */
export function webgl2Kind() {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return 'none';
  const named = gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER;
  const software = SOFTWARE.test(gl.getParameter(named));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return software ? 'software' : 'hardware';
}

/**
 * Draws on a canvas; `lost` is true between the loss of the context and its return. redraw: the picture is to be
 * drawn again; onGone: the context has not come back in time.
 */
export class WebglRenderer {
  constructor(canvas, { redraw = () => {}, onGone = () => {}, background = [0, 0, 0] } = {}) {
    this.canvas = canvas;
    this.background = background;
    this.lost = false;
    this.gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, powerPreference: 'high-performance' });
    this.onLost = (event) => {
      event.preventDefault();
      this.lost = true;
      this.waiting = setTimeout(onGone, PATIENCE_MS);
    };
    this.onRestored = () => {
      clearTimeout(this.waiting);
      this.lost = false;
      this.setUp();
      redraw();
    };
    canvas.addEventListener('webglcontextlost', this.onLost);
    canvas.addEventListener('webglcontextrestored', this.onRestored);
    this.setUp();
  }

  setUp() {
    const { gl } = this;
    this.pages = new Map();
    this.pagesOf = null;
    const program = linkedProgram(gl);
    gl.useProgram(program);
    this.uniforms = Object.fromEntries(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]));
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.enable(gl.SCISSOR_TEST);
  }

  /** Draws a frame = {tiles, tileAt, view, width, height, info, display}; see layers.js and display.js. */
  draw(frame) {
    if (this.lost) return;
    this.keepPagesOf(frame.info);
    this.clear();
    if (!frame.tiles.length) return;
    this.setDisplay(frame);
    for (const layer of layersOf(frame)) this.drawLayer(layer, frame);
  }

  clear() {
    const { gl, canvas } = this;
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.scissor(0, 0, canvas.width, canvas.height);
    gl.clearColor(...this.background, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
  }

  setDisplay({ display, height }) {
    const { gl, uniforms } = this;
    gl.uniform2f(uniforms.window, display.low, display.high);
    gl.uniform1f(uniforms.exponent, 1 / display.gamma);
    gl.uniform1i(uniforms.invert, display.invert ? 1 : 0);
    gl.uniform1f(uniforms.sharpen, display.sharpen);
    gl.uniform1f(uniforms.canvasHeight, height);
  }

  drawLayer(layer, frame) {
    const { view, height, info } = frame;
    const { x0, y0, x1, y1 } = layer.screen;
    if (x1 <= x0 || y1 <= y0) return;
    const { gl, uniforms } = this;
    const page = this.pageFor(layer, frame);
    for (const tile of layer.tiles) page.hold(tile);
    const factor = levelFactor(layer.level);
    const limits = readable(layer, info);
    gl.bindTexture(gl.TEXTURE_2D, page.texture);
    gl.uniform2i(uniforms.wrap, page.wrapX, page.wrapY);
    gl.uniform4i(uniforms.readable, limits.x0, limits.y0, limits.x1, limits.y1);
    gl.uniform2f(uniforms.origin, (view.left + 0.5) / factor, (view.top + 0.5) / factor);
    gl.uniform1f(uniforms.scale, 1 / view.scale / factor);
    gl.scissor(x0, height - y1, x1 - x0, y1 - y0);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  pageFor({ level, reach }, { info, width, height }) {
    const columns = Math.max(mostTiles(width, info.tile), reach.x1 - reach.x0 + 1);
    const rows = Math.max(mostTiles(height, info.tile), reach.y1 - reach.y0 + 1);
    const page = this.pages.get(level);
    if (page && page.fits(columns, rows)) return page;
    page?.destroy();
    const larger = new Page(this.gl, info, level, columns, rows);
    this.pages.set(level, larger);
    return larger;
  }

  keepPagesOf(info) {
    if (this.pagesOf === info) return;
    for (const page of this.pages.values()) page.destroy();
    this.pages.clear();
    this.pagesOf = info;
  }

  destroy() {
    clearTimeout(this.waiting);
    this.canvas.removeEventListener('webglcontextlost', this.onLost);
    this.canvas.removeEventListener('webglcontextrestored', this.onRestored);
    this.keepPagesOf(null);
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

/**
 * A texture of columns x rows tiles of one level; a tile lies at its column and row modulo these. It holds the whole
 * level or a power of two tiles each way.
 */
class Page {
  constructor(gl, info, level, columns, rows) {
    const { width, height } = info.levels[level];
    this.gl = gl;
    this.tileSize = info.tile;
    this.all = { columns: Math.ceil(width / info.tile), rows: Math.ceil(height / info.tile) };
    this.columns = wrapping(columns, this.all.columns);
    this.rows = wrapping(rows, this.all.rows);
    this.width = this.columns === this.all.columns ? width : this.columns * info.tile;
    this.height = this.rows === this.all.rows ? height : this.rows * info.tile;
    this.wrapX = wrapMask(this.width, this.columns, this.all.columns);
    this.wrapY = wrapMask(this.height, this.rows, this.all.rows);
    this.held = new Array(this.columns * this.rows).fill(null);
    this.type = info.bits === 8 ? gl.UNSIGNED_BYTE : gl.UNSIGNED_SHORT;
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, info.bits === 8 ? gl.R8UI : gl.R16UI, this.width, this.height);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  }

  fits(columns, rows) {
    return this.columns >= Math.min(columns, this.all.columns) && this.rows >= Math.min(rows, this.all.rows);
  }

  hold(tile) {
    const { gl } = this;
    const column = tile.x % this.columns;
    const row = tile.y % this.rows;
    const slot = row * this.columns + column;
    if (this.held[slot] === tile) return;
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texSubImage2D(
      gl.TEXTURE_2D, 0, column * this.tileSize, row * this.tileSize, tile.width, tile.height,
      gl.RED_INTEGER, this.type, tile.data,
    );
    this.held[slot] = tile;
  }

  destroy() {
    this.gl.deleteTexture(this.texture);
  }
}

/** A power of two, for the shader's wrapping by a mask, or all there are. */
function wrapping(count, all) {
  return Math.min(all, 2 ** Math.ceil(Math.log2(count)));
}

/** The mask that wraps a pixel into a page of `size` pixels; all ones where the page holds `all` tiles. */
function wrapMask(size, count, all) {
  return count === all ? 0x7fffffff : size - 1;
}

/** Tiles that a canvas of `length` px can show of a level with two pixels per px. */
function mostTiles(length, tileSize) {
  return Math.ceil((2 * length) / tileSize) + 1;
}

function linkedProgram(gl) {
  const program = gl.createProgram();
  gl.attachShader(program, compiledShader(gl, gl.VERTEX_SHADER, VERTEX_SHADER));
  gl.attachShader(program, compiledShader(gl, gl.FRAGMENT_SHADER, FRAGMENT_SHADER));
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`WebGL2: the viewer's shader does not link: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}

function compiledShader(gl, kind, source) {
  const shader = gl.createShader(kind);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
    throw new Error(`WebGL2: the viewer's shader does not compile: ${gl.getShaderInfoLog(shader)}`);
  }
  return shader;
}
