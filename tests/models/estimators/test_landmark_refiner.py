import pytest
import torch
from mmpose.registry import MODELS

from aariz_mm.codecs.spatial_softmax import height_scores, spatial_softmax


def build_refiner(config, **changes):
    torch.manual_seed(0)
    return MODELS.build({**config, **changes})


def test_crops_lie_about_labelled_landmarks_within_the_offset(refiner_config, spots):
    images, points = spots
    refiner = build_refiner(refiner_config, offset_sd_px=0.0)
    points[0, 1] = torch.nan
    crops = refiner._training_crops(images, points)
    assert list(zip(crops.image.tolist(), crops.landmark.tolist(), strict=True)) == [
        (0, 0),
        (0, 2),
        (1, 0),
        (1, 1),
        (1, 2),
    ]
    shades = crops.pixels[torch.arange(5), crops.landmark, 16, 16]
    assert (shades == 2).all()


def test_as_many_crops_are_drawn_as_asked(refiner_config, spots):
    refiner = build_refiner(refiner_config, crops_per_image=2)
    drawn = {tuple(refiner._training_crops(*spots).landmark.tolist()) for _ in range(20)}
    assert all(len(landmarks) == 4 for landmarks in drawn) and len(drawn) > 1


def test_a_crop_teaches_every_landmark_that_it_shows(refiner_config, spots):
    images, points = spots
    refiner = build_refiner(refiner_config, offset_sd_px=0.0)
    points[0, 1] = points[0, 0] + torch.tensor([5.0, 0.0])
    crops = refiner._training_crops(images[:1], points[:1])
    cells, weights = refiner._targets(points[:1], crops)
    assert weights[0].tolist() == [1, 1, 0]
    # (16 + 0.5) / 4 - 0.5 is the cell of the middle pixel, and 5 pixels are 1.25 cells.
    torch.testing.assert_close(cells[0, :2], torch.tensor([[3.625, 3.625], [4.875, 3.625]]))


def test_unlabelled_landmarks_have_a_place_of_no_weight(refiner_config, spots):
    images, points = spots
    refiner = build_refiner(refiner_config)
    points[0, 1] = torch.nan
    cells, weights = refiner._targets(points, refiner._training_crops(images, points))
    assert torch.isfinite(cells).all() and not cells[weights == 0].any() and (weights == 0).any()


@pytest.mark.usefixtures('tensors_stay')
def test_a_training_step_takes_no_tensor_to_the_host(refiner_config, spots):
    losses = build_refiner(refiner_config, crops_per_image=2).loss(*spots)
    (losses['loss_refine_heatmap'] + losses['loss_refine_coordinate']).backward()


@pytest.mark.usefixtures('tensors_stay')
@pytest.mark.parametrize('margin', [None, 6], ids=str)
def test_an_answer_is_found_without_the_host(refiner_config, spots, margin):
    refiner = build_refiner(refiner_config, rounds=2, neighbour_margin_px=margin).eval()
    points, scores = refiner.refine(*spots)
    assert points.shape == (2, 3, 2) and scores.shape == (2, 3)


@pytest.mark.parametrize('place', [(-4.0, 20.0), (20.0, -4.0), (1e4, 20.0), (torch.nan, torch.nan)])
def test_landmarks_that_are_not_on_the_image_change_nothing(refiner_config, spots, place):
    images, points = spots
    losses = []
    for beyond in (torch.tensor(place), torch.full((2,), torch.nan)):
        points[:, 2], points[:, 0] = beyond, torch.tensor([3.0, 20.0])  # a crop about the first shows the border
        refiner = build_refiner(refiner_config, offset_sd_px=0.0)
        losses.append(refiner.loss(images, points))
    assert losses[0] == losses[1] and losses[0]['loss_refine_heatmap'] > 0


def test_unlabelled_images_make_a_step_of_no_weight(refiner_config, spots):
    images, points = spots
    losses = build_refiner(refiner_config).loss(images, torch.full_like(points, torch.nan))
    assert losses['loss_refine_heatmap'] == 0 and losses['loss_refine_coordinate'] == 0


def test_overfitting_two_images_moves_points_to_the_truth(refiner_config, spots):
    images, points = spots
    refiner = build_refiner(refiner_config)
    optimizer = torch.optim.AdamW(refiner.parameters(), lr=3e-3)
    for _ in range(60):
        losses = refiner.loss(images, points)
        optimizer.zero_grad()
        (losses['loss_refine_heatmap'] + losses['loss_refine_coordinate']).backward()
        optimizer.step()
    with torch.no_grad():
        refiner.loss(images, points)  # settles nothing but the statistics of normalisation
    refiner.eval()
    start = points + torch.tensor([3.0, -3.0])
    found, scores = refiner.refine(images, start)
    assert (found - points).norm(dim=-1).mean() < 1.5 < (start - points).norm(dim=-1).mean()
    assert ((scores > 0) & (scores <= 1.001)).all()


