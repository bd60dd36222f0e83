"""The relay's side towards Jupyter: the sockets of the channels, and the heartbeat."""
import threading

import zmq

from wire import CHANNELS


class Front:
    """Binds Jupyter's channels. `sockets` are all of them but the heartbeat's."""

    def __init__(self, context, connection, wire):
        self.context, self.connection, self.wire = context, connection, wire
        self.sockets = {name: self._bind(name) for name in CHANNELS if name != "hb"}
        threading.Thread(target=self._beat, daemon=True).start()

    def send(self, channel, message):
        """Sends a message unchanged."""
        self.sockets[channel].send_multipart(self.wire.frames(message))

    def publish(self, kind, content, request):
        """Publishes a message about a request to all clients."""
        self.send("iopub", self.wire.make(kind, content, request.head))

    def answer(self, channel, request, kind, content):
        """Replies to a request."""
        message = self.wire.make(kind, content, request.head)
        message.idents = request.idents
        self.send(channel, message)

    def close(self):
        for socket in self.sockets.values():
            socket.close()

    def _bind(self, name):
        kind = {"iopub": zmq.PUB, "hb": zmq.REP}.get(name, zmq.ROUTER)
        socket = self.context.socket(kind)
        socket.linger = 1000
        socket.rcvhwm = socket.sndhwm = 0  # never drop
        transport, ip = self.connection["transport"], self.connection["ip"]
        mark = "-" if transport == "ipc" else ":"
        socket.bind(f"{transport}://{ip}{mark}{self.connection[f'{name}_port']}")
        return socket

    def _beat(self):
        """Answers heartbeats in a separate thread: a busy relay is not a dead kernel."""
        socket = self._bind("hb")
        try:
            while True:
                socket.send(socket.recv())
        except zmq.ContextTerminated:
            socket.close(0)
