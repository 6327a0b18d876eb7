/** When the loupe is seen: while it is switched on, and for a moment where the arrows move a landmark. */

const PEEK_MS = 1200;

/** @returns {{toggle: function, peek: function, show: function(object|null)}} */
export function createLoupe({ state, set, subscribe }, viewer) {
  let timer = null;

  const chosen = () => {
    const mark = state().document?.landmarks[state().selected];
    return mark && mark.x !== null ? mark : null;
  };

  function toggle() {
    set({ loupe: !state().loupe });
    viewer.loupe(state().loupe ? chosen() : null);
  }

  function peek() {
    if (!chosen()) return;
    viewer.loupe(chosen());
    clearTimeout(timer);
    timer = setTimeout(hide, PEEK_MS);
  }

  function hide() {
    const { loupe, dragging, crosshair } = state();
    if (!loupe && !dragging && !crosshair) viewer.loupe(null);
  }

  viewer.on('hover', (point) => state().loupe && point && viewer.loupe(point));
  subscribe((now, changed) => {
    if (changed.has('selected') && now.loupe) viewer.loupe(chosen());
    if (changed.has('crosshair') && !now.crosshair) hide();
  });
  return { toggle, peek, show: (point) => viewer.loupe(point) };
}