def test_later_rounds_start_where_the_last_one_ended(refiner_config, spots):
    images, points = spots
    once, twice = (build_refiner(refiner_config, rounds=rounds).eval() for rounds in (1, 2))
    first, _ = once.refine(images, points)
    torch.testing.assert_close(twice.refine(images, points)[0], once.refine(images, first)[0])


def predicted_by(refiner, image, corner):
    """Points (3, 2) in image pixels and scores (3,) of one crop, whose corner (2,) lies within the image."""
    x, y = corner.tolist()
    crop = image[None, :, y : y + refiner.side, x : x + refiner.side]
    found = refiner.head.decoder.read(spatial_softmax(refiner(crop).detach()))
    return found.points[0] + corner, found.errors[0]


@pytest.mark.parametrize('looks', [[(0, 0)], [(0, 0), (4, -3)]], ids=str)
@pytest.mark.parametrize('margin', [None, 6], ids=str)
def test_answer_is_the_mean_of_all_crops_that_count(refiner_config, spots, looks, margin):
    image = spots[0][0]
    # The crops of 0 and 1 show both landmarks; that of 2 lies apart.
    points = torch.tensor([[20.0, 20.0], [26.0, 22.0], [44.0, 76.0]])
    refiner = build_refiner(refiner_config, looks_px=looks, neighbour_margin_px=margin).eval()
    found, scores = (values[0] for values in refiner.refine(image[None], points[None]))

    corners = [[(points[k] + torch.tensor(look)).long() - refiner.side // 2 for look in looks] for k in range(3)]
    neighbours = 0
    for landmark in range(3):
        place = predicted_by(refiner, image, corners[landmark][0])[0][landmark]
        counted = [(k, corner) for k in range(3) for corner in corners[k]]
        if margin is None:
            counted = [(k, corner) for k, corner in counted if k == landmark]
        else:
            limit = refiner.side - 1 - margin
            shows = {
                (k, corner): all(margin <= at <= limit for at in (place - corner).tolist()) for k, corner in counted
            }
            counted = [key for key, within in shows.items() if within or key[0] == landmark]
        neighbours += len(counted) - len(looks)
        predictions = [predicted_by(refiner, image, corner) for _, corner in counted]
        torch.testing.assert_close(found[landmark], torch.stack([at[landmark] for at, _ in predictions]).mean(dim=0))
        error = torch.stack([errors[landmark] for _, errors in predictions]).mean()
        torch.testing.assert_close(scores[landmark], height_scores(error, image.shape[-2]))
    assert (neighbours > 0) == (margin is not None)


def test_inputs_are_not_modified(refiner_config, spots):
    images, points = spots
    kept = images.clone(), points.clone()
    refiner = build_refiner(refiner_config).eval()
    refiner.loss(images, points)
    refiner.refine(images, points)
    assert torch.equal(images, kept[0]) and torch.equal(points, kept[1])


@pytest.mark.parametrize('wrong', [dict(rounds=0), dict(side=(32, 16))], ids=str)
def test_wrong_settings_are_told(refiner_config, wrong):
    if 'side' in wrong:
        decoder = dict(refiner_config['head']['decoder'], input_size=wrong.pop('side'), heatmap_size=(8, 4))
        wrong = dict(head=dict(refiner_config['head'], decoder=decoder))
    with pytest.raises(ValueError, match=r'square crops .* at least one round'):
        build_refiner(refiner_config, **wrong)


@pytest.mark.parametrize(
    ('wrong', 'message'),
    [
        (dict(neighbour_margin_px=-1), 'neighbour_margin_px=-1, expected pixels from 0 on, or None'),
        (dict(looks_px=[]), r'looks_px=\[\], expected at least one \(x, y\)'),
        (dict(looks_px=[(0, 0), (8,)]), r'expected at least one \(x, y\)'),
        (dict(looks_px=[(0, 0), (3, -16)]), r'less than half the side of a crop \(32 px\)'),
    ],
    ids=str,
)
def test_wrong_settings_of_the_answer_are_told(refiner_config, wrong, message):
    with pytest.raises(ValueError, match=message):
        build_refiner(refiner_config, **wrong)
