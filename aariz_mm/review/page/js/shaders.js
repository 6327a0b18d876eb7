// The one shader of the viewer: display.js in GLSL, on pages of raw grey values.

/** A triangle that covers the whole canvas; gl.scissor cuts it. */
export const VERTEX_SHADER = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/**
 * origin, scale: pixel of the level at the canvas' top left corner (corner at 0) and pixels of the level per device px.
 * readable: first and last pixel that may be read. A page holds pixel p at p & wrap.
 */
export const FRAGMENT_SHADER = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

uniform usampler2D page;
uniform ivec2 wrap;
uniform ivec4 readable;
uniform vec2 origin;
uniform float scale;
uniform float canvasHeight;
uniform vec2 window;
uniform float exponent;
uniform bool invert;
uniform float sharpen;
out vec4 colour;

float grey(ivec2 pixel) {
  return float(texelFetch(page, clamp(pixel, readable.xy, readable.zw) & wrap, 0).r);
}

vec4 greyRow(ivec2 first) {
  return vec4(grey(first), grey(first + ivec2(1, 0)), grey(first + ivec2(2, 0)), grey(first + ivec2(3, 0)));
}

float bilinear(ivec2 pixel, vec2 f) {
  float upper = mix(grey(pixel), grey(pixel + ivec2(1, 0)), f.x);
  float lower = mix(grey(pixel + ivec2(0, 1)), grey(pixel + ivec2(1, 1)), f.x);
  return mix(upper, lower, f.y);
}

vec4 blurWeights(float f) {
  return vec4(1.0 - f, 2.0 - f, 1.0 + f, f) * 0.25;
}

float unsharpMasked(ivec2 pixel, vec2 f) {
  vec4 rowWeights = blurWeights(f.y);
  vec4 columnWeights = blurWeights(f.x);
  vec2 columns = vec2(1.0 - f.x, f.x);
  vec4 blurred = vec4(0.0);
  vec2 plain = vec2(0.0);
  for (int row = 0; row < 4; row += 1) {
    vec4 values = greyRow(pixel + ivec2(-1, row - 1));
    blurred[row] = dot(values, columnWeights);
    if (row == 1) plain.x = dot(values.yz, columns);
    if (row == 2) plain.y = dot(values.yz, columns);
  }
  float value = mix(plain.x, plain.y, f.y);
  return value + sharpen * (value - dot(blurred, rowWeights));
}

void main() {
  vec2 place = origin + vec2(gl_FragCoord.x, canvasHeight - gl_FragCoord.y) * scale - 0.5;
  vec2 corner = floor(place);
  ivec2 pixel = ivec2(corner);
  vec2 f = place - corner;
  float value = sharpen > 0.0 ? unsharpMasked(pixel, f) : bilinear(pixel, f);
  float inside = clamp((value - window.x) / (window.y - window.x), 0.0, 1.0);
  float curved = exponent == 1.0 ? inside : pow(inside, exponent);
  colour = vec4(vec3(invert ? 1.0 - curved : curved), 1.0);
}`;
