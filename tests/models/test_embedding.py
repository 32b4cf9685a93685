"""Vectors from an endpoint: in order, of one length, and never a word of a text in an error."""

import base64
import json
import struct
import traceback
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.models.embedder import endpoint_embedder
from knowledge.embedding.contract import EmbeddingFailure
from knowledge.embedding.endpoint import BATCH_TEXTS, TEXT_CHARS, EndpointEmbedder
from tests.model_servers.loopback import LoopbackModel, Reply
from tests.model_servers.scripted import Scripted
from tests.model_servers.wire import vector_of
from tests.models.asking import SECRET


def data(*vectors: Any, indexes: list[int] | None = None) -> Reply:
    rows = [
        {"index": at, "embedding": one}
        for at, one in zip(indexes or range(len(vectors)), vectors, strict=True)
    ]
    return Reply(raw=json.dumps({"data": rows}).encode())


def embedder(server: LoopbackModel, **more: Any) -> EndpointEmbedder:
    return EndpointEmbedder(server.base_url, "e5", **{"timeout_s": 1.0, **more})


def test_each_text_has_its_vector_in_order_over_several_requests() -> None:
    texts = [f"text {n}" for n in range(BATCH_TEXTS + 6)]
    with Scripted([Reply()]) as server:
        found = embedder(server).embed(texts)
    assert [len(request["input"]) for request in server.requests] == [BATCH_TEXTS, 6]
    assert found[-1] == pytest.approx(vector_of(texts[-1], 8), abs=1e-6)
    assert len(found) == len(texts)


def test_long_texts_share_no_request_and_are_cut_by_characters() -> None:
    with Scripted([Reply()]) as server:
        embedder(server).embed(["é" * (TEXT_CHARS + 5)] * 5)
    assert [len(request["input"]) for request in server.requests] == [4, 1]
    assert {len(text) for request in server.requests for text in request["input"]} == {TEXT_CHARS}


def test_a_blank_text_is_not_sent_blank() -> None:
    with Scripted([Reply()]) as server:
        assert len(embedder(server).embed(["", "  "])) == 2
        assert embedder(server).embed([]) == []
    assert server.requests[0]["input"] == ["-", "-"]
    assert len(server.requests) == 1


def test_floats_and_base64_are_both_read_and_rows_are_put_in_order() -> None:
    packed = base64.b64encode(struct.pack("<2f", 0.5, -1.0)).decode()
    with Scripted([data([0.25, 2], packed, indexes=[1, 0])]) as server:
        assert embedder(server).embed(["a", "b"]) == [[0.5, -1.0], [0.25, 2.0]]
    assert server.requests[0]["encoding_format"] == "base64"


def test_dimensions_are_asked_for_where_set_and_learnt_where_not() -> None:
    with Scripted([Reply()]) as server:
        asked, learning = embedder(server, dimensions=4), embedder(server)
        assert len(asked.embed(["a"])[0]) == 4
        assert (learning.dimensions, len(learning.embed(["a"])[0]), learning.dimensions) == (
            None,
            8,
            8,
        )
    assert server.requests[0]["dimensions"] == 4
    assert "dimensions" not in server.requests[1]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (data([1.0] * 3, [1.0] * 4), "dimensions"),
        (data([1.0] * 3), "garbled"),
        (data([1.0], [1.0], indexes=[0, 0]), "garbled"),
        (data([1.0], ["x"]), "garbled"),
        (data([1.0], []), "garbled"),
        (data("not base64!", [1.0]), "garbled"),
        (data("AAA=", [1.0]), "garbled"),
        (Reply(raw=b'{"data": [{"index": 0, "embedding": [NaN]}, {"index": 1, "embedding": [1]}]}'), "garbled"),
        (Reply(raw=b"<html>"), "garbled"),
        (Reply(raw=b'{"data": null}'), "garbled"),
        (Reply(raw=b"x" * 17_000_000), "garbled"),
        (Reply(status=401, error={"message": SECRET}), "refused"),
        (Reply(status=404), "refused"),
        (Reply(status=302, raw=b"", headers={"Location": "/x"}), "refused"),
        (Reply(status=429), "server_error"),
        (Reply(status=503), "server_error"),
        (Reply(delay_s=30), "timeout"),
        (Reply(close_after=0), "unreachable"),
    ],
)  # fmt: skip
def test_a_fault_has_one_name_and_no_words(reply: Reply, kind: str) -> None:
    with Scripted([reply]) as server, pytest.raises(EmbeddingFailure) as raised:
        embedder(server).embed([SECRET, "b"])
    shown = "".join(traceback.format_exception(raised.value))
    assert raised.value.kind == kind
    assert SECRET not in f"{shown} {vars(raised.value)}"
    assert raised.value.__context__ is None


def test_vectors_of_another_length_than_before_are_refused() -> None:
    with Scripted([data([1.0, 2.0]), data([1.0, 2.0, 3.0])]) as server:
        one = embedder(server)
        one.embed(["a"])
        with pytest.raises(EmbeddingFailure, match="dimensions"):
            one.embed(["b"])


def test_an_embedder_of_the_settings_tries_again_with_its_key() -> None:
    with Scripted([Reply(status=503), Reply()]) as server:
        made = endpoint_embedder(server.base_url, "e5", SecretStr("sk-e"))
        assert len(made.embed(["a"])) == 1
    assert len(server.requests) == 2
    assert server.headers[0]["authorization"] == "Bearer sk-e"
