"""HRNet-W32, 512 x 512, spatial softmax: the main recipe for the Aariz dataset, on a GPU.

  AARIZ_ROOT=/path/to/Aariz python tools/train.py configs/aariz_hrnet_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Best checkpoint by MRE in mm on ``valid``.
Score: none yet.
"""

_base_ = ['_base_/recipes/aariz_512.py', '_base_/models/hrnet_w32_softmax.py']

model = dict(head=dict(decoder=_base_.codec))
