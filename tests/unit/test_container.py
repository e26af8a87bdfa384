"""The zip container: limits, raw reuse, reproducible writing."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import container
from docgen.container import Container, Skeleton, normalised, pack, write_zip
from docgen.errors import UnreadableFile

NAMES = st.sampled_from(["a.xml", "b/c.xml", "d.png", "中文/文.xml", "e.jpeg"])


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=2000)))
def test_what_is_written_is_read_back_by_another_reader(parts: dict[str, bytes]) -> None:
    data = write_zip(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {n: archive.read(n) for n in archive.namelist()} == parts
    assert {n: Container.read(data, "x")[n] for n in parts} == parts
    assert write_zip(parts) == data


@given(st.dictionaries(NAMES, st.binary(max_size=500), min_size=1))
def test_a_skeleton_and_the_rest_make_the_whole(parts: dict[str, bytes]) -> None:
    packed = [pack(n, d) for n, d in parts.items()]
    whole = Skeleton.of(packed[:-1]).complete(packed[-1:])
    assert whole == write_zip(parts)


@given(st.dictionaries(NAMES, st.binary(max_size=500)))
def test_the_digest_does_not_depend_on_the_packing(parts: dict[str, bytes]) -> None:
    digests = {
        Container.read(data, "x").digest()
        for data in (zipped(parts), zipped(parts, zipfile.ZIP_STORED), write_zip(parts), normalised(zipped(parts)))
    }
    assert len(digests) == 1


def test_the_digest_sees_every_change() -> None:
    one = {"a": b"1", "b": b"2"}
    others = [{"a": b"1"}, {"a": b"1", "b": b"3"}, {"a": b"1", "c": b"2"}, {"a": b"12", "b": b""}]
    assert len({Container.read(write_zip(p), "x").digest() for p in (one, *others)}) == 5


def test_unpacked_parts_stay_packed_as_they_came() -> None:
    data = zipped({"a.xml": b"x" * 1000})
    assert Container.read(data, "x").parts["a.xml"].packed in data


GOOD = zipped({"a.xml": b"<a/>" * 100, "b.xml": b"b"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "input.unreadable"),
        (b"plain text", "input.unreadable"),
        (GOOD[:60], "input.unreadable"),
        (GOOD[:-10], "input.unreadable"),
        (container.OLE_MAGIC + b"\0" * 600, "input.protected"),
        (zipped({"../x": b""}), "input.unsafe"),
        (zipped({"/x": b""}), "input.unsafe"),
        (zipped({"c:x": b""}), "input.unsafe"),
        (zipped({"bomb": b"\0" * 5_000_000}), "input.unsafe"),
        (zipped({f"{n}": b"" for n in range(2001)}), "input.unsafe"),
    ],
    ids=["empty", "text", "cut", "no-end", "ole", "dots", "absolute", "drive", "ratio", "many"],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        Container.read(data, "工作室.xlsx")
    assert error.value.code == code
    assert error.value.place == "工作室.xlsx"
    assert error.value.remedy


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"1")
        with pytest.warns(UserWarning):
            archive.writestr("a", b"2")
    with pytest.raises(UnreadableFile, match="重名"):
        Container.read(out.getvalue(), "x")


def test_encryption_is_refused() -> None:
    data = bytearray(GOOD)
    directory = data.index(struct.pack("<I", 0x02014B50))
    data[directory + 8] |= 1
    with pytest.raises(UnreadableFile) as error:
        Container.read(bytes(data), "x")
    assert error.value.code == "input.protected"


def test_damaged_bytes_are_noticed_when_unpacked() -> None:
    data = bytearray(zipped({"a.xml": b"hello"}, zipfile.ZIP_STORED))
    data[data.index(b"hello")] ^= 1
    with pytest.raises(UnreadableFile, match="已损坏"):
        Container.read(bytes(data), "x")["a.xml"]


def test_a_size_that_lies_is_noticed() -> None:
    data = bytearray(zipped({"a.xml": b"x" * 100_000}))
    directory = data.index(struct.pack("<I", 0x02014B50))
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    with pytest.raises(UnreadableFile, match="已损坏"):
        Container.read(bytes(data), "x")["a.xml"]
