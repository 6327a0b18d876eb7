/** What the address holds, so that a reload or a saved link finds the same case, landmark and view. */

/** {n, selected, view: {x, y, px}} of '#case=3&landmark=A&view=812.4,1033.0,0.5'; what is missing or no number is null. */
export function readAddress(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const n = /^\d+$/.test(values.get('case') ?? '') ? Number(values.get('case')) : null;
  return { n, selected: values.get('landmark'), view: viewOf(values.get('view')) };
}

function viewOf(text) {
  const numbers = (text ?? '').split(',').map(Number);
  const good = numbers.length === 3 && numbers.every(Number.isFinite) && numbers[2] > 0;
  return good ? { x: numbers[0], y: numbers[1], px: numbers[2] } : null;
}

/** The address of a state; the view only where it is not the whole radiograph. */
export function writeAddress({ n, selected, view }) {
  if (n === null) return '';
  const parts = [`case=${n}`];
  if (selected) parts.push(`landmark=${encodeURIComponent(selected)}`);
  if (view) parts.push(`view=${view.x.toFixed(1)},${view.y.toFixed(1)},${view.px.toFixed(4)}`);
  return `#${parts.join('&')}`;
}
