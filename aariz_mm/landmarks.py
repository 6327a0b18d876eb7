"""The 29 Aariz landmarks, their subsets, tracing lines and the six CVM stages.

Order, ids, titles and symbols are those of the dataset (Khalid et al., Scientific Data 12:1336, 2025,
doi 10.1038/s41597-025-05542-3). The definitions are our own words for the usual textbook points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    'BY_ID',
    'BY_SYMBOL',
    'CVM_STAGES',
    'LANDMARKS',
    'METAINFO',
    'REGION_COLORS',
    'SUBSETS',
    'SYMBOLS',
    'TRACING_LINES',
    'Landmark',
    'build_metainfo',
    'select_symbols',
]

REGION_COLORS = {'skeletal': (64, 200, 255), 'dental': (255, 214, 64), 'soft_tissue': (255, 128, 176)}
"""RGB of each anatomical region."""


@dataclass(frozen=True)
class Landmark:
    """One cephalometric landmark; ``symbol`` is unique and is the name that configs and tables use."""

    landmark_id: str
    symbol: str
    title: str
    region: str
    definition: str

    @property
    def color(self) -> tuple[int, int, int]:
        """RGB of the landmark's region."""
        return REGION_COLORS[self.region]


_SKELETAL, _DENTAL, _SOFT = 'skeletal', 'dental', 'soft_tissue'

