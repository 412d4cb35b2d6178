"""The compiled form of a BERT model, made without torch: the network is written straight from its weights.

    token numbers -> embeddings -> layers of attention -> mean or first token -> length 1

What conversion.py traces where torch is installed comes out the same here for the models that are understood; any other
is refused. The numbers of the reference are those of this network in float32 (compiled_files.REFERENCE).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from desktop_search.embedding import compiled_files, sample
from desktop_search.embedding.compiled_files import Manifest
from desktop_search.embedding.compiled_model import CompiledModel, openvino, save_network
from desktop_search.embedding.models import ModelFolder, model_id
from desktop_search.errors import ModelError

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_POOLINGS = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
# As torch and sentence-transformers have them.
_FEWEST_TOKENS, _SHORTEST = 1e-9, 1e-12

Weights = dict[str, NDArray[Any]]


class _Shape(NamedTuple):
    layers: int
    heads: int
    size: int
    epsilon: float
    pooling: str
    normalized: bool


def fill(folder: ModelFolder, place: Path) -> dict[str, Any]:
    """Puts network, tokenizer and reference into `place`; returns the manifest without sizes. Raises ModelError."""
    config, shape = _read(folder.path)
    tokenizer = _tokenizer(folder.path)
    try:
        weights = _without_prefix(load_file(folder.path / "model.safetensors"))
        network = _network(openvino(), weights, shape)
    except (OSError, SafetensorError) as error:
        raise ModelError("its weights are damaged") from error
    except KeyError as error:
        raise ModelError(f"its weights lack {error}") from error
    save_network(network, place / compiled_files.NETWORK)
    tokenizer.save(str(place / compiled_files.TOKENIZER))
    prompts = dict(folder.prompts)
    query = prompts.get("query") or ""
    passage = next((prompts[name] for name in ("document", "passage", "corpus") if prompts.get(name)), "")
    longest = _longest(folder.path, config)
    content: dict[str, Any] = {
        "dimension": shape.size,
        "inputs": _INPUTS,
        "padding": int(config.get("pad_token_id") or 0),
        "query_prompt": query,
        "query_limit": _room(tokenizer, longest, query),
        "passage_prompt": passage,
        "passage_limit": _room(tokenizer, longest, passage),
    }
    content["identity"] = model_id(folder, "float32", content["passage_limit"])
    opened = CompiledModel(place, Manifest(**content, sizes={}), folder.name, "f32", None)
    rows = [opened.encode_query(sample.QUESTION)[None], opened.encode_passages(sample.texts())]
    np.save(place / compiled_files.REFERENCE, np.concatenate(rows))
    return content


def _read(path: Path) -> tuple[dict[str, Any], _Shape]:
    """The configuration of a model of which every part is understood. Raises ModelError for any other."""
    config = _json(path / "config.json")
    usual = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
    if {name: config.get(name, value) for name, value in usual.items()} != usual or config.get("is_decoder"):
        raise _foreign("it is not a plain BERT model")
    parts = [(str(one["type"]).rpartition(".")[2], str(one.get("path") or "")) for one in _json(path / "modules.json")]
    kinds = [kind for kind, _ in parts]
    if kinds[:2] != ["Transformer", "Pooling"] or kinds[2:] not in ([], ["Normalize"]) or parts[0][1]:
        raise _foreign(f"it is made of {', '.join(kinds)}")
    if _feeding(path).get("do_lower_case"):
        raise _foreign("its texts are changed before they are read")
    if config["hidden_size"] % config["num_attention_heads"]:
        raise _foreign("it is not a plain BERT model")
    return config, _Shape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        size=config["hidden_size"],
        epsilon=config.get("layer_norm_eps", 1e-12),
        pooling=_pooling(_json(path / parts[1][1] / "config.json")),
        normalized=len(kinds) == 3,
    )


def _foreign(reason: str) -> ModelError:
    return ModelError(f"without torch and sentence-transformers, which are not installed, it cannot: {reason}")


def _pooling(config: dict[str, Any]) -> str:
    asked = [name for name, value in config.items() if name.startswith("pooling_mode_") and value]
    if len(asked) == 1 and asked[0] in _POOLINGS:
        return _POOLINGS[asked[0]]
    if config.get("pooling_mode") in _POOLINGS.values() and not asked:
        return str(config["pooling_mode"])
    raise _foreign("its pooling is neither the mean nor the first token")


def _network(library: Any, weights: Weights, shape: _Shape) -> Any:
    """OpenVINO's network from int64[n, t] token numbers, mask and types to float32[n, d]."""
    ops = library.opset13

    def constant(value: Any, kind: type = np.float32) -> Any:
        return ops.constant(np.asarray(value, kind))

    def linear(values: Any, name: str) -> Any:
        product = ops.matmul(values, constant(weights[f"{name}.weight"]), False, True)
        return ops.add(product, constant(weights[f"{name}.bias"]))

    def norm(values: Any, name: str) -> Any:
        even = ops.mvn(values, constant([-1], np.int64), True, shape.epsilon, "inside_sqrt")
        return ops.add(ops.multiply(even, constant(weights[f"{name}.weight"])), constant(weights[f"{name}.bias"]))

    def split(values: Any) -> Any:
        each = ops.reshape(values, constant([0, 0, shape.heads, shape.size // shape.heads], np.int64), True)
        return ops.transpose(each, constant([0, 2, 1, 3], np.int64))

    first = constant(0, np.int64)
    ids, mask, types = (ops.parameter([-1, -1], np.int64, name=name) for name in _INPUTS)
    length = ops.gather(ops.shape_of(ids, "i64"), constant(1, np.int64), first)
    places = ops.range(first, length, constant(1, np.int64), "i64")
    values = ops.add(
        ops.add(
            ops.gather(constant(weights["embeddings.word_embeddings.weight"]), ids, first),
            ops.gather(constant(weights["embeddings.token_type_embeddings.weight"]), types, first),
        ),
        ops.gather(constant(weights["embeddings.position_embeddings.weight"]), places, first),
    )
    values = norm(values, "embeddings.LayerNorm")
    seen = ops.unsqueeze(ops.convert(mask, "boolean"), constant([1, 2], np.int64))
    for number in range(shape.layers):
        at = f"encoder.layer.{number}"
        query, key, value = (split(linear(values, f"{at}.attention.self.{name}")) for name in ("query", "key", "value"))
        found = ops.transpose(
            ops.scaled_dot_product_attention(query, key, value, seen), constant([0, 2, 1, 3], np.int64)
        )
        found = ops.reshape(found, constant([0, 0, shape.size], np.int64), True)
        values = norm(
            ops.add(linear(found, f"{at}.attention.output.dense"), values), f"{at}.attention.output.LayerNorm"
        )
        inner = ops.gelu(linear(values, f"{at}.intermediate.dense"), "erf")
        values = norm(ops.add(linear(inner, f"{at}.output.dense"), values), f"{at}.output.LayerNorm")
    if shape.pooling == "cls":
        pooled = ops.gather(values, first, constant(1, np.int64))
    else:
        counted = ops.unsqueeze(ops.convert(mask, "f32"), constant([-1], np.int64))
        total = ops.reduce_sum(ops.multiply(values, counted), constant([1], np.int64))
        tokens = ops.maximum(ops.reduce_sum(counted, constant([1], np.int64)), constant(_FEWEST_TOKENS))
        pooled = ops.divide(total, tokens)
    if shape.normalized:
        long = ops.sqrt(ops.reduce_sum(ops.multiply(pooled, pooled), constant([1], np.int64), True))
        pooled = ops.divide(pooled, ops.maximum(long, constant(_SHORTEST)))
    return library.Model([ops.result(pooled)], [ids, mask, types], "sentence_embedding")


def _without_prefix(weights: Weights) -> Weights:
    return {name.removeprefix("bert."): value for name, value in weights.items()}


def _tokenizer(path: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
    # Control enters from outside here: the library raises nothing more precise.
    except Exception as error:
        raise ModelError("it has no tokenizer that works without torch") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _longest(path: Path, config: dict[str, Any]) -> int:
    """How many tokens the model reads, the special ones counted."""
    places = int(config["max_position_embeddings"])
    return min(int(_feeding(path).get("max_seq_length") or places), places)


def _feeding(path: Path) -> dict[str, Any]:
    file = path / "sentence_bert_config.json"
    found: dict[str, Any] = _json(file) if file.is_file() else {}
    return found


def _room(tokenizer: Tokenizer, longest: int, prompt: str) -> int:
    taken = len(tokenizer.encode(prompt, add_special_tokens=False).ids) if prompt else 0
    return max(longest - tokenizer.num_special_tokens_to_add(False) - taken, 1)


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{file.name} cannot be read") from error
