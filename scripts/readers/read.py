"""Opens exported files with one reader: read.py READER FILES.json BATCH... Prints its version and what it found."""
import importlib.metadata
import json
import os
import sys
from pathlib import Path

import arrays
import numpy as np


def checker(path):
    import onnx

    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    return None


def onnxruntime(path):
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return lambda inputs: session.run(None, inputs)[0]


def reference(path):
    from onnx.reference import ReferenceEvaluator

    evaluator = ReferenceEvaluator(path)
    return lambda inputs: evaluator.run(None, inputs)[0]


def opencv(path):
    import cv2

    def run(inputs):
        # A net keeps the shapes of its first input.
        net = cv2.dnn.readNetFromONNX(path)
        for name, value in inputs.items():
            # The last of three axes would be an image's channels.
            net.setInput(cv2.Mat(value) if value.ndim == 3 else value, name)
        return net.forward()

    cv2.dnn.readNetFromONNX(path)
    return run


def onnx2torch(path):
    import torch
    from onnx2torch import convert

    model = convert(path).eval()
    with torch.no_grad():
        return lambda inputs: model(*(torch.from_numpy(value) for value in inputs.values())).detach().numpy()


def openvino(path):
    import openvino

    model = openvino.Core().compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda inputs: model(inputs)[0]


READERS = {
    "onnx.checker": (checker, "onnx"),
    "onnxruntime": (onnxruntime, "onnxruntime"),
    "onnx.reference": (reference, "onnx"),
    "OpenCV DNN": (opencv, "opencv-python-headless"),
    "onnx2torch": (onnx2torch, "onnx2torch"),
    "OpenVINO": (openvino, "openvino"),
}


def difference(found, expected):
    """Relative for numbers above 1."""
    found, expected = found.astype(np.float64).reshape(expected.shape), expected.astype(np.float64)
    return float(np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected))))


def read(opener, folder, form, batches):
    """The largest difference for any batch, or the first error, and whether a result had another shape."""
    path = folder / form["file"]
    try:
        run = opener(str(path))
        if run is None:
            return {"difference": 0, "reshaped": False}
        found, reshaped = [], False
        for batch in batches:
            inputs = {name: arrays.read(path.parent, f"{array}-{batch}") for name, array in form["inputs"]}
            expected = arrays.read(path.parent, f"{form['output']}-{batch}")
            output = np.asarray(run(inputs))
            reshaped |= output.shape != expected.shape
            found.append(difference(output, expected))
        return {"difference": max(found), "reshaped": reshaped}
    except Exception as problem:
        return {"error": f"{type(problem).__name__}: {problem}"[:1000]}


def read_from(start, read_one, count):
    """Results from file `start` on, up to one that ends the reader's process, as OpenCV's crashes do."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        with os.fdopen(sink, "w", buffering=1) as pipe:
            for i in range(start, count):
                pipe.write(json.dumps(read_one(i)) + "\n")
        os._exit(0)
    os.close(sink)
    with os.fdopen(source) as pipe:
        results = [json.loads(line) for line in pipe]
    os.waitpid(child, 0)
    return results if start + len(results) == count else [*results, {"error": "crashed"}]


opener, package = READERS[sys.argv[1]]
files = Path(sys.argv[2])
batches = [int(batch) for batch in sys.argv[3:]]
forms = json.loads(files.read_text())
results = []
while len(results) < len(forms):
    results += read_from(len(results), lambda i: read(opener, files.parent, forms[i], batches), len(forms))
print("RESULTS " + json.dumps({"version": importlib.metadata.version(package), "results": results}))
