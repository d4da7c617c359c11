"""Python's ways from text to vectors, timed on request: the requests of `src/inference/settings.ts`.

    python pytorch_pipeline.py '{"variant": "sentence-transformers", "directory": ..., "threads": 2, ...}'

The variants: `transformers` pools by hand, in batches as they are asked for; `sentence-transformers` sorts the texts of a
pass by length before it makes batches.
"""

import json
import sys

import torch
import transformers
from conversation import converse, median_seconds, timed

settings = json.loads(sys.argv[1])
torch.set_num_threads(settings["threads"])
torch.set_grad_enabled(False)
with open(settings["sentences"], encoding="utf-8") as file:
    sentences = file.read().split("\n")


def with_transformers():
    tokenizer = transformers.AutoTokenizer.from_pretrained(settings["directory"])
    model = transformers.AutoModel.from_pretrained(settings["directory"], dtype=torch.float32).eval()

    def embed_batch(texts):
        feeds = tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
        hidden = model(**feeds).last_hidden_state
        mask = feeds["attention_mask"][:, :, None].to(hidden.dtype)
        vectors = (hidden * mask).sum(1) / mask.sum(1) if settings["pooling"] == "mean" else hidden[:, 0]
        return torch.nn.functional.normalize(vectors) if settings["normalize"] else vectors

    def embed(texts, batch_size):
        batches = [texts[i : i + batch_size] for i in range(0, len(texts), batch_size)]
        return torch.cat([embed_batch(batch) for batch in batches])

    return embed, {"torch": torch.__version__, "transformers": transformers.__version__}


def with_sentence_transformers():
    import sentence_transformers

    model = sentence_transformers.SentenceTransformer(settings["directory"], device="cpu")

    def embed(texts, batch_size):
        return model.encode(texts, batch_size=batch_size, show_progress_bar=False, convert_to_tensor=True)

    return embed, {"torch": torch.__version__, "sentence-transformers": sentence_transformers.__version__}


embed, versions = with_transformers() if settings["variant"] == "transformers" else with_sentence_transformers()


def write_vectors():
    vectors = embed(sentences, settings["batchSizes"][0])
    vectors.float().numpy().tofile(settings["vectors"])
    return {"dimension": vectors.shape[1]}


answers = {"vectors": write_vectors}
for size in settings["batchSizes"]:
    answers[f"pass {size}"] = lambda size=size: {"seconds": timed(lambda: embed(sentences, size))}
    embed(sentences[:64], size)
for tokens, text in settings["texts"].items():
    answers[f"text {tokens}"] = lambda text=text: {"seconds": median_seconds(lambda: embed([text], 1))}

converse(versions, answers)
