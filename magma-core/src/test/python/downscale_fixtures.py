"""Writes downscale.tsv: sizes and SHA-256 of pictures that Pillow shrinks, for DownscalerTest.

Run with a Python that has Pillow and numpy (the stored file: Pillow 9.4.0, numpy 1.24.2):
    python3 downscale_fixtures.py > ../resources/io/magma/image/downscale.tsv
"""
import hashlib

import numpy
from PIL import Image

CASES = [("RGB", 40, 30, 16), ("RGB", 30, 41, 16), ("L", 57, 9, 20), ("RGBA", 33, 32, 8), ("RGB", 300, 2, 10), ("RGB", 7, 5, 7)]


def pixels(mode, width, height):
    """Sample i is 7 i + (i // 5)^2 modulo 256."""
    channels = {"L": 1, "RGB": 3, "RGBA": 4}[mode]
    i = numpy.arange(width * height * channels, dtype=numpy.int64)
    return Image.frombytes(mode, (width, height), ((7 * i + (i // 5) ** 2) % 256).astype(numpy.uint8).tobytes())


for mode, width, height, side in CASES:
    image = pixels(mode, width, height)
    long_side = max(width, height)
    if long_side > side:
        # halves up, never 0
        size = tuple(max(1, int(x * side / long_side + 0.5)) for x in (width, height))
        image = image.resize(size, Image.BICUBIC)
    digest = hashlib.sha256(image.tobytes()).hexdigest()
    print(mode, width, height, side, image.width, image.height, digest, sep="\t")
