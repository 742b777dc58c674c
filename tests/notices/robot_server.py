"""A server that plays the three services: it records what it is told and answers as it is asked to."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

PATHS = {"wecom": "/cgi-bin/webhook/send", "dingtalk": "/robot/send", "feishu": "/open-apis/bot/v2/hook/"}


class RobotServer:
    """``heard`` holds each request; it answers ``answer`` with ``status``, and only once ``hold`` is set."""

    def __init__(self):
        self.heard = []
        self.status = 200
        self.answer = {"errcode": 0, "errmsg": "ok"}
        self.location = ""
        self.hold = threading.Event()
        self.hold.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def host(self):
        return f"127.0.0.1:{self.server.server_port}"

    def address(self, kind, key="abc123"):
        ending = f"?key={key}" if kind == "wecom" else f"?access_token={key}" if kind == "dingtalk" else key
        return f"http://{self.host}{PATHS[kind]}{ending}"

    def texts(self):
        return [heard.text for heard in self.heard]

    def close(self):
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()

    def _handler(robots):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                parts = urlsplit(self.path)
                text = body["content"]["text"] if "content" in body else body["text"]["content"]
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                robots.heard.append(SimpleNamespace(path=parts.path, query=query, body=body, text=text))
                robots.hold.wait(20)
                answer = robots.answer if isinstance(robots.answer, str) else json.dumps(robots.answer)
                self.send_response(robots.status)
                if robots.location:
                    self.send_header("Location", robots.location)
                self.send_header("Content-Length", str(len(answer.encode())))
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, *args):
                pass

        return Handler
