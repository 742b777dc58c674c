"""A mail server of its own that keeps what it is sent."""

import email
import email.policy
import socketserver
import threading


class MailSink:
    """``mails`` holds each message it took, in the order they came."""

    def __init__(self):
        self.mails = []
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler(), bind_and_activate=True)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server.server_address[1]}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def _handler(sink):
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.answer("220 sink")
                for line in self.rfile:
                    word = line[:4].upper()
                    if word == b"DATA":
                        self.answer("354 go on")
                        sink.mails.append(self.message())
                    self.answer("221 bye" if word == b"QUIT" else "250 ok")
                    if word == b"QUIT":
                        return

            def message(self):
                lines = iter(self.rfile.readline, b".\r\n")
                return email.message_from_bytes(b"".join(lines), policy=email.policy.default)

            def answer(self, text):
                self.wfile.write(f"{text}\r\n".encode())

        return Handler
