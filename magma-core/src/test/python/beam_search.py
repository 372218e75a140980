"""Beam search of Hugging Face transformers over the tiny GPT-2 of the tests, as golden numbers for BeamSearchParityTest.

    python beam_search.py OUT.json        (needs torch 2 and transformers 5)

The weights are those of reference_models.py's formula. The end of sequence is a token that greedy decoding meets early, so that
texts end at many lengths.
"""

import json
import pathlib
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

from reference_models import fixed

TINY = pathlib.Path(__file__).parent.parent / "resources/io/magma/testing/tiny/gpt2.json"
NEW_TOKENS = 8


def model():
    c = json.loads(TINY.read_text())
    config = GPT2Config(**{k: v for k, v in c.items() if k != "model_type"}, bos_token_id=None, pad_token_id=0)
    lm = GPT2LMHeadModel(config).eval()
    with torch.no_grad():
        for name, p in lm.named_parameters():
            p.copy_(fixed(name, *p.shape).float().view(p.shape))
    return lm


def main(out):
    lm, cases = model(), []
    for seed in range(4):
        prompt = [(7 * seed + 11 * i + 3) % 60 for i in range(2 + seed)]
        ids = torch.tensor([prompt])
        greedy = lm.generate(ids, do_sample=False, max_new_tokens=NEW_TOKENS, eos_token_id=None)[0, len(prompt) :].tolist()
        eos = greedy[2 + seed]
        for beams in (2, 3, 5):
            for penalty in (-1.0, 0.0, 1.0):
                for early in (False, True, "never"):
                    r = lm.generate(
                        ids,
                        attention_mask=torch.ones_like(ids),
                        do_sample=False,
                        max_new_tokens=NEW_TOKENS,
                        eos_token_id=eos,
                        num_beams=beams,
                        length_penalty=penalty,
                        early_stopping=early,
                        return_dict_in_generate=True,
                        output_scores=True,
                    )
                    tokens = r.sequences[0, len(prompt) :].tolist()
                    tokens = tokens[: tokens.index(eos) + 1] if eos in tokens else tokens
                    name = {False: "heuristic", True: "first", "never": "never"}[early]
                    cases.append({"prompt": prompt, "eos": eos, "beams": beams, "penalty": penalty, "early": name, "tokens": tokens, "score": round(r.sequences_scores[0].item(), 6)})
    lines = ",\n".join(json.dumps(c) for c in cases)
    pathlib.Path(out).write_text("[" + lines + "]\n")


main(sys.argv[1])
