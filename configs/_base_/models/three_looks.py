"""Settings of a second stage that looks at each landmark three times and reads the crops of its neighbours, too.

By thirds of ``train`` it takes 1.078 mm to the figure in docs/results.md, for three times the seconds.
"""

three_looks = dict(looks_px=[(0, 0), (-24, 24), (24, -24)], neighbour_margin_px=16.0)
