"""Reads the files beside it with pyarrow, pandas and Polars, and compares every cell with what
ArrowTests.swift put there. Prints the versions and what was compared: see check_arrow.txt."""

import math
import struct
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.ipc as ipc

here = Path(__file__).parent
inf, least, most = math.inf, 5e-324, 1.7976931348623157e308
numbers = [0.1, -0.0, None, inf, -inf, least, most, -1.5e-300, 1 / 3]
back = numbers[::-1]


def above(values, test):
    return [None if value is None else int(test(value)) for value in values]


edges = {
    "key": ["a", "", "đủ dấu", "a", "\u202ertl", "x", "y", "z", "a"] + ["a"] + ["last"] * 9,
    "text": ["", "line\nbreak", "tab\t", 'quote "', "<script>", "e\u0301", "😀", ",", "=1+1", "one"]
    + [""] * 9,
    "integer": [0, None, -1, 2**31 - 1, -(2**31), 5, None, 7, 8, 7] + list(range(9)),
    "count": [0, None, -1, 2**63 - 1, -(2**63), 5, 6, 7, None, 2**40] + [i % 4 for i in range(9)],
    "number": numbers + [2.0] + back,
    "held": above(numbers, lambda v: v >= 0.1) + [0] + above(back, lambda v: v > 0),
}
words = {
    "key": [f"word {i % 200}" for i in range(300)],
    "text": [f"text {i}" for i in range(300)],
}
empty = {name: [] for name in edges}


def bits(value):
    return struct.pack("<d", value) if isinstance(value, float) else value


def same(found, expected):
    return [bits(v) for v in found] == [bits(v) for v in expected]


types = {"key": "dictionary", "text": "string", "integer": "int32", "count": "int64", "number": "double"}
print(f"pyarrow {pa.__version__}, pandas {pd.__version__}, Polars {pl.__version__}")
for name, expected in {"edges": edges, "words": words, "empty": empty}.items():
    path = here / f"{name}.arrow"
    with ipc.open_file(path) as file:
        batches, table = file.num_record_batches, file.read_all()
    table.validate(full=True)
    assert table.column_names == list(expected)
    for column, cells in expected.items():
        assert str(table.schema.field(column).type).startswith(types.get(column, "int32")), column
        assert same(table[column].to_pylist(), cells), (name, column)
    note = table.schema.field("key").metadata
    assert note == {b"unit": b"u", b"meaning_vi": "khoá".encode(), b"meaning_en": b"key"}
    frame = pl.read_ipc(path)
    for column, cells in expected.items():
        assert same(frame[column].to_list(), cells), (name, column)
    assert len(pd.read_feather(path)) == len(cells)
    width = table.schema.field("key").type.index_type
    print(f"{name}: {batches} batches, {table.num_rows} rows, indices of {width}: every cell the same")
