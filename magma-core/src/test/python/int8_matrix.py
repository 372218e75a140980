"""Writes a small matrix and its 8-bit form, computed here with numpy alone.

Run from this folder:  /usr/bin/python3 int8_matrix.py     (numpy)
Writes ../resources/io/magma/weights/int8_matrix.json.

A row's scale is its largest magnitude divided by 127 in float32, rounded to bfloat16 (to nearest, ties to even, on the bits);
its values are the row divided by the scale in float32, rounded to nearest, ties to even. The products are in float64.
"""

import json
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources/io/magma/weights/int8_matrix.json"
ROWS, COLUMNS, INPUTS = 12, 48, 3


def bfloat16(x):
    bits = x.astype(np.float32).view(np.uint32).astype(np.uint64)
    rounded = (bits + 0x7FFF + ((bits >> np.uint64(16)) & np.uint64(1))) >> np.uint64(16) << np.uint64(16)
    return rounded.astype(np.uint32).view(np.float32)


random = np.random.default_rng(8)
matrix = random.normal(0, 0.05, (ROWS, COLUMNS)).astype(np.float32)
matrix[1] *= 1000  # rows differ in size
matrix[2] = 0  # and one is nothing
matrix[3, 5] = 1.0  # an outlier
scales = bfloat16(np.abs(matrix).max(1) / np.float32(127))
steps = np.where(scales == 0, np.float32(1), scales)
values = np.clip(np.rint(matrix / steps[:, None]), -127, 127).astype(np.int8)
x = bfloat16(random.normal(0, 1, (INPUTS, COLUMNS)))
product = x.astype(np.float64) @ (values.astype(np.float64) * scales.astype(np.float64)[:, None]).T
OUT.write_text(
    json.dumps(
        {
            "matrix": matrix.astype(float).ravel().tolist(),
            "values": values.ravel().tolist(),
            "scales": scales.astype(float).tolist(),
            "x": x.astype(float).ravel().tolist(),
            "product": product.round(9).ravel().tolist(),
        }
    )
    + "\n"
)
