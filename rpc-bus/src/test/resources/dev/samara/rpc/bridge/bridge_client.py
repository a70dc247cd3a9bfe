"""A client of the Vert.x TCP event-bus bridge, written from the protocol's public description.

A frame is a length of four bytes, big-endian, and as many bytes of JSON in UTF-8.
Usage: bridge_client.py PORT; exits with 0 if everything went as it should.
"""

import itertools
import json
import socket
import struct
import sys
from collections import deque


class BusError(Exception):
    def __init__(self, frame):
        super().__init__(frame.get("message"))
        self.frame = frame


class Bridge:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.waiting = deque()
        self.serial = itertools.count(1)

    def write(self, **frame):
        data = json.dumps(frame, ensure_ascii=False).encode("utf-8")
        self.socket.sendall(struct.pack(">I", len(data)) + data)

    def _exactly(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise EOFError("the bridge closed the connection")
            data += part
        return data

    def _read(self):
        (size,) = struct.unpack(">I", self._exactly(4))
        return json.loads(self._exactly(size).decode("utf-8"))

    def next(self, wanted=lambda frame: True):
        """The first frame that is wanted; others wait for their turn."""
        for frame in list(self.waiting):
            if wanted(frame):
                self.waiting.remove(frame)
                return frame
        while True:
            frame = self._read()
            if wanted(frame):
                return frame
            self.waiting.append(frame)

    def ping(self):
        self.write(type="ping")
        self.next(lambda frame: frame["type"] == "pong")

    def request(self, address, body, **headers):
        reply = "reply-%d" % next(self.serial)
        self.write(type="send", address=address, replyAddress=reply, body=body, headers=headers)
        frame = self.next(
            lambda one: one.get("address") == reply
            or (one["type"] == "err" and "address" not in one)
        )
        if frame["type"] == "err":
            raise BusError(frame)
        return frame

    def close(self):
        self.socket.close()


def failure_of(call):
    try:
        call()
    except BusError as error:
        return error.frame
    raise AssertionError("no error")


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def requests(bridge):
    reply = bridge.request("in.upper", {"text": "größe"}, lang="de")
    check(reply["body"] == {"text": "GRÖSSE"}, reply)
    check(reply["headers"] == {"lang": "de"}, reply)
    check(reply["send"] is True, reply)


def errors(bridge):
    error = failure_of(lambda: bridge.request("in.nobody", {}))
    check(error["failureType"] == "NO_HANDLERS", error)
    check(error["failureCode"] == -1, error)
    check(error["sourceAddress"] == "in.nobody", error)
    error = failure_of(lambda: bridge.request("in.fails", {}))
    check(error["failureType"] == "RECIPIENT_FAILURE", error)
    check(error["failureCode"] == 418, error)
    check(error["message"] == "a teapot", error)
    error = failure_of(lambda: bridge.request("private", {}))
    check(error == {"type": "err", "message": "access_denied"}, error)
    for frame, message in (
        ({"type": "register", "address": "private"}, "access_denied"),
        ({"type": "unregister", "address": "out.never"}, "unknown_address"),
        ({"type": "send"}, "missing_address"),
        ({"type": "nonsense", "address": "x"}, "unknown_type"),
    ):
        bridge.write(**frame)
        error = bridge.next()
        check(error["type"] == "err" and error["message"] == message, error)


def published(bridge, port):
    """What one client publishes, another one gets that is registered."""
    with socket_of(port) as other:
        other.write(type="register", address="out.news")
        other.ping()
        bridge.write(type="publish", address="in.relay", body=[1, "two", None, 3.5])
        news = other.next()
        check(news["address"] == "out.news", news)
        check(news["body"] == [1, "two", None, 3.5], news)
        check(news["send"] is False, news)
        other.write(type="unregister", address="out.news")
        other.ping()
        bridge.write(type="publish", address="in.relay", body="nobody is there")
        bridge.ping()
        other.ping()
        check(not other.waiting, other.waiting)


def socket_of(port):
    from contextlib import closing

    return closing(Bridge(port))


def served(bridge):
    """The bus asks this client, which answers once well, and once with a failure."""
    bridge.write(type="register", address="out.python")
    bridge.ping()
    bridge.write(type="send", address="in.ask", replyAddress="asked", body="well")
    question = bridge.next(lambda frame: frame.get("address") == "out.python")
    bridge.write(
        type="send", address=question["replyAddress"], body=question["body"] + " answered"
    )
    answer = bridge.next(lambda frame: frame.get("address") == "asked")
    check(answer["body"] == "well answered", answer)
    bridge.write(type="send", address="in.ask", replyAddress="asked", body="badly")
    question = bridge.next(lambda frame: frame.get("address") == "out.python")
    bridge.write(
        type="send", address=question["replyAddress"], failureCode=7, message="no such thing"
    )
    answer = bridge.next(lambda frame: frame.get("address") == "asked")
    check(answer["type"] == "err", answer)
    check(answer["failureCode"] == 7, answer)
    check(answer["message"] == "no such thing", answer)


def main(port):
    with socket_of(port) as bridge:
        bridge.ping()
        requests(bridge)
        errors(bridge)
        published(bridge, port)
        served(bridge)
        check(not bridge.waiting, bridge.waiting)
    print("ok")


main(int(sys.argv[1]))
