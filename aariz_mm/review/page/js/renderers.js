// Which of the two renderers this browser gets.

import { Canvas2dRenderer } from './canvas2d.js';
import { WebglRenderer, hasWebgl2 } from './webgl.js';

/** {name, Renderer}: WebGL2 where there is any; ?renderer=2d or ?renderer=webgl in the page's URL decides otherwise. */
export function chosenRenderer(wanted, search = globalThis.location?.search ?? '') {
  const asked = new URLSearchParams(search).get('renderer') ?? wanted;
  const webgl = asked !== '2d' && hasWebgl2();
  return webgl ? { name: 'webgl', Renderer: WebglRenderer } : { name: '2d', Renderer: Canvas2dRenderer };
}
