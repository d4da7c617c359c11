"""The Python side of `pnpm interop`: what transformers, onnx and onnxruntime make of bertkit's files.

    python interop.py REQUEST.json ANSWER.json

Tensors are {"dtype", "shape", "data": base64 of their bytes}. Both files are described in src/interop.ts.
"""

import base64
import json
import sys

import numpy as np
import onnx
import onnxruntime
import torch
import transformers
from transformers import AutoTokenizer, BertConfig, BertForPreTraining


def to_json(array):
    array = np.ascontiguousarray(array)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


def from_json(tensor):
    data = np.frombuffer(base64.b64decode(tensor["data"]), dtype=tensor["dtype"])
    return data.reshape(tensor["shape"])


def run(model, inputs):
    """Both heads' logits of a batch, as numpy arrays."""
    with torch.no_grad():
        outputs = model(**inputs)
    names = ("prediction_logits", "seq_relationship_logits")
    return {name: to_json(getattr(outputs, name).numpy()) for name in names}


def encode(tokenizer, texts):
    """Every text or pair by itself, nothing cut."""
    encodings = [tokenizer(*text) for text in texts]
    return [e["input_ids"] for e in encodings], [e["token_type_ids"] for e in encodings]


def run_batch(model, tokenizer, texts, max_length):
    """One batch, padded and cut, through tokenizer and model."""
    # A text alone has no second sequence, so each is encoded by itself and the batch is padded afterwards.
    encodings = [tokenizer(*text, truncation=True, max_length=max_length) for text in texts]
    inputs = tokenizer.pad(encodings, return_tensors="pt")
    return {
        "input_ids": to_json(inputs["input_ids"].numpy().astype(np.int32)),
        "token_type_ids": to_json(inputs["token_type_ids"].numpy().astype(np.int32)),
        "attention_mask": to_json(inputs["attention_mask"].numpy().astype(np.uint8)),
        **run(model, inputs),
    }


def run_graph(graph):
    """What onnx says of a graph, and what onnxruntime computes with it."""
    try:
        onnx.checker.check_model(onnx.load(graph["path"]), full_check=True)
        fault = None
    except Exception as error:  # whatever it finds, the answer is to say it
        fault = f"{type(error).__name__}: {error}"
    session = onnxruntime.InferenceSession(graph["path"], providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    results = session.run(names, {name: from_json(tensor) for name, tensor in graph["inputs"].items()})
    return {"checker": fault, "outputs": {name: to_json(result) for name, result in zip(names, results)}}


def save_own_model(directory):
    """A model that transformers makes and saves, with what it gives for a batch of random tokens."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=90,
        hidden_size=48,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=80,
        max_position_embeddings=40,
        hidden_act="gelu_new",
    )
    model = BertForPreTraining(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.2)
    model.save_pretrained(directory)
    ids = torch.randint(1, config.vocab_size, (3, 17))
    inputs = {"input_ids": ids, "token_type_ids": ids % 2, "attention_mask": torch.ones_like(ids)}
    inputs["attention_mask"][1, 9:] = 0
    dtypes = {"input_ids": np.int32, "token_type_ids": np.int32, "attention_mask": np.uint8}
    return {
        "inputs": {name: to_json(tensor.numpy().astype(dtypes[name])) for name, tensor in inputs.items()},
        "outputs": run(model, inputs),
    }


def main(request_path, answer_path):
    transformers.utils.logging.disable_progress_bar()
    with open(request_path, encoding="utf-8") as file:
        request = json.load(file)
    model, loading = BertForPreTraining.from_pretrained(request["model"], output_loading_info=True)
    model.eval()
    tokenizer = AutoTokenizer.from_pretrained(request["model"])
    ids, type_ids = encode(tokenizer, request["texts"])
    answer = {
        "versions": {
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "onnx": onnx.__version__,
            "onnxruntime": onnxruntime.__version__,
        },
        "loading": {kind: sorted(str(name) for name in names) for kind, names in loading.items()},
        "fastTokenizer": tokenizer.is_fast,
        "ids": ids,
        "typeIds": type_ids,
        "batch": run_batch(model, tokenizer, request["batch"], request["maxLength"]),
        "graphs": {graph["name"]: run_graph(graph) for graph in request["graphs"]},
        "saved": save_own_model(request["save"]),
    }
    with open(answer_path, "w", encoding="utf-8") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
