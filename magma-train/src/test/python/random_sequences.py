"""Sequences of CPython's random and NumPy's legacy RandomState for RandomSequencesTest.

Needs numpy. Run: python3 random_sequences.py > ../resources/io/magma/train/eval/random/sequences.json
"""

import json
import random

import numpy as np


def python(seed):
    r = random.Random(seed)
    deck = list(range(700))
    values = {"seed": str(seed)}
    values["random"] = [r.random() for _ in range(3)]
    values["getrandbits"] = [str(r.getrandbits(bits)) for bits in (1, 5, 31, 32, 33, 48, 63, 64)]
    values["randrange"] = [r.randrange(end) for end in (1, 2, 3, 64, 65, 5046, 2**31, 2**40 + 1)]
    values["randint"] = [r.randint(-3, 9) for _ in range(12)]
    values["choice"] = [r.choice(deck) for _ in range(6)]
    # Sizes on both sides of the limit between a pool and a set: 21, and 21 + 4 ** ceil(log(3 k, 4)).
    values["sample"] = [r.sample(range(n), k) for n, k in ((21, 5), (22, 5), (85, 6), (86, 6), (277, 8), (278, 22), (7, 7))]
    r.shuffle(deck)
    values["shuffle"] = deck[:12]
    values["last"] = r.random()
    return values


def numpy(seed):
    r = np.random.RandomState(seed)
    deck = np.arange(700)
    values = {"seed": seed}
    values["random_sample"] = r.random_sample(3).tolist()
    values["randint"] = [int(r.randint(end)) for end in (1, 2, 3, 64, 65, 5046, 2**31 - 1)]
    values["permutation"] = r.permutation(9).tolist()
    values["choice"] = r.choice(300, 7, replace=False).tolist()
    values["choice_replace"] = r.choice(300, 7, replace=True).tolist()
    r.shuffle(deck)
    values["shuffle"] = deck[:12].tolist()
    values["last"] = float(r.random_sample())
    return values


print(json.dumps({
    "python": [python(seed) for seed in (0, 7, -7, 2**32 - 1, 2**32, 2**70 + 12345)],
    "numpy": [numpy(seed) for seed in (0, 7, 2**32 - 1)],
}, separators=(",", ":")))
