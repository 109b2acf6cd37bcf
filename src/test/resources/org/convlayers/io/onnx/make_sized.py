"""Small networks exported by PyTorch, and what PyTorch makes of images of sizes that they were not saved for.

u-net-32.onnx declares 32 x 32 pixels, pyramid.onnx any size. The image has neither 32 x 32 pixels nor, for the
pyramid, a multiple of 4: its reference is that of the image reflected at its end, cut. channels-last.onnx takes and
gives arrays (N, H, W, C); its image and reference are (C, H, W) all the same.

Run with Debian's python3-torch: python3 make_sized.py
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(1, 4, 3, padding=1)
        self.low = nn.Conv2d(4, 6, 3, padding=1)
        self.up = nn.ConvTranspose2d(6, 4, 2, stride=2)
        self.out = nn.Conv2d(8, 2, 3, padding=1)

    def forward(self, x):
        high = F.relu(self.down(x))
        low = F.relu(self.low(F.max_pool2d(high, 2)))
        return torch.sigmoid(self.out(torch.cat([self.up(low), high], 1)))


class Pyramid(nn.Module):
    """Upsampled maps are added, as in feature pyramids."""

    def __init__(self):
        super().__init__()
        self.high = nn.Conv2d(1, 4, 3, padding=1)
        self.low = nn.Conv2d(4, 4, 3, stride=2, padding=1)
        self.lower = nn.Conv2d(4, 4, 3, stride=2, padding=1)

    def forward(self, x):
        high = self.high(x)
        low = self.low(F.relu(high))
        low = low + F.interpolate(self.lower(F.relu(low)), scale_factor=2)
        return high + F.interpolate(low, scale_factor=2)


class ChannelsLast(nn.Module):
    """What exporters make of networks of TensorFlow."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 6, 3, padding=1)
        self.last = nn.Conv2d(6, 2, 3, stride=2, padding=1)

    def forward(self, x):
        return self.last(F.relu(self.first(x.permute(0, 3, 1, 2)))).permute(0, 2, 3, 1)


def reflected(image, factor):
    _, height, width = image.shape
    return np.pad(image, ((0, 0), (0, -height % factor), (0, -width % factor)), mode="reflect")


def save(name, network, image, factor, dynamic_axes):
    network.eval()
    example = torch.zeros(1, 1, 32, 32)
    torch.onnx.export(network, example, name + ".onnx", opset_version=13, input_names=["x"], dynamic_axes=dynamic_axes)
    with torch.no_grad():
        result = network(torch.from_numpy(reflected(image, factor))[None])[0].numpy()
    np.save(name + "_in.npy", image)
    np.save(name + "_ref.npy", result[:, : image.shape[1], : image.shape[2]])


torch.manual_seed(7)
rng = np.random.default_rng(7)
save("u-net-32", UNet(), rng.random((1, 20, 45), dtype=np.float32), 2, None)
save("pyramid", Pyramid(), rng.random((1, 22, 37), dtype=np.float32), 4, {"x": {2: "height", 3: "width"}})

network = ChannelsLast().eval()
axes = {"x": {1: "height", 2: "width"}}
torch.onnx.export(network, torch.zeros(1, 8, 8, 3), "channels-last.onnx", input_names=["x"], dynamic_axes=axes)
image = rng.random((3, 14, 19), dtype=np.float32)
with torch.no_grad():
    result = network(torch.from_numpy(image.transpose(1, 2, 0))[None])[0].numpy()
np.save("channels-last_in.npy", image)
np.save("channels-last_ref.npy", np.ascontiguousarray(result.transpose(2, 0, 1)))
