"""How the layers of a tracing look: on dark film, on white, and in black alone for any printer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aariz_mm.visualization.palette import Color

__all__ = ['THEMES', 'Pen', 'Theme', 'find_theme']


_SOLID: tuple[float, ...] = ()
_DASHED, _DOTTED, _DASH_DOT = (7.0, 4.0), (1.5, 2.5), (10.0, 3.0, 2.0, 3.0)


@dataclass(frozen=True)
class Pen:
    """A line: RGB, width and lengths of dashes and gaps, in thousandths of the picture's longer side."""

    color: Color
    width: float = 1.6
    dash: tuple[float, ...] = _SOLID


@dataclass(frozen=True)
class Theme:
    """Pens by layer and, where they differ, by 'layer kind'; colours of texts, their halos and the ground.

    film: share of the radiograph that shows below the tracing, the rest is the ground; 1 shows it as it is.
    """

    name: str
    ground: Color
    ink: Color
    halo: Color
    film: float
    pens: Mapping[str, Pen]

    def pen(self, layer: str, kind: str) -> Pen:
        """How a kind of shape in a layer is drawn."""
        return self.pens.get(f'{layer} {kind}') or self.pens.get(layer) or Pen(self.ink)


def _colored(colors: Mapping[str, Color]) -> dict[str, Pen]:
    """Pens of a theme that tells layers apart by colour."""
    widths = dict(
        orbit=1.3, ear=1.3, incisors=1.3, molars=1.2, planes=1.0, angles=1.0, ellipses=0.9, landmarks=1.2, scale_bar=1.8
    )
    pens = {key: Pen(color, widths.get(key, 1.7)) for key, color in colors.items()}
    return pens | {
        'angles axis': Pen(colors['angles'], 0.8, _DASHED),
        'angles helper': Pen(colors['angles'], 0.8, _DOTTED),
    }


_DARK = _colored(dict(
    soft_tissue=(255, 196, 138), cranial_base=(120, 214, 255), orbit=(176, 190, 255), ear=(176, 190, 255),
    maxilla=(255, 236, 110), mandible=(120, 240, 160), incisors=(250, 250, 250), molars=(225, 225, 225),
    planes=(185, 205, 225), angles=(255, 150, 205), ellipses=(255, 205, 140), landmarks=(255, 145, 20),
    labels=(245, 245, 245), scale_bar=(245, 245, 245),
))  # fmt: skip
_LIGHT = _colored(dict(
    soft_tissue=(176, 84, 20), cranial_base=(0, 96, 160), orbit=(84, 70, 170), ear=(84, 70, 170),
    maxilla=(150, 110, 0), mandible=(0, 120, 60), incisors=(30, 30, 30), molars=(70, 70, 70),
    planes=(110, 120, 130), angles=(190, 30, 120), ellipses=(200, 120, 30), landmarks=(200, 80, 0),
    labels=(30, 30, 30), scale_bar=(0, 0, 0),
))  # fmt: skip
_BLACK: Color = (0, 0, 0)
_PRINT = {
    'soft_tissue': Pen(_BLACK, 1.9),
    'cranial_base': Pen(_BLACK, 1.4),
    'orbit': Pen(_BLACK, 1.1),
    'ear': Pen(_BLACK, 1.1),
    'maxilla': Pen(_BLACK, 1.4),
    'mandible': Pen(_BLACK, 1.6),
    'incisors': Pen(_BLACK, 1.2),
    'molars': Pen(_BLACK, 1.1),
    'planes': Pen(_BLACK, 0.8, _DASH_DOT),
    'angles arc': Pen(_BLACK, 0.8),
    'angles axis': Pen(_BLACK, 0.7, _DASHED),
    'angles helper': Pen(_BLACK, 0.7, _DOTTED),
    'ellipses': Pen(_BLACK, 0.8, _DOTTED),
    'landmarks': Pen(_BLACK, 1.0),
    'labels': Pen(_BLACK, 0.5),
    'scale_bar': Pen(_BLACK, 1.6),
}
THEMES: Mapping[str, Theme] = {
    'dark': Theme('dark', (14, 15, 18), (245, 245, 245), (0, 0, 0), 1.0, _DARK),
    'light': Theme('light', (255, 255, 255), (30, 30, 30), (255, 255, 255), 0.35, _LIGHT),
    'print': Theme('print', (255, 255, 255), _BLACK, (255, 255, 255), 0.3, _PRINT),
}
"""By name. 'print' has black lines alone, told apart by width and dashes."""


def find_theme(name: str) -> Theme:
    """A theme of :data:`THEMES`.

    Errors:
        ValueError: there is none of that name.
    """
    if name not in THEMES:
        raise ValueError(f'theme {name!r}: expected one of {",".join(THEMES)}')
    return THEMES[name]
