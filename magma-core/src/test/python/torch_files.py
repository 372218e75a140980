"""Writes small PyTorch files of every kind that the reader meets, and what they hold.

Run from this folder:  /usr/bin/python3 torch_files.py     (torch 1.13, numpy)
Writes ../resources/io/magma/weights/torchfile/*. Values are chosen, so that the expected ones are written down beside them.
"""

import argparse
import collections
import io
import json
import pathlib
import pickle
import struct
import tarfile
import zipfile

import numpy as np
import torch

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources/io/magma/weights/torchfile"


def values(t):
    return t.to(torch.float64).flatten().tolist()


def plain():
    """Every element type, views of a shared storage, strides, a scalar, an empty tensor, a parameter, plain values."""
    base = torch.arange(24.0).reshape(4, 6)
    d = collections.OrderedDict()
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        d[f"floats.{str(dtype)[6:]}"] = torch.tensor([[1.5, -2.25], [0.0, 65504.0]]).to(dtype)
    for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8):
        d[f"integers.{str(dtype)[6:]}"] = torch.tensor([0, 1, 127]).to(dtype)
    d["bool"] = torch.tensor([True, False, True])
    d["base"] = base
    d["same"] = base
    d["transposed"] = base.t()
    d["block"] = base[1:3, 2:5]
    d["rows"] = base[2:]
    d["steps"] = base[::2, ::3]
    d["permuted"] = torch.arange(24.0).reshape(2, 3, 4).permute(2, 0, 1)
    d["expanded"] = torch.tensor([1.0, 2.0]).unsqueeze(1).expand(2, 3)
    d["scalar"] = torch.tensor(3.5)
    d["empty"] = torch.zeros(0, 4)
    d["parameter"] = torch.nn.Parameter(torch.tensor([4.0, 5.0]))
    root = {"module": d, "step": 7, "name": "né", "rate": 0.5, "flag": True, "none": None, "big": 1 << 70,
            "sizes": [torch.Size([2, 3])], "names": {"a"}, "pair": (1, 2), "nested": {"deep": {"x": torch.tensor([9])}}}
    torch.save(root, OUT / "plain.pt")
    expected = {k: {"shape": list(v.shape), "values": values(v)} for k, v in d.items()}
    (OUT / "plain.json").write_text(json.dumps(expected) + "\n")
    torch.save(root, OUT / "protocol4.pt", pickle_protocol=4)


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(2, 3, 1, bias=False)
        self.layer = torch.nn.Sequential(torch.nn.BatchNorm2d(3), torch.nn.ReLU())
        self.scale = torch.nn.Parameter(torch.tensor([0.5, 0.25]).half())
        self.sizes = [1, 2]
        self.rate = 2.5

    def forward(self, x):
        return self.layer(self.conv1(x)) * self.scale.sum().float()


def scripted():
    module = Block()
    with torch.no_grad():
        module.conv1.weight.copy_(torch.arange(6.0).reshape(3, 2, 1, 1))
    torch.jit.save(torch.jit.script(module), str(OUT / "scripted.pt"))


class DynamicLossScaler:
    def __init__(self):
        self.cur_scale = 4294967296


class Evil:
    def __reduce__(self):
        import os

        return os.system, ("touch /tmp/torch-file-was-executed",)


