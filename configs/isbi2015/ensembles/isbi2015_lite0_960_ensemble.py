"""Several trainings of ``isbi2015_lite0_960.py``, each at seven views of the radiograph: one mean heatmap.

Train the members, say with three seeds, then score them together; one checkpoint alone is test-time augmentation:

  for N in 0 1 2; do OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/single_stage/isbi2015_lite0_960.py --amp --work-dir work_dirs/960_seed$N \
    --cfg-options randomness.seed=$N; done
  ISBI2015_ROOT=/path/to/isbi2015 python tools/test.py configs/isbi2015/ensembles/isbi2015_lite0_960_ensemble.py \
    work_dirs/960_seed*/epoch_30.pth

The score is that of one checkpoint (seed 0) at the seven views.
Score: MRE 1.164 mm, SDR 86.9 / 92.3 / 95.2 / 98.7 %; ISBI 2015 Test1.
Training: none beyond its members.
"""

_base_ = ['../single_stage/isbi2015_lite0_960.py', '../../_base_/models/seven_views_960.py']

join = dict(type='LandmarkEnsemble', backbone={}, views=_base_.views, space='heatmap')
model = dict(_delete_=True, **join, member=_base_.model, member_config='isbi2015_lite0_960', checkpoints=[])
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
