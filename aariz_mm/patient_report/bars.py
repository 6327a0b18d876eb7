"""The bar of a deviation: where the norm, the value and its interval lie. The standard library and Pillow."""

from __future__ import annotations

import io
from dataclasses import dataclass

__all__ = ['BAR_REACH', 'Bar', 'bar_png', 'bar_svg']

BAR_REACH = 4.0
"""Units to each side of the middle of the norm that a bar shows."""
_BAND, _INK, _LINE = '#d6e4de', '#1f4e5f', '#8aa0a8'


@dataclass(frozen=True)
class Bar:
    """Deviation from the middle of the norm; 1 is the end of what is normal, one SD where the norm states SDs.

    ``low`` and ``high`` are the ends of the interval, None where none is known.
    """

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def at(self) -> float:
        """Where the value is drawn, 0 to 1 of the width."""
        return _place(self.value)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the interval is drawn, 0 to 1 of the width."""
        return None if self.low is None or self.high is None else (_place(self.low), _place(self.high))

    @property
    def beyond(self) -> int:
        """-1 or 1 where the value lies left or right of what is shown, else 0."""
        return (self.value > BAR_REACH) - (self.value < -BAR_REACH)

    @property
    def band(self) -> tuple[float, float]:
        """Where the norm is drawn, 0 to 1 of the width."""
        return _place(-1), _place(1)


def _place(value: float) -> float:
    return (min(max(value, -BAR_REACH), BAR_REACH) + BAR_REACH) / (2 * BAR_REACH)


def bar_svg(bar: Bar, text: str) -> str:
    """The bar as an SVG element of HTML; ``text``, escaped, is read out in its place."""
    left, right = (100 * one for one in bar.band)
    parts = [
        f'<rect x="{left:.1f}" y="1" width="{right - left:.1f}" height="12" fill="{_BAND}"/>',
        f'<path d="M50 1V13" stroke="{_LINE}" stroke-width=".6"/>',
    ]
    if bar.interval is not None:
        low, high = (100 * one for one in bar.interval)
        parts.append(f'<path d="M{low:.1f} 7H{high:.1f}M{low:.1f} 4.5V9.5M{high:.1f} 4.5V9.5" stroke="{_INK}"/>')
    at = 100 * bar.at
    shape = (
        f'<path d="M{at - 4 * bar.beyond:.1f} 3.5L{at:.1f} 7L{at - 4 * bar.beyond:.1f} 10.5Z" fill="{_INK}"/>'
        if bar.beyond
        else f'<circle cx="{at:.1f}" cy="7" r="2.4" fill="{_INK}"/>'
    )
    return f'<svg class="bar" viewBox="-3 0 106 14" role="img" aria-label="{text}">{"".join(parts)}{shape}</svg>'


def bar_png(bar: Bar, width: int = 424, height: int = 56) -> bytes:
    """The bar as a PNG."""
    from PIL import Image, ImageDraw

    image = Image.new('RGB', (width, height), 'white')
    pen, margin, middle = ImageDraw.Draw(image), 12, height // 2

    def x(place: float) -> float:
        return margin + place * (width - 2 * margin)

    pen.rectangle((x(bar.band[0]), 4, x(bar.band[1]), height - 4), fill=_BAND)
    pen.line((x(0.5), 4, x(0.5), height - 4), fill=_LINE, width=2)
    if bar.interval is not None:
        low, high = map(x, bar.interval)
        for line in ((low, middle, high, middle), *((end, middle - 10, end, middle + 10) for end in (low, high))):
            pen.line(line, fill=_INK, width=4)
    at, tip = x(bar.at), 14 * bar.beyond
    if bar.beyond:
        pen.polygon([(at - tip, middle - 14), (at, middle), (at - tip, middle + 14)], fill=_INK)
    else:
        pen.ellipse((at - 10, middle - 10, at + 10, middle + 10), fill=_INK)
    buffer = io.BytesIO()
    image.save(buffer, 'PNG')
    return buffer.getvalue()
