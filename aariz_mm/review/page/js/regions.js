/** The three regions of the page: F6 goes round them; on a narrow screen two of them are drawers. */

/**
 * @param {object} parts  {cases, viewer, panels: HTMLElement, focusCases: function}
 * @returns {{go: function(number): void, toggle: function(string): void, close: function(): boolean}}
 */
export function createRegions({ cases, viewer, panels, focusCases }) {
  const regions = [
    { node: cases, focus: () => { open('cases'); focusCases(); } },
    { node: viewer, focus: () => { close(); viewer.focus(); } },
    { node: panels, focus: () => { open('panels'); focusPanels(panels); } },
  ];

  function go(step) {
    const at = regions.findIndex(({ node }) => node.contains(document.activeElement));
    const next = at < 0 ? 1 : (at + step + regions.length) % regions.length;
    regions[next].focus();
  }

  function open(name) {
    document.body.dataset.drawer = name;
    tell();
  }

  function toggle(name) {
    if (document.body.dataset.drawer === name) return void close();
    open(name);
    if (isNarrow()) regions[name === 'cases' ? 0 : 2].focus();
  }

  function close() {
    const was = document.body.dataset.drawer;
    delete document.body.dataset.drawer;
    tell();
    return Boolean(was);
  }

  function tell() {
    for (const button of document.querySelectorAll('.drawer-button')) {
      const name = button.getAttribute('aria-controls');
      button.setAttribute('aria-expanded', String(document.body.dataset.drawer === name));
    }
  }

  viewer.addEventListener('pointerdown', () => isNarrow() && close());
  tell();
  return { go, toggle, close: () => isNarrow() && close() };
}

function isNarrow() {
  return matchMedia('(max-width: 1023px)').matches;
}

function focusPanels(panels) {
  (panels.querySelector('[role=tab][aria-selected=true]') ?? panels).focus();
}
