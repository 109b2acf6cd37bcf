"""Collects the ONNX project's own test cases into cases.zip.

    pip install onnx==1.23.1
    python collect_cases.py /usr/share/libonnx-testdata/data

The folder is that of Debian's package libonnx-testdata 1.12 (Apache-2.0): node, pytorch-converted, pytorch-operator and
simple. Cases of operators that changed after it come from the Python package itself.

A case becomes NAME/model.onnx, NAME/in.npy and NAME/out.npy. Its first real input is the image; the other inputs become
initializers, since a network here has one input. Of several outputs the first is kept. Left out are cases without a real
input, with an output that is no array of numbers for numpy, and those of more than 60 kB.
"""

import glob
import io
import os
import sys
import warnings
import zipfile

import numpy as np
import onnx
from onnx import TensorProto, defs, numpy_helper
from onnx.backend.test.case.node import collect_testcases

MAX_BYTES = 60_000
REAL = (np.float32, np.float64, np.float16)
FIRST_NEW_OPSET = 18  # of ONNX 1.13


def load(path):
    tensor = TensorProto()
    with open(path, "rb") as file:
        tensor.ParseFromString(file.read())
    return numpy_helper.to_array(tensor)


def numbered(pattern):
    return sorted(glob.glob(pattern), key=lambda path: int(path.split("_")[-1][:-3]))


def is_numeric(array):
    return array is None or (isinstance(array, (np.ndarray, np.generic)) and np.asarray(array).dtype.kind in "fiub")


def baked(model, inputs, outputs):
    """The parts of a case; None if it is left out."""
    initialized = {tensor.name for tensor in model.graph.initializer}
    open_inputs = [value for value in model.graph.input if value.name not in initialized]
    if len(open_inputs) != len(inputs) or not outputs or not all(map(is_numeric, [*inputs, outputs[0]])):
        return None
    arrays = [None if array is None else np.asarray(array) for array in inputs]
    images = [i for i, array in enumerate(arrays) if array is not None and array.dtype in REAL and array.size]
    is_brain_float = model.graph.output[0].type.tensor_type.elem_type == TensorProto.BFLOAT16  # numpy has none
    if not images or outputs[0] is None or is_brain_float:
        return None
    for i, (value, array) in enumerate(zip(open_inputs, arrays)):
        if i != images[0] and array is not None:
            model.graph.initializer.append(numpy_helper.from_array(array, value.name))
            model.graph.input.remove(value)
    model.doc_string = ""
    return {
        "model.onnx": model.SerializeToString(deterministic=True),
        "in.npy": saved(arrays[images[0]]),
        "out.npy": saved(outputs[0]),
    }


def saved(array):
    out = io.BytesIO()
    np.save(out, np.asarray(array).astype(np.float32))
    return out.getvalue()


def stored_cases(folder):
    for part in ("node", "pytorch-converted", "pytorch-operator", "simple"):
        for case in sorted(glob.glob(f"{folder}/{part}/*")):
            name = part + "/" + os.path.basename(case).removeprefix("test_")
            try:
                data = f"{case}/test_data_set_0"
                inputs = [load(path) for path in numbered(f"{data}/input_*.pb")]
                outputs = [load(path) for path in numbered(f"{data}/output_*.pb")]
                yield name, onnx.load(f"{case}/model.onnx"), inputs, outputs
            except (ValueError, TypeError, OSError):
                pass  # sequences, maps and texts


def new_cases():
    for case in collect_testcases(None):
        nodes = case.model.graph.node
        opset = max((entry.version for entry in case.model.opset_import if entry.domain == ""), default=0)
        if len(nodes) == 1 and opset and defs.has(nodes[0].op_type):
            schema = defs.get_schema(nodes[0].op_type, opset, "")
            if schema.since_version >= FIRST_NEW_OPSET and isinstance(case.data_sets, list):
                inputs, outputs = case.data_sets[0]
                yield "new/" + case.name.removeprefix("test_"), case.model, list(inputs), list(outputs)


def main(folder):
    warnings.filterwarnings("ignore")
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases.zip")
    inner = io.BytesIO()  # of small files, an archive in the archive is half as large
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_STORED) as archive:
        for cases in (stored_cases(folder), new_cases()):
            for name, model, inputs, outputs in cases:
                parts = baked(model, inputs, outputs)
                if parts and sum(map(len, parts.values())) <= MAX_BYTES:
                    for part, content in parts.items():
                        archive.writestr(zipfile.ZipInfo(f"{name}/{part}"), content)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo("stored.zip"), inner.getvalue(), zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    main(sys.argv[1])
