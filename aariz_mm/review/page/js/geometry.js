// Frames of the viewer as pure functions. Image coordinates are pixels of level 0 with centres on whole numbers
// (the landmarks' frame); a pixel i covers i - 0.5 to i + 0.5. A pixel of level k covers 2^k pixels of level 0.

/** Number of image pixels across one pixel of a level. */
export function levelFactor(level) {
  return 2 ** level;
}

/** A view = {left, top, scale}: image coordinates of the screen's top left corner, screen px per image px. */
export function imageToScreen(view, { x, y }) {
  return { x: (x - view.left) * view.scale, y: (y - view.top) * view.scale };
}

/** The inverse of imageToScreen. */
export function screenToImage(view, { x, y }) {
  return { x: x / view.scale + view.left, y: y / view.scale + view.top };
}

/** The view around an image point at the middle of a screen of width x height px. */
export function viewAround({ x, y }, scale, width, height) {
  return { left: x - width / 2 / scale, top: y - height / 2 / scale, scale };
}

/** A view moved by less than half a px so that pixel borders fall on px borders of the screen (at whole scales). */
export function snappedView(view) {
  const snap = (corner) => Math.round((corner + 0.5) * view.scale) / view.scale - 0.5;
  return { ...view, left: snap(view.left), top: snap(view.top) };
}

/** Rectangle {x0, y0, x1, y1} of the image on screen, whole px, cut at the screen's borders. */
export function imageOnScreen(view, image, width, height) {
  const left = (-0.5 - view.left) * view.scale;
  const top = (-0.5 - view.top) * view.scale;
  return cutRectangle(
    { x0: left, y0: top, x1: left + image.width * view.scale, y1: top + image.height * view.scale },
    width,
    height,
  );
}

/** Rectangle of one tile on screen, whole px, cut at the screen's borders. */
export function tileOnScreen(view, tile, tileSize, width, height) {
  const factor = levelFactor(tile.level);
  const edge = (index, length, corner) => ((index * tileSize + length) * factor - 0.5 - corner) * view.scale;
  return cutRectangle(
    {
      x0: edge(tile.x, 0, view.left),
      y0: edge(tile.y, 0, view.top),
      x1: edge(tile.x, tile.width, view.left),
      y1: edge(tile.y, tile.height, view.top),
    },
    width,
    height,
  );
}

function cutRectangle({ x0, y0, x1, y1 }, width, height) {
  const cut = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  return { x0: cut(x0, width), y0: cut(y0, height), x1: cut(x1, width), y1: cut(y1, height) };
}

/** First and last tile column and row of a level of which a view of width x height px shows something. */
export function tilesInView(view, level, levelSize, tileSize, width, height) {
  const size = levelFactor(level) * tileSize;
  const index = (value, length) =>
    Math.min(Math.ceil(length / tileSize) - 1, Math.max(0, Math.floor((value + 0.5) / size)));
  return {
    x0: index(view.left, levelSize.width),
    y0: index(view.top, levelSize.height),
    x1: index(view.left + width / view.scale, levelSize.width),
    y1: index(view.top + height / view.scale, levelSize.height),
  };
}

/** The coarsest level that still has `minimum` of its pixels per screen px (device px). */
export function levelForScale(scale, levelCount, minimum = 1) {
  const wanted = Math.floor(Math.log2(1 / (scale * minimum)));
  return Math.min(levelCount - 1, Math.max(0, wanted));
}
