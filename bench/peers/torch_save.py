"""Writes the tensors of a safetensors file as torch.save does, and ends.

    python torch_save.py '{"from": "model.safetensors", "to": "pytorch_model.bin"}' -> {} when it is there
"""

import json
import sys

import torch
from conversation import converse
from safetensors.torch import load_file

settings = json.loads(sys.argv[1])
torch.save(load_file(settings["from"]), settings["to"])
converse({}, {})