def classes():
    DynamicLossScaler.__module__ = "deepspeed.runtime.fp16.loss_scaler"
    import sys
    import types

    for name in ("deepspeed", "deepspeed.runtime", "deepspeed.runtime.fp16", "deepspeed.runtime.fp16.loss_scaler"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["deepspeed.runtime.fp16.loss_scaler"].DynamicLossScaler = DynamicLossScaler
    torch.save({"module": {"w": torch.tensor([1.0])}, "loss_scaler": DynamicLossScaler(), "args": argparse.Namespace(a=1),
                "best": np.float64(0.25), "dtype": torch.float16}, OUT / "deepspeed.pt")
    torch.save({"module": {"w": torch.tensor([1.0])}, "evil": Evil()}, OUT / "evil.pt")
    torch.save(torch.nn.Linear(1, 1), OUT / "whole_module.pt")


def old():
    torch.save({"w": torch.tensor([1.0])}, OUT / "legacy.pt", _use_new_zipfile_serialization=False)
    with tarfile.open(OUT / "tar.pt", "w", format=tarfile.USTAR_FORMAT) as tar:
        for name in ("sys_info", "pickle", "tensors", "storages"):
            tar.addfile(tarfile.TarInfo(name), io.BytesIO())


def zip64():
    """The same archive with every size and offset in zip64 fields, as files beyond 4 GiB have them."""
    source = zipfile.ZipFile(OUT / "scripted.pt")
    out = io.BytesIO()
    central = io.BytesIO()
    count = 0
    for info in source.infolist():
        if not info.filename.endswith((".pkl", "version")) and "/data/" not in info.filename:
            continue
        data, name = source.read(info), info.filename.encode()
        offset = out.tell()
        extra = struct.pack("<HHQQ", 1, 16, len(data), len(data))
        out.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, 0, info.CRC, 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(extra)))
        out.write(name + extra + data)
        extra = struct.pack("<HHQQQ", 1, 24, len(data), len(data), offset)
        central.write(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, 0, info.CRC, 0xFFFFFFFF, 0xFFFFFFFF,
                                  len(name), len(extra), 0, 0, 0, 0, 0xFFFFFFFF))
        central.write(name + extra)
        count += 1
    begin, size = out.tell(), len(central.getvalue())
    out.write(central.getvalue())
    end = out.tell()
    out.write(struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, begin))
    out.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
    out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))
    (OUT / "zip64.pt").write_bytes(out.getvalue())


def handmade(name, pickled, storages=()):
    with zipfile.ZipFile(OUT / name, "w") as z:
        z.writestr("archive/data.pkl", pickled)
        for key, data in storages:
            z.writestr(f"archive/data/{key}", data)


def hostile():
    """Pickles that ask for more than there is."""
    def tensor(storage, offset, size, stride):
        id = b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpu" + number(storage) + b"tQ"
        return (b"\x80\x02}X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n(" + id + number(offset) + numbers(size)
                + numbers(stride) + b"\x89ccollections\nOrderedDict\n)RtRs.")

    def number(n):
        return pickle.dumps(n, 2)[2:-1]

    def numbers(ns):
        return b"(" + b"".join(number(n) for n in ns) + b"t"

    four = [("0", struct.pack("<4f", 1, 2, 3, 4))]
    handmade("beyond.pt", tensor(4, 1, [4], [1]), four)
    handmade("short_storage.pt", tensor(400, 0, [400], [1]), four)
    handmade("no_storage.pt", tensor(4, 0, [4], [1]))
    handmade("repeated.pt", tensor(4, 0, [1 << 40], [0]), four)
    handmade("overflow.pt", tensor(4, 0, [1 << 62, 1 << 62], [1, 1]), four)
    handmade("negative.pt", tensor(4, 0, [-4], [1]), four)
    handmade("long_text.pt", b"\x80\x02X\xff\xff\xff\x7fabc.")
    handmade("underflow.pt", b"\x80\x02s.")
    handmade("endless.pt", b"\x80\x02}q\x00X\x01\x00\x00\x00ah\x00s.")
    handmade("no_dictionary.pt", b"\x80\x02K\x01.")
    handmade("text_protocol.pt", b"I1\n.")
    whole = (OUT / "plain.pt").read_bytes()
    (OUT / "truncated.pt").write_bytes(whole[: len(whole) // 2])
    at = whole.index(struct.pack("<24f", *range(24)))
    (OUT / "flipped.pt").write_bytes(whole[: at + 4] + b"\x01" + whole[at + 5 :])
    with zipfile.ZipFile(OUT / "plain.zip.pt", "w", zipfile.ZIP_DEFLATED) as z:
        for info in zipfile.ZipFile(OUT / "scripted.pt").infolist():
            z.writestr(info.filename, zipfile.ZipFile(OUT / "scripted.pt").read(info), zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(OUT / "other.zip", "w") as z:
        z.writestr("readme.txt", "no checkpoint")
    with zipfile.ZipFile(OUT / "big_endian.pt", "w") as z:
        z.writestr("a/data.pkl", b"\x80\x02}.")
        z.writestr("a/byteorder", "big")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    plain()
    scripted()
    classes()
    old()
    zip64()
    hostile()
    print(sorted((p.name, p.stat().st_size) for p in OUT.iterdir()))
