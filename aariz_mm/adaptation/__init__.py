"""A site's reading conventions, learnt from a few radiographs that its reader corrected. Numpy and OpenCV alone.

Readers place landmarks differently, by up to several millimetres: that is no error of seeing but a constant vector for
each landmark, which a few radiographs tell.
"""
