"""Channels that are repeated, exported by PyTorch with fixed sizes, and with open ones, which it gets wrong.

"repeated.onnx" and "repeated-open.onnx" take repeated_in.npy; repeated_ref.npy is what PyTorch makes of it.

Run with Debian's python3-torch: python3 make_repeats.py
"""

import numpy as np
import torch
from torch import nn


class Repeated(nn.Module):
    def forward(self, x):
        return x.repeat_interleave(3, dim=1) + x.repeat_interleave(torch.tensor([1, 5]), dim=1)


array = np.random.default_rng(4).random((1, 2, 4, 5), dtype=np.float32)
x = torch.from_numpy(array)
network = Repeated().eval()
np.save("repeated_in.npy", array)
np.save("repeated_ref.npy", network(x).numpy())
open_sizes = {"x": {2: "height", 3: "width"}}
torch.onnx.export(network, x, "repeated.onnx", opset_version=13, input_names=["x"])
torch.onnx.export(network, x, "repeated-open.onnx", opset_version=13, input_names=["x"], dynamic_axes=open_sizes)
