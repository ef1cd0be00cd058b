"""What ships besides code is small, and each part has its provenance and its licence beside it."""

from tests.support.house import ROOT

MOST_BYTES = 30 * 2**20
PARTS = ("language/artefacts/*/*", "roleplay/*.npz", "roleplay/audit/*.npz")


def test_the_encoder_the_reader_and_the_heads_fit_into_thirty_megabytes() -> None:
    files = [path for pattern in PARTS for path in ROOT.glob(pattern)]
    heads = {"act_heads.npz", "heads.npz", "progress.npz", "voice.npz", "whole_head.npz"}
    assert {path.name for path in files} >= {"model.onnx", "tokenizer.json"} | heads
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


def test_each_model_says_where_it_comes_from_and_is_what_its_sum_says() -> None:
    folders = [path.parent for path in ROOT.glob("language/artefacts/*/model.onnx")]
    assert {folder.name for folder in folders} == {"all-MiniLM-L6-v2", "reader"}
    for folder in folders:
        assert "model.onnx" in (folder / "SHA256SUMS").read_text(encoding="utf-8")
        assert "Apache-2.0" in (folder / "PROVENANCE.md").read_text(encoding="utf-8")
