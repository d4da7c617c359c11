"""PyTorch's BERT alone, timed on ready batches: the requests of `src/inference/settings.ts`.

    python pytorch_encoder.py '{"directory": ..., "threads": 2, "batches": ...}'
"""

import json
import sys

import torch
import transformers
from conversation import converse, median_seconds, timed

settings = json.loads(sys.argv[1])
torch.set_num_threads(settings["threads"])
torch.set_grad_enabled(False)
model = transformers.BertModel.from_pretrained(settings["directory"], dtype=torch.float32, add_pooling_layer=False).eval()


def feeds_of(batch):
    ids = torch.tensor(batch["inputIds"]).reshape(batch["shape"])
    mask = torch.tensor(batch["attentionMask"]).reshape(batch["shape"])
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": torch.zeros_like(ids)}


with open(settings["batches"]) as file:
    batches = json.load(file)
block = feeds_of(batches["block"])
sentences = [feeds_of(batch) for batch in batches["sentences"]]


def run_sentences():
    for feeds in sentences:
        model(**feeds)


for feeds in [*sentences[:8], block]:
    model(**feeds)

converse(
    {"torch": torch.__version__, "transformers": transformers.__version__},
    {
        "sentences": lambda: {"seconds": timed(run_sentences)},
        "block": lambda: {"seconds": median_seconds(lambda: model(**block))},
    },
)
