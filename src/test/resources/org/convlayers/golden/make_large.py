#!/usr/bin/env python3
"""Makes the golden files of convolutions with large kernels, with PyTorch, beside those of make_goldens.py.

    python3 make_large.py [--output DIRECTORY]

Storage, seeds and requirements are those of make_goldens.py, whose docstring describes the manifests.

  large  single convolutions with kernels of 5x5 to 41x41 pixels of rank 1, of rank 2, and of full rank; some inputs hold
         infinity and NaN
"""

import argparse
import pathlib
import warnings

import numpy as np
import torch
from torch import nn

import make_goldens as goldens
from make_goldens import Family
from make_spatial import add_case

EDGES = ("zeros", "reflect", "replicate", "circular")

# in, out, groups, kernel size, dilation, rank (0: full)
LAYERS = (
    (1, 1, 1, (5, 5), 1, 1),
    (1, 1, 1, (7, 7), 1, 1),
    (1, 1, 1, (9, 9), 1, 2),
    (1, 1, 1, (15, 15), 1, 1),
    (1, 1, 1, (15, 11), 1, 2),
    (1, 4, 1, (9, 13), 1, 1),
    (1, 3, 1, (7, 15), 2, 1),
    (2, 2, 2, (11, 11), 1, 1),
    (3, 6, 3, (9, 9), 1, 2),
    (2, 3, 1, (9, 7), 1, 1),
    (1, 1, 1, (31, 31), 1, 1),
    (1, 1, 1, (21, 23), 1, 0),
    (1, 2, 1, (33, 29), 1, 0),
    (2, 1, 1, (41, 41), 1, 0),
)


def lower_rank(weight, rank, rng):
    """Random kernels that are sums of as many products of a column and a row, in single precision."""
    outputs, inputs, height, width = weight.shape
    columns = rng.standard_normal((outputs, inputs, rank, height))
    rows = rng.standard_normal((outputs, inputs, rank, width))
    kernels = np.einsum("oith,oitw->oihw", columns, rows) / (rank * height * width) ** 0.5
    weight.data = torch.from_numpy(kernels.astype(np.float32))


def make_large():
    family = Family("large")
    for index, (inputs, outputs, groups, kernel, dilation, rank) in enumerate(LAYERS):
        rng = family.generator(index)
        half = tuple(dilation * (k - 1) // 2 for k in kernel)
        edge = EDGES[index % len(EDGES)]
        module = nn.Conv2d(
            inputs, outputs, kernel, padding=half, dilation=dilation, groups=groups, padding_mode=edge, bias=index % 3 > 0
        )
        goldens.fill_weights(module, rng)
        if rank:
            lower_rank(module.weight, rank, rng)
        shape = (1, inputs, 43 + index, 61 - index)
        x = goldens.random_input(rng, shape, ("normal", "uint8"))
        if index % 4 == 2:
            places = rng.choice(x.size, 3, replace=False)
            x.reshape(-1)[places] = (np.nan, np.inf, -np.inf)
        add_case(family, f"large-{index:02d}", module, str(module), x)
    return family


def main():
    parser = argparse.ArgumentParser(description="Makes the golden files of convolutions with large kernels.")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    make_large().write(arguments.output)


if __name__ == "__main__":
    main()
