"""Writes augmentation fixtures: pictures that Pillow maps with torchvision's affine matrix, and colours as torchvision jitters them.

Run with Pillow 9.4: python3 magma-core/src/test/python/augment_fixtures.py magma-core/src/test/resources/augment
"""

import math
import os
import sys

import numpy as np
from PIL import Image

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
RNG = np.random.RandomState(7)


def forward(angle, tx, ty, scale, shear, side):
    """torchvision's _get_affine_matrix: T * C * rotation * shear * scale * C^-1, as a 3x3 matrix."""
    a, s = math.radians(angle), math.radians(shear)
    rss = np.array([[math.cos(a), -math.cos(a) * math.tan(s) - math.sin(a), 0], [math.sin(a), -math.sin(a) * math.tan(s) + math.cos(a), 0], [0, 0, 1]])
    rss[:2, :2] *= scale
    c, move = np.eye(3), np.eye(3)
    c[:2, 2] = side / 2
    move[:2, 2] = tx * side, ty * side
    return move @ c @ rss @ np.linalg.inv(c)


def smooth(side, channels):
    y, x = np.mgrid[0:side, 0:side].astype(float)
    a = np.stack([127 + 60 * np.sin(x * 0.11 * (c + 1)) + 60 * np.cos(y * 0.09 + c) for c in range(channels)], -1)
    return np.clip(a, 0, 255).astype(np.uint8)


lines = ["file,rotate,scale,translateX,translateY,shear,flip,red,green,blue"]
SIDE = 48
for i, (rot, sc, tx, ty, sh, flip) in enumerate([(0, 1, 0, 0, 0, True), (30, 1, 0, 0, 0, False), (-17, 1.3, 0.1, -0.2, 0, False), (5, 0.8, -0.1, 0.05, 20, True), (180, 1, 0, 0, -10, False)]):
    im = Image.fromarray(smooth(SIDE, 4), "RGBA")
    im.save(os.path.join(OUT, f"affine_{i}.png"))
    bg = tuple(int(v) for v in RNG.randint(0, 256, 3))
    if flip:
        im = im.transpose(Image.FLIP_LEFT_RIGHT)
    inverse = np.linalg.inv(forward(rot, tx, ty, sc, sh, SIDE))
    # A margin of transparent pixels so that Pillow, which leaves out the outer half pixel, reaches the edges.
    moved = im.convert("RGBa").transform((SIDE, SIDE), Image.AFFINE, tuple(inverse[:2].reshape(-1)), Image.BILINEAR)
    m = np.asarray(moved).astype(float)
    out = m[..., :3] + np.array(bg) * (255 - m[..., 3:]) / 255
    # Opacity marks how far inside the picture a pixel is: only the inner ones are compared.
    ones = Image.fromarray(np.full((SIDE, SIDE), 255, np.uint8), "L").transform((SIDE, SIDE), Image.AFFINE, tuple(inverse[:2].reshape(-1)), Image.BILINEAR)
    big = np.pad(np.asarray(ones), 2)
    inner = np.min([big[dy : dy + SIDE, dx : dx + SIDE] for dy in range(5) for dx in range(5)], 0)
    outer = np.max([big[dy : dy + SIDE, dx : dx + SIDE] for dy in range(5) for dx in range(5)], 0)
    mark = np.where((inner == 255) | (outer == 0), 255, 0)
    Image.fromarray(np.dstack([np.clip(out + 0.5, 0, 255), mark]).astype(np.uint8), "RGBA").save(os.path.join(OUT, f"affine_{i}.expected.png"))
    lines.append(f"affine_{i},{rot},{sc},{tx},{ty},{sh},{str(flip).lower()},{bg[0]},{bg[1]},{bg[2]}")
open(os.path.join(OUT, "affine.csv"), "w").write("\n".join(lines) + "\n")


def blend(a, b, ratio):
    """torchvision's _blend for uint8."""
    return np.clip(np.float32(ratio) * a + np.float32(1 - ratio) * b, 0, 255).astype(np.uint8).astype(np.float32)


def grey(x):
    return np.floor(np.float32(0.2989) * x[..., :1] + np.float32(0.587) * x[..., 1:2] + np.float32(0.114) * x[..., 2:])


picture = smooth(20, 3)
Image.fromarray(picture, "RGB").save(os.path.join(OUT, "jitter.png"))
for i, (b, c, s) in enumerate([(1.4, 1, 1), (1, 0.6, 1), (1, 1, 1.7), (0.7, 1.3, 0.5)]):
    x = picture.astype(np.float32)
    x = blend(x, np.float32(0), b)
    x = blend(x, np.float32(grey(x).mean()), c)
    x = blend(x, grey(x), s)
    Image.fromarray(x.astype(np.uint8), "RGB").save(os.path.join(OUT, f"jitter_{b}_{c}_{s}.png"))
