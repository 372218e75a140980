#!/usr/bin/env python3
"""Makes the event file of TensorBoardFileTest from the definitions of the formats alone; needs Python 3 and nothing else.

    python3 tensorboard_events.py ../resources/io/magma/train/metrics/tensorboard_events.bin

TFRecord: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details; messages: event.proto and
summary.proto of TensorFlow. The CRC-32C is computed bit by bit from its polynomial. With the package tensorboard installed,
--read FILE prints what TensorBoard's own reader finds in a file.
"""
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def frame(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def integer(field, n):
    return varint(field << 3) + varint(n)


def data(field, value):
    value = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(value)) + value


def float32(field, x):
    return varint(field << 3 | 5) + struct.pack("<f", x)


WALL_TIME = varint(1 << 3 | 1) + struct.pack("<d", 1700000000.25)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000" "3a7e9b55"
    "0000000a49444154789c6368000000820081" "77cd72b6" "0000000049454e44ae426082"
)


def summary(step, *values):
    return WALL_TIME + integer(2, step) + data(5, b"".join(data(1, value) for value in values))


def scalar(tag, x):
    return data(1, tag) + float32(2, x)


def image(tag, height, width, png):
    return data(1, tag) + data(4, integer(1, height) + integer(2, width) + integer(3, 3) + data(4, png))


def text(tag, value):
    tensor = integer(1, 7) + data(2, data(2, integer(1, 1))) + data(8, value)
    return data(1, tag) + data(9, data(1, data(1, "text"))) + data(8, tensor)


def events():
    yield WALL_TIME + data(3, "brain.Event:2")
    yield WALL_TIME + integer(2, 5) + data(7, integer(1, 1))
    yield summary(5, scalar("train/loss", 2.5), scalar("train/tokens", 300))
    yield summary(200, scalar("data/mixture/0", 0.75), scalar("data/mixture/1", 0.25))
    yield summary(
        200,
        scalar("eval/loss", -1),
        image("samples/0", 1, 1, PNG),
        text("samples/0/text", "**a b**  \nQ: c d"),
    )


def read(file):
    from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
    from tensorboard.compat.proto.event_pb2 import Event

    for raw in RawEventFileLoader(file).Load():
        print(Event.FromString(raw))


if __name__ == "__main__":
    assert crc32c(b"123456789") == 0xE3069283  # the check value of the catalogue of CRCs
    if sys.argv[1] == "--read":
        read(sys.argv[2])
    else:
        with open(sys.argv[1], "wb") as out:
            for event in events():
                out.write(frame(event))
        print("RecordFrameTest:", frame(b"magma").hex())
