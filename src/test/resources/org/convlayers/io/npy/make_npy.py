"""Writes the .npy and .npz files of this folder with numpy itself (made with numpy 1.24.2).

Every numeric array is 0, 1, ..., 23 in the shape (2, 3, 4), unless its name says otherwise.
"""
import numpy as np
from numpy.lib import format as npy

values = np.arange(24).reshape(2, 3, 4)
for kind in ['f8', 'f4', 'f2', 'i8', 'i4', 'i2', 'i1', 'u8', 'u4', 'u2', 'u1']:
    for name, order in [('le', '<'), ('be', '>')]:
        np.save(f'{kind}_{name}.npy', values.astype(order + kind))
np.save('fortran.npy', np.asfortranarray(values.astype('<f4')))
np.save('bool.npy', np.array([True, False, True]))
np.save('scalar.npy', np.float32(1.5))
np.save('empty.npy', np.zeros((0, 3), '<f4'))
np.save('uint8_mask.npy', np.array([[0, 1, 1], [1, 0, 255]], 'u1'))
for version in [(2, 0), (3, 0)]:
    with open(f'version{version[0]}.npy', 'wb') as f:
        npy.write_array(f, values.astype('<f4'), version=version)

# Extremes, as the bits numpy gives them.
np.save('extremes_f2.npy', np.array([0, -0.0, 2.0**-24, -(2.0**-15), 2.0**-14, 65504, np.inf, -np.inf, np.nan, 1 / 3], 'f2'))
np.save('extremes_f8.npy', np.array([1 / 3, 1e300, -1e-300, np.nan, 1 + 2.0**-24], 'f8'))
np.save('extremes_i8.npy', np.array([-(2**63), 2**63 - 1, 2**24 + 1], 'i8'))
np.save('extremes_u8.npy', np.array([2**64 - 1, 2**63, 2**63 + 2**39 + 1, 2**24 + 1], 'u8'))
np.save('extremes_u4.npy', np.array([2**32 - 1, 2**31], 'u4'))

# Refused by name.
np.save('object.npy', np.array([{}, None], object), allow_pickle=True)
np.save('structured.npy', np.zeros(2, [('x', '<f4'), ('y', '<i2')]))
np.save('complex.npy', np.zeros(2, 'c8'))
np.save('text.npy', np.array(['ab']))

weights = {'0.weight': values.astype('<f4'), '0.bias': np.array([1.0, -2.0], 'f8')}
np.savez('stored.npz', **weights)
np.savez_compressed('deflated.npz', **weights)
