"""Writes PyTorch's own export of a BERT, and an 8-bit one made as those on the Hugging Face hub are, and ends.

    python torch_export.py '{"directory": ..., "out": ...}' -> {} when OUT/onnx/{model,model_quantized}.onnx are there

The export is the plain one of the years in which the hub's were made: TorchScript, opset 14, attention in single
operators. The 8-bit one has signed weights, a scale for each column, and 7 bits of them used (`reduce_range`), which is
what the conversion script of transformers.js chose for BERT.
"""

import json
import logging
import os
import sys
import warnings

import torch
import transformers
from conversation import converse
from onnxruntime.quantization import QuantType, quantize_dynamic

settings = json.loads(sys.argv[1])
warnings.filterwarnings("ignore")  # the exporter is called old, and traces are said to be traces
logging.disable()  # quantising would rather have another order of steps than the hub's script had
folder = os.path.join(settings["out"], "onnx")
os.makedirs(folder, exist_ok=True)
plain, quantized = (os.path.join(folder, name) for name in ("model.onnx", "model_quantized.onnx"))


class Encoder(torch.nn.Module):
    """With the mask as BERT's own code had it: added to the scores. Today's asks about it, which a trace cannot hold."""

    def __init__(self):
        super().__init__()
        self.bert = transformers.BertModel.from_pretrained(
            settings["directory"], dtype=torch.float32, attn_implementation="eager", add_pooling_layer=False
        )

    def forward(self, input_ids, attention_mask, token_type_ids):
        bias = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * torch.finfo(torch.float32).min
        return self.bert(input_ids=input_ids, attention_mask=bias, token_type_ids=token_type_ids).last_hidden_state


names = ["input_ids", "attention_mask", "token_type_ids"]
ids = torch.ones(2, 8, dtype=torch.long)
torch.onnx.export(
    Encoder().eval(),
    (ids, ids, torch.zeros_like(ids)),
    plain,
    input_names=names,
    output_names=["last_hidden_state"],
    dynamic_axes={name: {0: "batch", 1: "sequence"} for name in [*names, "last_hidden_state"]},
    opset_version=14,
    dynamo=False,
)
quantize_dynamic(
    plain,
    quantized,
    weight_type=QuantType.QInt8,
    per_channel=True,
    reduce_range=True,
    extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
)
converse({}, {})
