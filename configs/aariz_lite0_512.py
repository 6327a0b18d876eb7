"""EfficientNet-Lite0, 512 x 512, spatial softmax: Aariz on a small GPU or a CPU, no download of weights.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_lite0_512.py

Best checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/lite0_softmax.py']

model = dict(head=dict(decoder=_base_.codec))
