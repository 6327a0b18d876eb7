// What is shown and how: shared by the viewer, its drawer and its loupe.

export class Scene {
  constructor(background) {
    this.background = background;
    this.store = null;
    this.user = { low: 0, high: 255, gamma: 1, invert: false, sharpen: 0 };
    this.viewOf = () => null;
    this.onDrawn = () => {};
    this.onGone = () => {};
  }

  /** The settings as the shader takes them: a negative radiograph (info.invert) is turned first. */
  get display() {
    return { ...this.user, invert: this.user.invert !== Boolean(this.store?.info.invert) };
  }

  /** What a renderer takes. */
  frame(tiles, view, width, height) {
    const { store, display } = this;
    return { tiles, tileAt: (level, x, y) => store.peek(level, x, y), view, width, height, info: store?.info, display };
  }

  /** Draws tiles on a canvas of width x height device px; nothing but the background without a radiograph. */
  draw(renderer, tiles, width, height) {
    const view = this.store && this.viewOf(width);
    const shown = view ? tiles : [];
    renderer.draw(this.frame(shown, view, width, height));
    if (shown.length) this.onDrawn();
  }
}
