"""How far off a predicted landmark and a measurement may be, learnt from radiographs that a model has not seen."""
