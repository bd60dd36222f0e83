"""Jupyter's messages on the wire, over ZeroMQ.

https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
"""
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
DELIMITER = b"<IDS|MSG>"


@dataclass
class Message:
    """One message. `header` and `content` stay bytes until needed: a chart may be large."""

    header: bytes
    content: bytes
    parent: dict = field(default_factory=dict)
    metadata: dict = field(default_factory=dict)
    buffers: list = field(default_factory=list)
    idents: list = field(default_factory=list)

    def __post_init__(self):
        self.head = json.loads(self.header)
        self.type = self.head["msg_type"]
        self.id = self.head["msg_id"]

    @property
    def data(self):
        """The content."""
        return json.loads(self.content)


class Wire:
    """Signs messages, and rejects those without a valid signature."""

    def __init__(self, key):
        self.key = key.encode()
        self.session = uuid.uuid4().hex

    def make(self, kind, content, parent=None):
        """Makes a message from the relay."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "session": self.session,
            "username": "tributary",
            "date": datetime.now(timezone.utc).isoformat(),
            "msg_type": kind,
            "version": "5.3",
        }
        return Message(json.dumps(header).encode(), json.dumps(content).encode(), parent or {})

    def read(self, frames):
        """Parses a message from frames; None if its signature is wrong."""
        try:
            at = frames.index(DELIMITER)
            sign, header, parent, metadata, content = frames[at + 1 : at + 6]
            if not hmac.compare_digest(sign, self._sign([header, parent, metadata, content])):
                return None
            parent, metadata = json.loads(parent or b"{}"), json.loads(metadata or b"{}")
            return Message(header, content, parent, metadata, frames[at + 6 :], frames[:at])
        except (KeyError, ValueError):
            return None

    def frames(self, message):
        """The signed frames of a message."""
        parts = [message.header, _json(message.parent), _json(message.metadata), message.content]
        return [*message.idents, DELIMITER, self._sign(parts), *parts, *message.buffers]

    def _sign(self, parts):
        if not self.key:
            return b""
        return hmac.new(self.key, b"".join(parts), hashlib.sha256).hexdigest().encode()


def _json(value):
    return json.dumps(value).encode()
