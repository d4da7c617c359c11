"""A pre-training step in PyTorch, timed on request: one JSON object of settings as argument, then one answer a line.

    python pytorch_train.py '{"variant": "huggingface", "layers": 4, ...}'

stdin `step` -> {"seconds": ..., "loss": ...};  stdin `memory` -> {"peakBytes": ...};  stdin closed -> end.

Variants: `huggingface` is BertForPreTraining as it is, logits at every position; `masked` calls the same modules by
hand, so that the vocabulary's logits are made at the masked positions only.
"""

import json
import resource
import sys
import time

import torch
import transformers
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForPreTraining

settings = json.loads(sys.argv[1])
torch.set_num_threads(settings["threads"])
torch.manual_seed(0)
batch, length, masked = settings["batchSize"], settings["sequenceLength"], settings["maskedPerSequence"]

config = BertConfig(
    vocab_size=settings["vocabSize"],
    hidden_size=settings["hiddenSize"],
    num_hidden_layers=settings["layers"],
    num_attention_heads=settings["heads"],
    intermediate_size=settings["intermediateSize"],
    hidden_dropout_prob=settings["dropout"],
    attention_probs_dropout_prob=settings["dropout"],
    max_position_embeddings=max(512, length),
)
model = BertForPreTraining(config).train()
plain = {"bias", "LayerNorm.weight"}
decayed = [p for name, p in model.named_parameters() if not any(name.endswith(end) for end in plain)]
undecayed = [p for name, p in model.named_parameters() if any(name.endswith(end) for end in plain)]
optimizer = torch.optim.AdamW(
    [{"params": decayed, "weight_decay": 0.01}, {"params": undecayed, "weight_decay": 0.0}], lr=1e-4
)

input_ids = torch.randint(0, settings["vocabSize"], (batch, length))
token_type_ids = (torch.arange(length) >= length // 2).long().expand(batch, length).contiguous()
attention_mask = torch.ones(batch, length, dtype=torch.long)
next_sentence_label = torch.randint(0, 2, (batch,))
positions = torch.stack([torch.randperm(length)[:masked].sort().values for _ in range(batch)])
masked_ids = torch.randint(0, settings["vocabSize"], (batch, masked))
labels = torch.full((batch, length), -100).scatter(1, positions, masked_ids)
flat_positions = (positions + torch.arange(batch)[:, None] * length).flatten()
flat_labels = masked_ids.flatten()


def loss_of_step():
    feeds = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
    if settings["variant"] == "huggingface":
        return model(**feeds, labels=labels, next_sentence_label=next_sentence_label).loss
    out = model.bert(**feeds)
    rows = out.last_hidden_state.reshape(-1, config.hidden_size).index_select(0, flat_positions)
    logits = model.cls.predictions(rows)
    return cross_entropy(logits, flat_labels) + cross_entropy(
        model.cls.seq_relationship(out.pooler_output), next_sentence_label
    )


def step():
    start = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of_step()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    value = loss.item()
    return {"seconds": time.perf_counter() - start, "loss": value}


print(json.dumps({"torch": torch.__version__, "transformers": transformers.__version__}), flush=True)
for line in sys.stdin:
    if line.strip() == "step":
        print(json.dumps(step()), flush=True)
    elif line.strip() == "memory":
        # Linux gives kilobytes.
        print(json.dumps({"peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}), flush=True)
