"""Arrays in a folder: little-endian bytes, or texts, listed in arrays.json with their types and shapes."""
import json
from pathlib import Path

import numpy as np


def write(folder, arrays):
    index = {}
    for name, array in arrays.items():
        index[name] = {"dtype": str(array.dtype), "shape": array.shape}
        if array.dtype == object:
            index[name]["texts"] = array.flatten().tolist()
        else:
            array.tofile(Path(folder) / f"{name}.bin")
    (Path(folder) / "arrays.json").write_text(json.dumps(index))


def read(folder, name):
    entry = json.loads((Path(folder) / "arrays.json").read_text())[name]
    if "texts" in entry:
        return np.array(entry["texts"], dtype=object).reshape(entry["shape"])
    return np.fromfile(Path(folder) / f"{name}.bin", dtype=entry["dtype"]).reshape(entry["shape"])
