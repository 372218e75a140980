"""Writes the picture fixtures: small files of every format and mode, with what Pillow makes of them.

Run with Pillow 9.4 and PyTorch: python3 magma-core/src/test/python/image_fixtures.py magma-core/src/test/resources/image
Each case is NAME.EXT, NAME.full.png (convert("RGB")) and NAME.clip.png (short side bicubic, centre crop, RGB); cases.csv lists them.
normalized.bin is what torch makes of each of the 256 sample values.
"""

import io
import os
import struct
import sys
import warnings
import zlib

import numpy as np
import torch
from PIL import Image, ImageFile, ImageOps

warnings.simplefilter("ignore")
ImageFile.MAXBLOCK = 1 << 22  # Pillow's JPEG encoder cannot suspend when optimizing
OUT = sys.argv[1]
RNG = np.random.RandomState(20240131)
CASES = []
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def scene(w, h, channels):
    """Waves, hard edges and a little noise."""
    y, x = np.mgrid[0:h, 0:w].astype(float)
    a = np.zeros((h, w, channels))
    for c in range(channels):
        a[..., c] = 127 + 60 * np.sin(x * RNG.uniform(0.05, 0.5) + c) + 60 * np.cos(y * RNG.uniform(0.05, 0.5) + x * 0.05)
    a[h // 4 : h // 2, w // 3 : 2 * w // 3] = RNG.randint(0, 256, channels)
    a[h // 2 :, : w // 4] = RNG.randint(0, 256, channels)
    a[: h // 2] += RNG.normal(0, 8, a[: h // 2].shape)
    return np.clip(a, 0, 255).astype(np.uint8)


def picture(mode, w, h):
    if mode == "1":
        return Image.fromarray(scene(w, h, 1)[..., 0], "L").convert("1")
    if mode == "P":
        return Image.fromarray(scene(w, h, 3), "RGB").quantize(37)
    a = scene(w, h, len(Image.new(mode, (1, 1)).getbands()))
    return Image.fromarray(a[..., 0] if a.shape[2] == 1 else a, mode)


def crop_resize(im, size):
    """The preprocessing that trainings in Python use."""
    w, h = im.size
    nw, nh = (size, int(size * h / w)) if w <= h else (int(size * w / h), size)
    im = im.resize((nw, nh), Image.BICUBIC)
    left, top = round((nw - size) / 2), round((nh - size) / 2)
    return im.crop((left, top, left + size, top + size)).convert("RGB")


def case(name, data, size, tolerance=0, exif=False):
    """exif: the file's orientation is applied."""
    with open(os.path.join(OUT, name), "wb") as f:
        f.write(data)
    im = Image.open(io.BytesIO(data))
    im.load()
    if exif:
        im = ImageOps.exif_transpose(im)
    stem = os.path.join(OUT, name)
    for kind, result in (("full", im.convert("RGB")), ("clip", crop_resize(im, size))):
        bare = Image.frombytes("RGB", result.size, result.tobytes())  # without a transparent colour
        bare.save(f"{stem}.{kind}.png", optimize=True)
    CASES.append(f"{name},{im.mode},{im.size[0]},{im.size[1]},{size},{tolerance},{str(exif).lower()}")


def saved(im, fmt, **options):
    b = io.BytesIO()
    im.save(b, fmt, **options)
    return b.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_row(samples, depth):
    if depth == 16:
        return samples.astype(">u2").tobytes()
    if depth == 8:
        return samples.astype(np.uint8).tobytes()
    bits = "".join(format(int(s), f"0{depth}b") for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def png_filter(kind, line, up, step):
    out = bytearray([kind])
    for i, b in enumerate(line):
        left, above, corner = line[i - step] if i >= step else 0, up[i], up[i - step] if i >= step else 0
        e = left + above - corner
        paeth = min((abs(e - left), 0, left), (abs(e - above), 1, above), (abs(e - corner), 2, corner))[2]
        out.append((b - (0, left, above, (left + above) // 2, paeth)[kind]) & 255)
    return bytes(out)


def png(w, h, depth, color, interlace=0, palette=None, trns=None):
    """A PNG that uses every row filter and several data chunks, in any depth and colour type."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    a = scene(w, h, channels).astype(np.int64)
    if depth == 16:
        a = np.clip(a * 257 + RNG.randint(-90, 90, a.shape), 0, 65535)
        if color == 0:
            a = a // 150  # Pillow clips 16-bit grey at 255: stay near it
    elif depth < 8:
        a = a >> (8 - depth)
    if palette is not None:
        a = a % (len(palette) // 3)
    raw, row, step = b"", 0, max(1, channels * depth // 8)
    for sx, sy, dx, dy in ADAM7 if interlace else ((0, 0, 1, 1),):
        sub, up = a[sy::dy, sx::dx], None
        for line in sub if sub.size else ():
            packed = png_row(line.reshape(-1), depth)
            raw += png_filter(row % 5, packed, up or bytes(len(packed)), step)
            up, row = packed, row + 1
    z = zlib.compress(raw, 9)
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, color, 0, 0, interlace))
    out += chunk(b"PLTE", palette) if palette is not None else b""
    out += chunk(b"tRNS", trns(a)) if trns else b""
    third = len(z) // 3 + 1
    for i in range(0, len(z), third):
        out += chunk(b"IDAT", z[i : i + third])
    return out + chunk(b"IEND", b"")


def bmp(w, h, bits, palette=b"", masks=b"", compression=0, pixels=None, header=40, flip=False):
    stride = (w * bits + 31) // 32 * 4
    if pixels is None:
        pixels = RNG.randint(0, 256, stride * h).astype(np.uint8).tobytes()
    if header == 12:
        info = struct.pack("<IHHHH", 12, w, h, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, w, -h if flip else h, 1, bits, compression, len(pixels), 0, 0, 0, 0)
        if header > 40:
            info += masks + bytes(header - 40 - len(masks))
            masks = b""
    offset = 14 + len(info) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + info + masks + palette + pixels


def make_png():
    colours = RNG.randint(0, 256, 3 * 200).astype(np.uint8).tobytes()
    for depth in (1, 2, 4, 8, 16):
        case(f"grey{depth}.png", png(41, 30, depth, 0), 24)
        case(f"grey{depth}_adam7.png", png(19, 23, depth, 0, 1), 32)
    for depth in (1, 2, 4, 8):
        n = min(1 << depth, 200)
        case(f"palette{depth}.png", png(33, 40, depth, 3, depth % 2, colours[: 3 * n]), 24)
    case("palette8_trns.png", png(33, 20, 8, 3, 0, colours, lambda a: bytes(range(0, 200, 2))), 40)
    case("palette8_short.png", png(30, 30, 8, 3, 0, colours[: 3 * 90]), 20)
    for depth in (8, 16):
        case(f"rgb{depth}.png", png(47, 31, depth, 2), 24)
        case(f"rgb{depth}_adam7.png", png(13, 9, depth, 2, 1), 16)
        case(f"la{depth}.png", png(35, 27, depth, 4, depth // 16), 20)
        case(f"rgba{depth}.png", png(29, 37, depth, 6, depth // 16), 20)
    case("rgba8_up.png", png(7, 5, 8, 6), 32)
    case("rgba8_same.png", png(24, 24, 8, 6), 24)
    case("grey8_trns.png", png(31, 26, 8, 0, 0, None, lambda a: struct.pack(">H", a[0, 0, 0])), 24)
    case("rgb8_trns.png", png(31, 26, 8, 2, 0, None, lambda a: struct.pack(">HHH", *a[0, 0])), 24)
    case("pixel.png", png(1, 1, 8, 2), 8)
    case("strip.png", png(120, 3, 8, 2), 16)
    case("column.png", png(2, 90, 8, 6), 12)
    case("odd_crop.png", png(100, 37, 8, 2), 24)


def make_jpeg():
    for s in (0, 1, 2):
        case(f"rgb_{s}.jpg", saved(picture("RGB", 61, 45), "JPEG", quality=75, subsampling=s), 24)
        case(f"rgb_{s}_progressive.jpg", saved(picture("RGB", 37, 50), "JPEG", quality=90, subsampling=s, progressive=True), 40)
    case("grey.jpg", saved(picture("L", 50, 33), "JPEG", quality=60), 24)
    case("cmyk.jpg", saved(picture("CMYK", 40, 33), "JPEG", quality=85), 24)
    ycck = bytearray(saved(picture("CMYK", 40, 33), "JPEG", quality=85))
    ycck[ycck.index(b"Adobe") + 11] = 2
    case("ycck.jpg", bytes(ycck), 24)
    rgb = bytearray(saved(picture("RGB", 40, 33), "JPEG", quality=85, subsampling=0))
    del rgb[2:20]  # without JFIF the transform of an Adobe marker counts
    case("stored_rgb.jpg", bytes(rgb[:2]) + b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00" + bytes(rgb[2:]), 24)
    case("no_marker.jpg", bytes(rgb), 24)
    rows = bytearray(saved(picture("RGB", 32, 32), "JPEG", quality=85, subsampling=1))
    rows[rows.index(b"\xff\xc0") + 11] = 0x12  # 4:2:2 becomes a scrambled 4:4:0 with as many blocks
    case("rgb_440.jpg", bytes(rows), 24)
    case("tiny.jpg", saved(picture("RGB", 3, 2), "JPEG"), 16)
    for o in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = o
        im = picture("RGB", 22, 16)
        case(f"exif_{o}.jpg", saved(im, "JPEG", quality=90, exif=exif.tobytes()), 16, exif=True)


def make_gif():
    for interlace in (0, 1):
        case(f"palette_{interlace}.gif", saved(picture("P", 45, 38), "GIF", interlace=interlace), 24)
    case("grey.gif", saved(picture("L", 40, 50), "GIF"), 24)
    case("bilevel.gif", saved(picture("1", 37, 30), "GIF"), 24)
    case("transparent.gif", saved(picture("P", 20, 26), "GIF", transparency=3), 32)
    frames = [picture("P", 30, 30) for _ in range(3)]
    case("animated.gif", saved(frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2), 24)
    noise = Image.fromarray(RNG.randint(0, 256, (70, 70)).astype(np.uint8), "P")
    noise.putpalette(RNG.randint(0, 256, 768).astype(np.uint8).tobytes())
    case("full_table.gif", saved(noise, "GIF"), 24)
    plain = bytearray(saved(picture("P", 20, 16), "GIF"))
    at = plain.index(b",", 13 + (3 << ((plain[10] & 7) + 1)))
    plain[at + 1 : at + 5] = struct.pack("<HH", 5, 3)  # the frame reaches beyond the screen, which grows
    case("offset.gif", bytes(plain), 24)


def make_bmp():
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        case(f"mode_{mode}.bmp", saved(picture(mode, 35, 22), "BMP"), 16)
    colours = RNG.randint(0, 256, 4 * 256).astype(np.uint8).tobytes()
    case("palette1.bmp", bmp(21, 17, 1, colours[:8]), 16)
    case("palette4.bmp", bmp(21, 17, 4, colours[:64], flip=True), 16)
    case("os2.bmp", bmp(21, 17, 8, colours[:768], header=12), 16)
    case("rgb555.bmp", bmp(23, 17, 16), 16)
    case("rgb565.bmp", bmp(23, 17, 16, b"", struct.pack("<III", 0xF800, 0x7E0, 0x1F), 3), 16)
    case("bgrx.bmp", bmp(23, 17, 32, flip=True), 16)
    masks = struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000)
    case("rgba_v4.bmp", bmp(23, 17, 32, b"", masks, 3, header=108), 16)
    runs = b"".join(bytes([9, 3, 0, 5, 1, 2, 3, 4, 5, 0, 6, y, 0, 0]) for y in range(20)) + b"\x00\x01"
    case("rle8.bmp", bmp(20, 20, 8, colours, compression=1, pixels=runs), 16)
    runs = b"".join(bytes([9, 0x37, 0, 4, 0x12, 0x34, 7, y, 0, 0]) for y in range(20)) + b"\x00\x01"
    case("rle4.bmp", bmp(20, 20, 4, colours[:64], compression=2, pixels=runs), 16)


def make_webp():
    for quality in (5, 40, 90):
        case(f"rgb_{quality}.webp", saved(picture("RGB", 53, 38), "WEBP", quality=quality), 24)
        case(f"rgba_{quality}.webp", saved(picture("RGBA", 34, 41), "WEBP", quality=quality), 24)
    case("rgba_tiny.webp", saved(picture("RGBA", 6, 5), "WEBP", quality=75), 16)
    case("rgba_coarse_alpha.webp", saved(picture("RGBA", 33, 35), "WEBP", quality=75, alpha_quality=5), 24)
    case("even.webp", saved(picture("RGB", 32, 32), "WEBP", quality=60, method=6), 24)
    case("rgb_lossless.webp", saved(picture("RGB", 37, 30), "WEBP", lossless=True), 24)
    case("rgba_lossless.webp", saved(picture("RGBA", 30, 31), "WEBP", lossless=True), 24)
    case("palette_lossless.webp", saved(picture("P", 40, 30).convert("RGB"), "WEBP", lossless=True), 24)


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    make_png()
    make_jpeg()
    make_gif()
    make_bmp()
    make_webp()
    mean, std = torch.tensor([0.48145466, 0.4578275, 0.40821073]), torch.tensor([0.26862954, 0.26130258, 0.27577711])
    table = (torch.arange(256, dtype=torch.uint8).float().div(255)[:, None] - mean) / std
    with open(os.path.join(OUT, "normalized.bin"), "wb") as f:
        f.write(table.numpy().astype(">f4").tobytes())
    with open(os.path.join(OUT, "cases.csv"), "w") as f:
        f.write("file,mode,width,height,resolution,tolerance,exif\n" + "\n".join(CASES) + "\n")
