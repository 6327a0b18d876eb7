"""Ten models, one view each: one of the whole image and nine coarse to fine that differ in more than the seed.

The three of ``isbi2015_lite0_refined.py`` are each trained without another third of ``train``, as is their first stage:

  python tools/cross_validate.py configs/isbi2015/heads/isbi2015_lite0_softmax_320.py --amp \
    --cfg-options train_dataloader.dataset.num_folds=3
  python tools/cross_validate.py configs/isbi2015/refined/isbi2015_lite0_refined.py --amp --cfg-options \
    train_dataloader.dataset.num_folds=3 \
    'model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/fold_{fold}/epoch_30.pth'

The others by ``python tools/train.py CONFIG --amp``. Then score them together, in any order:
  python tools/test.py configs/isbi2015/ensembles/isbi2015_ten_ensemble.py TEN_CHECKPOINTS

Score: MRE 1.088 mm, SDR 88.2 / 92.9 / 95.8 / 98.9 %; ISBI 2015 Test1.
Training: none beyond its members.
"""

_base_ = ['../refined/isbi2015_lite2_refined.py']

from aariz_mm.recipes import trained_by

whole = '../single_stage/isbi2015_lite2_960.py'
refined = '../refined/isbi2015_%s.py'
second_stages = dict(
    lite2_a='lite2_refined', lite2_b='lite2_refined', lite2_c='lite2_refined',
    lite0_a='lite0_refined', lite0_b='lite0_refined', lite0_c='lite0_refined',
    fine='lite0_refined_s2', lite1='lite1_refined', elastic='lite0_refined_elastic',
)  # fmt: skip
join = dict(type='LandmarkEnsemble', backbone={}, views=[{}], space='coordinate', outlier_px=16)
model = dict(
    _delete_=True,
    members=dict(
        whole=trained_by(whole),
        **{name: trained_by(refined % config) for name, config in second_stages.items()},
    ),
    checkpoints=[],
    **join,
)
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
