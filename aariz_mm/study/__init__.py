"""A reader study: readers, repeats and models on the same radiographs, compared as orthodontic studies report it.

From :mod:`~aariz_mm.study.sources` (who read what) by :mod:`~aariz_mm.study.assembly` (the same radiographs of all) to
:mod:`~aariz_mm.study.scores`, tables, CSV files and a page.
"""
