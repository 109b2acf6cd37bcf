"""Runs the sources that TorchCases wrote below a folder with PyTorch and compares the results:

    python3 run_torch_cases.py FOLDER
"""
import importlib.util
import os
import sys

import numpy
import torch


def difference(folder):
    """The largest difference, relative to the range of the output."""
    spec = importlib.util.spec_from_file_location('network', os.path.join(folder, 'network.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    expected = numpy.load(os.path.join(folder, 'expected.npy')).astype(float)
    with torch.no_grad():
        network = module.load()
        result = network(torch.from_numpy(numpy.load(os.path.join(folder, 'input.npy')))).numpy().astype(float)
    if result.shape != expected.shape:
        raise ValueError(f'shape {result.shape} instead of {expected.shape}')
    same = (result == expected) | (numpy.isnan(result) & numpy.isnan(expected))
    finite = expected[numpy.isfinite(expected)]
    scale = max(numpy.abs(finite).max(), 1e-3) if finite.size else 1
    with numpy.errstate(invalid='ignore'):
        return numpy.where(same, 0, numpy.abs(result - expected)).max() / scale


sys.dont_write_bytecode = True
folders = sorted(entry.path for entry in os.scandir(sys.argv[1]) if entry.is_dir())
worst, failed = 0, 0
for folder in folders:
    try:
        found = difference(folder)
    except Exception as error:
        found = f'{type(error).__name__}: {error}'
    if isinstance(found, str) or not found <= 1e-5:
        failed += 1
        print(os.path.basename(folder), found)
    else:
        worst = max(worst, found)
print(f'{len(folders)} networks, {failed} failed, the largest difference of the others is {worst:.1e} of the range')