LANDMARKS: tuple[Landmark, ...] = tuple(Landmark(*row) for row in (
    ('ckr20ld7v4a4r0za3gqkydid2', 'A', 'A-point', _SKELETAL,
     'Deepest midline point of the concave front of the maxilla between ANS and the upper alveolar crest: the '
     'point of the outline farthest from the line that joins the two.'),
    ('ckr6rysyb3jyi0y303gbq84ks', 'ANS', 'Anterior Nasal Spine', _SKELETAL,
     'Tip of the bony spine at the front of the nasal floor, in the midline.'),
    ('ckr6rysyb3jyk0y301dcyhf9q', 'B', 'B-point', _SKELETAL,
     'Deepest midline point of the concave front of the mandible between the lower alveolar crest and Pog: the '
     'point of the outline farthest from the line that joins the two.'),
    ('ckr6rysyc3jym0y307w5s1g4a', 'Me', 'Menton', _SKELETAL,
     'Lowest midline point of the outline of the mandibular symphysis, with the head level to the Frankfort '
     'horizontal.'),
    ('ckr6rysyc3jyo0y3083er4fow', 'N', 'Nasion', _SKELETAL,
     'Foremost point of the suture between the frontal and the nasal bones, in the midline.'),
    ('ckr6rysyc3jyq0y306afa3t9a', 'Or', 'Orbitale', _SKELETAL,
     'Lowest point of the lower rim of the bony orbit; the midpoint of both sides where they show apart.'),
    ('ckr6rysyd3jys0y30gd1rahjp', 'Pog', 'Pogonion', _SKELETAL,
     'Foremost midline point of the bony chin, taken against a perpendicular to the Frankfort horizontal.'),
    ('ckr6rysyd3jyu0y30ah3205y8', 'PNS', 'Posterior Nasal Spine', _SKELETAL,
     'Hindmost midline point of the bony hard palate, the tip of its posterior spine.'),
    ('ckr6rysyd3jyw0y30hbbkfcb2', 'Pn', 'Pronasale', _SOFT,
     'Foremost midline point of the tip of the nose, taken against a perpendicular to the Frankfort horizontal.'),
    ('ckr6rysye3jyy0y30h8n07rrl', 'R', 'Ramus', _SKELETAL,
     'Point on the posterior border of the mandibular ramus, about half-way between the condyle and the angle; '
     'the midpoint of both sides where they show apart.'),
    ('ckr6rysye3jz00y30fzx36g43', 'S', 'Sella', _SKELETAL,
     'Centre of the outline of the pituitary fossa (sella turcica), which a line between the clinoid processes '
     'closes above.'),
    ('ckr6rysye3jz20y303mmleb3m', 'Ar', 'Articulare', _SKELETAL,
     'Crossing of the posterior border of the mandibular neck and the lower outline of the cranial base; the '
     'midpoint of both sides where they show apart.'),
    ('ckr6rysye3jz40y309hjl6dp2', 'Co', 'Condylion', _SKELETAL,
     'Uppermost and hindmost point of the mandibular condyle; the midpoint of both sides where they show apart.'),
    ('ckr6rysyf3jz60y30d6ir73i6', 'Gn', 'Gnathion', _SKELETAL,
     'Lowest and foremost midline point of the bony chin: on its outline half-way between Pog and Me.'),
    ('ckr6rysyf3jz80y308ruj39bx', 'Go', 'Gonion', _SKELETAL,
     'Point of the mandibular angle that lies farthest down, back and out, where the bisector of the tangents '
     'to ramus and lower border meets the outline; the midpoint of both sides.'),
    ('ckr6rysyf3jza0y3010od7lu3', 'Po', 'Porion', _SKELETAL,
     'Uppermost point of the bony external auditory meatus (anatomic porion); the midpoint of both sides where '
     'they show apart.'),
    ('ckr6rysyf3jzc0y30bjsl17p5', 'LPM', 'Lower 2nd PM Cusp Tip', _DENTAL,
     'Tip of the cusp of the lower second premolar; the midpoint of both sides where they show apart.'),
    ('ckr6rysyf3jze0y308g246gqv', 'LIT', 'Lower Incisor Tip', _DENTAL,
     'Tip of the incisal edge of the most prominent lower central incisor.'),
    ('ckr6rysyf3jzg0y3004pzauxj', 'LMT', 'Lower Molar Cusp Tip', _DENTAL,
     'Tip of the mesial buccal cusp of the lower first molar; the midpoint of both sides where they show apart.'),
    ('ckr6rysyf3jzi0y303zh895ny', 'UPM', 'Upper 2nd PM Cusp Tip', _DENTAL,
     'Tip of the cusp of the upper second premolar; the midpoint of both sides where they show apart.'),
    ('ckr6rysyg3jzk0y303unk9msw', 'UIA', 'Upper Incisor Apex', _DENTAL,
     'Root apex of the most prominent upper central incisor, the tooth whose edge is UIT.'),
    ('ckr6rysyg3jzm0y30e4r55szn', 'UIT', 'Upper Incisor Tip', _DENTAL,
     'Tip of the incisal edge of the most prominent upper central incisor.'),
    ('ckr6rysyg3jzo0y309pc56jgb', 'UMT', 'Upper Molar Cusp Tip', _DENTAL,
     'Tip of the mesial buccal cusp of the upper first molar; the midpoint of both sides where they show apart.'),
    ('ckr6rysyg3jzq0y309625913x', 'LIA', 'Lower Incisor Apex', _DENTAL,
     'Root apex of the most prominent lower central incisor, the tooth whose edge is LIT.'),
    ('ckr6rysyg3jzs0y30533sccfw', 'Li', 'Labrale inferius', _SOFT,
     'Most prominent midline point of the red margin of the lower lip.'),
    ('ckr6rysyg3jzu0y308e25br5c', 'Ls', 'Labrale superius', _SOFT,
     'Most prominent midline point of the red margin of the upper lip.'),
    ('ckr6rysyg3jzw0y30cnaufc5r', 'N`', 'Soft Tissue Nasion', _SOFT,
     'Deepest midline point of the skin profile between the forehead and the nose.'),
    ('ckr6rysyh3jzy0y30dqpoar9x', 'Pog`', 'Soft Tissue Pogonion', _SOFT,
     'Foremost midline point of the soft-tissue chin, taken against a perpendicular to the Frankfort '
     'horizontal.'),
    ('ckr6rysyh3k000y302tpa6jn2', 'Sn', 'Subnasale', _SOFT,
     'Midline point where the columella of the nose meets the skin of the upper lip.'),
))  # fmt: skip
"""The landmarks in the official order."""

SYMBOLS: tuple[str, ...] = tuple(landmark.symbol for landmark in LANDMARKS)
BY_ID: dict[str, Landmark] = {landmark.landmark_id: landmark for landmark in LANDMARKS}
BY_SYMBOL: dict[str, Landmark] = {landmark.symbol: landmark for landmark in LANDMARKS}

_ISBI19 = {'S', 'N', 'Or', 'Po', 'A', 'B', 'Pog', 'Me', 'Gn', 'Go', 'LIT', 'UIT', 'Ls', 'Li', 'Sn', 'Pog`', 'PNS',
           'ANS', 'Ar'}  # fmt: skip
