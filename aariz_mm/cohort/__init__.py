"""A cohort of read radiographs as the tables of a paper: groups described and compared, changes, growth, and how
much of it is error of the model.

From :mod:`~aariz_mm.cohort.case_table` (who is who) by :mod:`~aariz_mm.cohort.loading` and
:mod:`~aariz_mm.cohort.samples` (one value of each patient) to :mod:`~aariz_mm.cohort.scores`, tables and a page.
"""
