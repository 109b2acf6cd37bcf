#!/usr/bin/env python3
"""Makes the golden files of gradients: what PyTorch's autograd gives in double precision.

    python3 make_gradients.py [FAMILY ...] [--output DIRECTORY]

needs torch and numpy, and the other scripts beside it: the networks, weights and inputs are those of their families, which
are drawn again from the same seeds, so that only the gradients are stored.

  gradient   for each computed case whose gradient is finite: of the output pixel `at`, its channels multiplied by `seed`
             and summed, the gradient by the input (float32, of double precision)
  slope      pointwise functions: the derivatives at finite numbers, where PyTorch's are finite
"""

import warnings

import numpy as np
import torch
from torch import nn

import make_goldens as base
import make_layer_goldens as layers
import make_spatial as spatial

FUNCTIONS = {
    "Pow(3)": lambda x: x**3,
    "Pow(0.5)": lambda x: x**0.5,
    "Pow(-2)": lambda x: x**-2,
    "Threshold(0.5, -1)": nn.Threshold(0.5, -1),
    "GELU(approximate='tanh')": nn.GELU(approximate="tanh"),
    "Exp()": torch.exp,
    "Log()": torch.log,
    "Sqrt()": torch.sqrt,
    "Abs()": torch.abs,
    "Sign()": torch.sign,
    "Floor()": torch.floor,
    "Ceil()": torch.ceil,
    "Round()": torch.round,
    "Erf()": torch.erf,
    "Sin()": torch.sin,
    "Cos()": torch.cos,
    "Tan()": torch.tan,
    "Asin()": torch.asin,
    "Acos()": torch.acos,
    "Atan()": torch.atan,
    "Sinh()": torch.sinh,
    "Cosh()": torch.cosh,
    "Asinh()": torch.asinh,
    "Acosh()": torch.acosh,
    "Atanh()": torch.atanh,
}


def out_of_place(module):
    """Autograd needs the values that in-place layers would overwrite; their results are the same."""
    for part in module.modules():
        if getattr(part, "inplace", False):
            part.inplace = False


class Gradients:
    """Stands in for the functions that add computed cases."""

    def __init__(self, family):
        self.family = family
        self.skipped = 0

    def of_module(self, source, name, module, text, x, batched=False):
        module = module.double()
        out_of_place(module)
        self.add(source.name, name, lambda value: module(value), x)
        source.add(name)

    def of_graph(self, source, name, graph, x, batched=False):
        graph.convert(torch.float64)
        for module in graph.modules().values():
            out_of_place(module)

        def run(value):
            values, _, last = graph.run(value)
            return values[last]

        self.add(source.name, name, run, x)
        source.add(name)

    def add(self, source, name, run, x):
        full_name = f"{source}/{name}"
        rng = self.family.generator(sum(full_name.encode()))
        x = torch.from_numpy(x[:1]).double().requires_grad_()
        output = run(x + 0)
        at = tuple(int(rng.integers(0, n)) for n in output.shape[2:])
        seed = 1 + 0.25 * rng.integers(-2, 3, output.shape[1])
        value = (output[(0, slice(None), *at)] * torch.from_numpy(seed)).sum()
        gradient = torch.zeros_like(x)
        if value.requires_grad:
            (gradient,) = torch.autograd.grad(value, x, allow_unused=True)
            gradient = torch.zeros_like(x) if gradient is None else gradient
        if not torch.isfinite(gradient).all() or not torch.isfinite(value):
            self.skipped += 1
            return
        self.family.add(
            full_name,
            {"gradient": gradient[0].float().numpy()},
            of=source,
            case=name,
            at=list(at),
            seed=[float(s) for s in seed],
        )


def make_gradient():
    family = base.Family("gradient")
    gradients = Gradients(family)
    base.add_computed = gradients.of_module
    layers.add_computed = gradients.of_graph
    spatial.add_case = gradients.of_module
    base.make_convolution()
    base.make_network()
    layers.make_layers()
    layers.make_branches()
    spatial.make_spatial()
    spatial.make_networks()
    print(f"left out {gradients.skipped} whose gradient is not finite")
    return family


def make_slope():
    family = base.Family("slope")
    texts = {}

    def collect(source, name, text, x):
        texts[text] = base.pytorch_module(text).eval()

    base.add_activation = collect
    base.make_activation()
    for text in layers.FUNCTIONS:
        texts[text] = base.pytorch_module(text).eval()
    texts.update(FUNCTIONS)
    rng = family.generator(0)
    # at 3 PyTorch's own two ways of computing Hardswish give different slopes
    awkward = [0.0, 0.25, -0.25, 0.5, -0.5, 1.0, -1.0, 1.5, -1.5, 2.0, 2.5, -2.5, 6.0, 7.0, 21.0, -21.0]
    numbers = np.concatenate([awkward, rng.uniform(-1, 1, 20), 4 * rng.standard_normal(20)]).astype(np.float32)
    for text, function in texts.items():
        if isinstance(function, nn.Module):
            out_of_place(function.double())
        x = torch.from_numpy(numbers.astype(np.float64)).reshape(1, 1, 1, -1).requires_grad_()
        (slope,) = torch.autograd.grad(function(x + 0).sum(), x)
        finite = torch.isfinite(slope) & torch.isfinite(function(x + 0))
        family.add(
            f"slope-{len(family.cases):02d}",
            {"input": x[finite].detach().float().numpy(), "slope": slope[finite].float().numpy()},
            text=text,
        )
    return family


FAMILIES = {"gradient": make_gradient, "slope": make_slope}


def main():
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore")
    base.FAMILIES = FAMILIES
    base.main()


if __name__ == "__main__":
    main()