_CLDETECTION24 = _ISBI19 | {'UIA', 'LIA', 'Co', 'Pn', 'N`'}
_NOT_IN_DELR26 = {'N`', 'Pog`', 'Sn'}

SUBSETS: dict[str, tuple[str, ...]] = {
    'aariz29': SYMBOLS,
    'isbi19': tuple(symbol for symbol in SYMBOLS if symbol in _ISBI19),
    'cldetection24': tuple(symbol for symbol in SYMBOLS if symbol in _CLDETECTION24),
    'delr26': tuple(symbol for symbol in SYMBOLS if symbol not in _NOT_IN_DELR26),
}
"""Named landmark subsets, each in the official order: all 29; the 19 of the ISBI 2015 challenge; the 24
of the CL-Detection 2023 challenge that Aariz has, too; the 26 of DeLR."""

TRACING_LINES: tuple[tuple[str, str], ...] = (
    ('S', 'N'), ('S', 'Ar'), ('Po', 'Or'), ('ANS', 'PNS'), ('ANS', 'A'),
    ('Co', 'Ar'), ('Ar', 'R'), ('R', 'Go'), ('Go', 'Me'), ('Me', 'Gn'), ('Gn', 'Pog'), ('Pog', 'B'),
    ('UIA', 'UIT'), ('LIA', 'LIT'), ('UPM', 'UMT'), ('LPM', 'LMT'),
    ('N`', 'Pn'), ('Pn', 'Sn'), ('Sn', 'Ls'), ('Ls', 'Li'), ('Li', 'Pog`'),
)  # fmt: skip
"""Pairs of landmarks that a tracing joins."""

CVM_STAGES: tuple[str, ...] = ('CVM-S1', 'CVM-S2', 'CVM-S3', 'CVM-S4', 'CVM-S5', 'CVM-S6')
"""Titles of the six cervical vertebral maturation stages; stage ``s`` (1-6) is ``CVM_STAGES[s - 1]``."""


def select_symbols(subset: str | Iterable[str]) -> tuple[str, ...]:
    """Symbols of a named subset or of a list of symbols.

    Args:
        subset: a key of :data:`SUBSETS` or an iterable of symbols (their order is kept).
    Errors:
        ValueError: unknown subset or symbol, a symbol given twice, or nothing selected.
    Example: ``len(select_symbols('isbi19'))`` -> 19
    """
    if isinstance(subset, str):
        if subset not in SUBSETS:
            raise ValueError(
                f'landmark subset {subset!r} is unknown; use one of {sorted(SUBSETS)} or a list of symbols'
            )
        return SUBSETS[subset]
    symbols = tuple(subset)
    unknown = [symbol for symbol in symbols if symbol not in BY_SYMBOL]
    if unknown or not symbols or len(set(symbols)) != len(symbols):
        raise ValueError(
            f'landmarks {list(symbols)}: expected distinct symbols of {list(SYMBOLS)}, unknown or missing: {unknown}'
        )
    return symbols


def build_metainfo(subset: str | Iterable[str] = 'aariz29') -> dict:
    """MMPose's raw dataset metainfo (``parse_pose_metainfo`` reads it) of a landmark subset.

    No landmark has a left-right twin: a lateral cephalogram shows one profile.
    Args:
        subset: as for :func:`select_symbols`.
    """
    symbols = select_symbols(subset)
    lines = [pair for pair in TRACING_LINES if set(pair) <= set(symbols)]
    return dict(
        dataset_name='aariz',
        paper_info=dict(
            author='Khalid et al.',
            title='Aariz: a benchmark for cephalometric landmark detection and CVM stage classification',
            container='Scientific Data 12:1336',
            year='2025',
            homepage='https://doi.org/10.1038/s41597-025-05542-3',
        ),
        keypoint_info={
            index: dict(name=symbol, id=index, color=list(BY_SYMBOL[symbol].color), type='', swap='')
            for index, symbol in enumerate(symbols)
        },
        skeleton_info={
            index: dict(link=pair, id=index, color=list(BY_SYMBOL[pair[0]].color)) for index, pair in enumerate(lines)
        },
        joint_weights=[1.0] * len(symbols),
        # OKS is not a cephalometric score; MMPose demands the field. 0.025 is what it uses for small facial points.
        sigmas=[0.025] * len(symbols),
    )


METAINFO: dict = build_metainfo()
