"""Word boxes and vectors survive the catalogue's blobs."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from assistant.store.rows import pack_boxes, pack_vector, unpack_boxes, unpack_vectors
from assistant.types import WordBox


def test_boxes_come_back_to_a_hundredth_of_a_point() -> None:
    boxes = tuple(WordBox(7 * i, 7 * i + 5, 72.123 + i, 700.456 - i, 98.761 + i, 711.004 - i) for i in range(400))
    blob = pack_boxes(boxes)
    assert blob is not None
    assert len(blob) < 8 * len(boxes)
    back = unpack_boxes(blob)
    assert [(b.start, b.end) for b in back] == [(b.start, b.end) for b in boxes]
    for found, given in zip(back, boxes, strict=True):
        for side in ("left", "bottom", "right", "top"):
            assert getattr(found, side) == pytest.approx(getattr(given, side), abs=0.0051)


def test_no_boxes_take_no_blob() -> None:
    assert pack_boxes(()) is None
    assert unpack_boxes(None) == ()


def test_a_box_that_is_not_a_number_does_not_break_the_page() -> None:
    assert unpack_boxes(pack_boxes([WordBox(0, 4, float("nan"), 1.0, float("inf"), 2.0)]))[0].left == 0.0


def test_a_damaged_blob_is_told() -> None:
    with pytest.raises(zlib.error):
        unpack_boxes(b"not a blob")


def test_vectors_come_back_exactly() -> None:
    matrix = np.random.default_rng(1).normal(size=(3, 5)).astype(np.float32)
    back = unpack_vectors([pack_vector(row) for row in matrix])
    assert back.dtype == np.float32
    assert np.array_equal(back, matrix)


def test_vectors_of_two_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="lengths"):
        unpack_vectors([pack_vector(np.ones(3, dtype=np.float32)), pack_vector(np.ones(4, dtype=np.float32))])
