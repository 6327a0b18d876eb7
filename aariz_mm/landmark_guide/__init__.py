"""What each landmark is, how to find it on the film, and how far readers differ about it, in English and Korean.

English titles and definitions are those of :mod:`aariz_mm.landmarks`; the rest stands here, once, for the review page
and the docs. The pictures lie beside it, drawn from the phantom by
``docs/draw_landmark_guide.py``; no radiograph of a patient is among them.

All words are ours. The definitions are those of the textbooks: Downs 1948 (A, B, the planes), Björk 1947 (Ar), Rakosi
1982, Athanasiou 1995 and Jacobson 1995 (atlases of cephalometry), Legan and Burstone 1980 (soft tissue). What misleads
is after Baumrind and Frantz 1971, Houston 1983 and Trpkova et al. 1997, who measured where and in which direction
readers err. Names, symbols and order are those of Khalid et al., Scientific Data 12:1336, 2025.
"""

from .entries import LANDMARK_GUIDE, GuideEntry, guide_entry
from .pictures import picture_path
from .readers import READER_DIFFERENCES, ReaderDifference

__all__ = [
    'LANDMARK_GUIDE',
    'READER_DIFFERENCES',
    'GuideEntry',
    'ReaderDifference',
    'guide_entry',
    'picture_path',
]
