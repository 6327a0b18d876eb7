/** The hand on the radiograph: takes the nearest landmark, or gives the point that is asked for. */

const REACH_PX = { mouse: 11, pen: 16, touch: 26 };
const STILL_PX = { mouse: 2, pen: 3, touch: 5 };

/**
 * The landmark nearest to a point, if it is within reach; of two that lie alike, the selected one.
 * @param {object} landmarks  {symbol: {x, y, visible}}
 * @param {{x: number, y: number}} point  pixels of the radiograph
 * @param {number} reach  pixels of the radiograph
 */
export function nearestMark(landmarks, point, reach, selected = null) {
  const near = Object.entries(landmarks)
    .filter(([, mark]) => mark.x !== null)
    .map(([symbol, mark]) => ({ symbol, distance: Math.hypot(mark.x - point.x, mark.y - point.y) }))
    .filter(({ distance }) => distance <= reach);
  const away = ({ symbol, distance }) => distance - (symbol === selected ? reach / 4 : 0);
  return near.sort((one, other) => away(one) - away(other))[0]?.symbol ?? null;
}

/**
 * Listens in the capture phase on the element around the viewer, so that the picture is not dragged with the mark.
 * @param {object} parts  {store, viewer, element, around, editing, picking, select}
 */
export function listenToHand({ store, viewer, element, around, editing, picking, select }) {
  let hold = null;
  const { state } = store;

  const placeOf = (event) => {
    const box = element.getBoundingClientRect();
    return viewer.screenToImage({ x: event.clientX - box.left, y: event.clientY - box.top });
  };

  function press(event) {
    if (hold) return void stop(event);
    if (event.button !== 0 || !element.contains(event.target) || !state().document) return;
    if (picking.active()) return void aim(event);
    if (state().mode !== 'navigate' || !state().layers.marks) return;
    const point = placeOf(event);
    const symbol = nearestMark(state().document.landmarks, point, reachOf(event), state().selected);
    if (symbol) grasp(event, symbol, point);
  }

  const reachOf = (event) => (REACH_PX[event.pointerType] ?? REACH_PX.mouse) * pixelsPerPx(viewer);

  /** A finger puts the crosshair beside itself and places where it is lifted; a mouse places at once. */
  function aim(event) {
    stop(event);
    element.focus({ preventScroll: true });
    store.set({ crosshair: placeOf(event) });
    if (event.pointerType === 'mouse') return void picking.take();
    hold = { pointer: event.pointerId, aiming: true };
    capture(event);
    viewer.loupe(state().crosshair);
  }

  function grasp(event, symbol, point) {
    stop(event);
    element.focus({ preventScroll: true });
    select(symbol);
    const mark = state().document.landmarks[symbol];
    if (!mark.visible) return;
    hold = { pointer: event.pointerId, symbol, moved: false, from: [event.clientX, event.clientY], dx: mark.x - point.x, dy: mark.y - point.y };
    capture(event);
    viewer.loupe(mark);
  }

  function capture(event) {
    around.setPointerCapture(event.pointerId);
  }

  function move(event) {
    if (hold?.pointer !== event.pointerId) return;
    stop(event);
    const point = placeOf(event);
    if (hold.aiming) aimAt(point);
    else if (isMove(event)) dragTo({ x: point.x + hold.dx, y: point.y + hold.dy }, event.timeStamp);
  }

  function aimAt(point) {
    viewer.loupe(point);
    store.set({ crosshair: point });
  }

  /** The loupe comes first: it reads the layout, which is cheap only before the marks are written. */
  function dragTo(place, time) {
    viewer.loupe(place);
    editing.drag(hold.symbol, place, time);
  }

  function isMove(event) {
    const [x, y] = hold.from;
    hold.moved ||= Math.hypot(event.clientX - x, event.clientY - y) > (STILL_PX[event.pointerType] ?? STILL_PX.mouse);
    return hold.moved;
  }

  function release(event) {
    if (hold?.pointer !== event.pointerId) return;
    stop(event);
    const { aiming } = hold;
    hold = null;
    viewer.loupe(null);
    if (aiming) picking.take();
    else editing.endDrag(event.type === 'pointercancel');
  }

  /** Lets the mark go and puts it back, as Esc does. */
  function giveUp() {
    if (!hold) return false;
    hold = null;
    viewer.loupe(null);
    editing.endDrag(true);
    return true;
  }

  const capturing = { capture: true };
  around.addEventListener('pointerdown', press, capturing);
  around.addEventListener('pointermove', move, capturing);
  around.addEventListener('pointerup', release, capturing);
  around.addEventListener('pointercancel', release, capturing);
  return { giveUp };
}

/** Pixels of the radiograph per px on the screen. */
export function pixelsPerPx(viewer) {
  return viewer.screenToImage({ x: 1, y: 0 }).x - viewer.screenToImage({ x: 0, y: 0 }).x;
}

function stop(event) {
  event.stopPropagation();
  event.preventDefault();
}
