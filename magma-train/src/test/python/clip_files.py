"""Writes tiny CLIP models in every published layout, and the features that follow from their weights.

Run from this folder:  /usr/bin/python3 clip_files.py     (torch 1.13, numpy)
Writes ../resources/io/magma/train/imports/clip/*. The encoders and their formulas, in float64, are those of magma_checkpoints.py.
"""

import collections
import json
import pathlib
import struct

import torch

from magma_checkpoints import Model, draw, linear, norm, pixels, resnet, vit
from reference_models import gelu, quick_gelu

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources/io/magma/train/imports/clip"
ENCODER = "image_prefix.enc."
LAYERS, WIDTH, SIDE = [1, 2, 1, 1], 4, 64


class Tree(torch.nn.Module):
    """Parameters and buffers under dotted names."""

    def __init__(self, flat):
        super().__init__()
        below = collections.OrderedDict()
        for name, value in flat.items():
            first, _, rest = name.partition(".")
            if rest:
                below.setdefault(first, collections.OrderedDict())[rest] = value
            elif isinstance(value, torch.Tensor) and value.is_floating_point() and "running" not in name:
                self.register_parameter(name, torch.nn.Parameter(value))
            elif isinstance(value, torch.Tensor):
                self.register_buffer(name, value)
            else:
                setattr(self, name, value)
        for name, flat in below.items():
            self.add_module(name, Tree(flat))

    def forward(self, x: torch.Tensor):
        return x


def text_tower(d, resolution):
    d["input_resolution"], d["context_length"], d["vocab_size"] = resolution, 5, 7
    d["visual.input_resolution"], d["visual.output_dim"] = resolution, 6
    d["positional_embedding"], d["text_projection"], d["logit_scale"] = draw(5, 8), draw(8, 6), torch.tensor(4.6)
    d["transformer.resblocks.0.attn.in_proj_weight"] = draw(24, 8)
    d["token_embedding.weight"] = draw(7, 8)
    norm(d, "ln_final", 8)


def visual(weights):
    return collections.OrderedDict((k.replace(ENCODER, "visual."), v) for k, v in weights.items())


def half(d):
    """As OpenAI has them: matrices in half precision, batch norms and embeddings too small to matter in any."""
    return collections.OrderedDict(
        (k, v.half() if isinstance(v, torch.Tensor) and v.is_floating_point() else v) for k, v in d.items())


def safetensors(path, d):
    header, data = {}, b""
    for name, t in d.items():
        t = t.contiguous()
        raw = t.numpy().tobytes()
        kind = {torch.float16: "F16", torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}[t.dtype]
        header[name] = {"dtype": kind, "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def hugging_face(d, width):
    """The same transformer under Hugging Face's names."""
    out = collections.OrderedDict()
    v = "vision_model."
    out[v + "embeddings.class_embedding"] = d["visual.class_embedding"]
    out[v + "embeddings.patch_embedding.weight"] = d["visual.conv1.weight"]
    out[v + "embeddings.position_embedding.weight"] = d["visual.positional_embedding"]
    out[v + "embeddings.position_ids"] = torch.arange(5)[None]
    out["visual_projection.weight"] = d["visual.proj"].t().contiguous()
    for part in ("weight", "bias"):
        out[f"{v}pre_layrnorm.{part}"] = d[f"visual.ln_pre.{part}"]
        out[f"{v}post_layernorm.{part}"] = d[f"visual.ln_post.{part}"]
        q, k, w = d[f"visual.transformer.resblocks.0.attn.in_proj_{part}"].split(width)
        e, b = v + "encoder.layers.0.", "visual.transformer.resblocks.0."
        out[f"{e}self_attn.q_proj.{part}"], out[f"{e}self_attn.k_proj.{part}"], out[f"{e}self_attn.v_proj.{part}"] = q, k, w
        for theirs, ours in (("self_attn.out_proj", "attn.out_proj"), ("layer_norm1", "ln_1"), ("layer_norm2", "ln_2"),
                             ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj")):
            out[f"{e}{theirs}.{part}"] = d[f"{b}{ours}.{part}"]
    out["text_model.final_layer_norm.weight"], out["logit_scale"] = draw(8).half(), torch.tensor(4.6).half()
    return collections.OrderedDict((k, t.clone()) for k, t in out.items())


def features(y):
    return [float(f"{v:.8g}") for v in y.flatten().tolist()]


def main():
    for folder in ("open_clip", "hugging_face", "hugging_face_bin"):
        (OUT / folder).mkdir(parents=True, exist_ok=True)
    expected = {}

    torch.manual_seed(1)
    weights = collections.OrderedDict()
    channels = resnet(weights, WIDTH, LAYERS)
    weights = half(weights)
    expected["resnet"] = features(Model({}, {k: v.double() for k, v in weights.items()}).resnet(pixels(SIDE), LAYERS))
    d = visual(weights)
    d["visual.attnpool.positional_embedding"] = draw((SIDE // 32) ** 2 + 1, channels).half()
    linear(d, "visual.attnpool.c_proj", 2, channels)
    text_tower(d, SIDE)
    torch.jit.save(torch.jit.script(Tree(half(d))), str(OUT / "resnet.pt"))

    torch.manual_seed(2)
    weights = collections.OrderedDict()
    vit(weights, 64, 1, 16, 2, 24)
    weights = half(weights)
    model = Model({}, {k: v.double() for k, v in weights.items()})
    expected["quick_gelu"] = features(model.vit(pixels(32), 1, 16, quick_gelu))
    expected["gelu"] = features(model.vit(pixels(32), 1, 16, gelu))
    d = visual(weights)
    plain = collections.OrderedDict(d)
    text_tower(d, 32)
    d = half(d)
    torch.jit.save(torch.jit.script(Tree(d)), str(OUT / "vit.pt"))
    tensors = collections.OrderedDict((k, v) for k, v in d.items() if isinstance(v, torch.Tensor))
    safetensors(OUT / "open_clip/open_clip_model.safetensors", tensors)
    vision = {"image_size": 32, "layers": 1, "width": 64, "patch_size": 16}
    (OUT / "open_clip/open_clip_config.json").write_text(json.dumps(
        {"model_cfg": {"embed_dim": 24, "vision_cfg": vision, "text_cfg": {}},
         "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}}) + "\n")
    torch.save({"epoch": 3, "state_dict": {"module." + k: v for k, v in tensors.items()}}, OUT / "trained.pt")
    config = {"model_type": "clip", "projection_dim": 24, "vision_config": {
        "hidden_size": 64, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 256, "patch_size": 16,
        "image_size": 32, "hidden_act": "gelu"}}
    hf = hugging_face(plain, 64)
    for folder in ("hugging_face", "hugging_face_bin"):
        (OUT / folder / "config.json").write_text(json.dumps(config) + "\n")
    safetensors(OUT / "hugging_face/model.safetensors", hf)
    torch.save(hf, OUT / "hugging_face_bin/pytorch_model.bin")
    torch.save({"weight": torch.ones(2)}, OUT / "nothing.pt")
    (OUT / "expected.json").write_text(json.dumps(expected) + "\n")
    print(sorted((str(p.relative_to(OUT)), p.stat().st_size) for p in OUT.rglob("*") if p.is_file()))


if __name__ == "__main__":
    main()
