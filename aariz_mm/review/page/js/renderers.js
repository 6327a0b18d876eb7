// Which of the two renderers this browser gets.

import { Canvas2dRenderer } from './canvas2d.js';
import { WebglRenderer, webgl2Kind } from './webgl.js';

/**
 * {name, Renderer}: WebGL2 where a graphics processor draws it, else the 2D canvas, which is the faster of the two
 * there. ?renderer=2d or ?renderer=webgl in the page's URL decides otherwise.
 */
export function chosenRenderer(wanted, search = globalThis.location?.search ?? '') {
  const asked = new URLSearchParams(search).get('renderer') ?? wanted;
  const kind = asked === '2d' ? 'none' : webgl2Kind();
  const webgl = kind === 'hardware' || (kind === 'software' && asked === 'webgl');
  return webgl ? { name: 'webgl', Renderer: WebglRenderer } : { name: '2d', Renderer: Canvas2dRenderer };
}
