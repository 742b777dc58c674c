"""The embedded servers: they start when asked, end with their last user, and get over what yesterday left behind."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from logistics.embedded import orphans, place, servers
from logistics.embedded.postgres import Postgres
from logistics.embedded.redis_server import Redis
from logistics.embedded.server import HOST, works_in
from tests.settings import CHECKOUT
from tests.waiting import PATIENCE, wait_until

USER = """
import sys
from logistics.embedded import servers
print(servers.redis_url(sys.argv[1]), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data_dir(tmp_path):
    folder = tmp_path / "data"
    yield folder
    servers.leave(folder)
    forget(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A DATA_DIR whose PostgreSQL has been made and stopped: making it takes longest."""
    folder = tmp_path_factory.mktemp("made") / "data"
    server = Postgres(folder, throwaway=True)
    server.stop(server.start())
    yield folder
    forget(folder)


@pytest.fixture
def running():
    """Start servers without a keeper; whatever happens, they end with the test."""
    started = []

    def start(server):
        process = server.start()
        started.append((server, process))
        return process

    yield start
    for server, process in started:
        server.stop(process)


def forget(folder):
    """Remove what root keeps outside DATA_DIR."""
    if os.geteuid() == 0:
        base = place.home(folder, "redis").parent
        shutil.rmtree(base)
        place.note_beside(base).unlink()


def user(folder):
    """Start another process that uses the Redis of ``folder`` until its input is closed."""
    command = [sys.executable, "-c", USER, str(folder)]
    return subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def address(process):
    return process.stdout.readline().strip()


def end(process):
    process.stdin.close()
    process.stdout.close()
    process.wait(PATIENCE)


def answers(url):
    try:
        with redis.Redis.from_url(url, socket_timeout=5, retry=Retry(NoBackoff(), 0)) as client:
            return client.ping()
    except redis.ConnectionError:
        return False


def processes_of(server):
    return [process for process in psutil.process_iter() if works_in(process, server.home)]


def keeper_of(folder):
    [keeper] = [process for process in psutil.Process().children() if str(folder) in command_of(process)]
    return keeper


def command_of(process):
    """Return the command line of a process, empty when it ends just now."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def query(server, statement):
    with psycopg.connect(server.url(), autocommit=True) as connection:
        answer = connection.execute(statement)
        return answer.fetchall() if answer.description else None


def test_a_server_runs_until_its_last_user_has_ended(data_dir):
    first, second = user(data_dir), user(data_dir)
    url = address(first)
    same = address(second) == url

    end(first)
    time.sleep(1)
    still_there = answers(url)
    end(second)

    assert same and still_there
    wait_until(lambda: not answers(url), "the end of Redis")


def test_a_server_ends_even_when_its_user_is_killed(data_dir):
    killed = user(data_dir)
    url = address(killed)

    killed.kill()
    end(killed)

    wait_until(lambda: not answers(url), "the end of Redis")


def test_many_starters_at_once_share_one_server(data_dir):
    starters = [user(data_dir) for _ in range(4)]

    with ThreadPoolExecutor() as pool:
        addresses = set(pool.map(address, starters))
    count = len(processes_of(Redis(data_dir)))
    for starter in starters:
        end(starter)

    assert len(addresses) == 1
    assert count == 1


def test_a_killed_server_is_started_again_at_the_same_address(data_dir):
    url = servers.redis_url(data_dir)
    [server] = processes_of(Redis(data_dir))

    server.kill()

    wait_until(lambda: not server.is_running(), "the end of the server")
    wait_until(lambda: answers(url), "Redis")


def test_a_server_whose_keeper_was_killed_gets_a_new_one(data_dir):
    url = servers.redis_url(data_dir)
    [before] = processes_of(Redis(data_dir))
    keeper = keeper_of(data_dir)

    keeper.kill()
    keeper.wait(PATIENCE)
    again = servers.redis_url(data_dir)

    [after] = processes_of(Redis(data_dir))
    assert again == url
    assert answers(url)
    assert after.pid != before.pid


def test_leaving_waits_until_the_server_has_ended(data_dir):
    url = servers.redis_url(data_dir)

    servers.leave(data_dir)

    assert not answers(url)


def test_a_taken_port_is_left_to_whoever_took_it(data_dir, running):
    server = Redis(data_dir)
    server.stop(server.start())
    taken = server.notes()["port"]

    with socket.create_server((HOST, taken)):
        running(server)

    assert server.notes()["port"] != taken
    assert answers(server.url())


def test_the_port_stays_from_one_start_to_the_next(data_dir, running):
    server = Redis(data_dir)
    server.stop(server.start())
    url = server.url()

    running(server)

    assert server.url() == url


def test_redis_asks_for_its_password(data_dir, running):
    server = Redis(data_dir)
    running(server)

    with socket.create_connection((HOST, server.notes()["port"])) as stranger:
        stranger.sendall(b"PING\r\n")
        answer = stranger.recv(100)

    assert answer.startswith(b"-NOAUTH")


def test_chinese_has_trigrams(made, running):
    server = Postgres(made, throwaway=True)
    running(server)

    query(server, "CREATE EXTENSION IF NOT EXISTS pg_trgm")

    assert query(server, "SELECT cardinality(show_trgm('水龙头'))") == [(4,)]
    locale = query(server, "SELECT datctype, datlocprovider FROM pg_database WHERE datname = current_database()")
    assert locale == [("C.UTF-8", "b")]


def test_the_owner_of_the_database_is_not_a_superuser(made, running):
    server = Postgres(made, throwaway=True)
    running(server)

    assert query(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]


def test_a_killed_postgres_comes_back_with_what_was_committed(made, running):
    server = Postgres(made)
    process = server.start()
    query(server, "CREATE TABLE IF NOT EXISTS kept (word text)")
    query(server, "TRUNCATE kept")
    query(server, "INSERT INTO kept VALUES ('扳手')")
    process.kill()
    process.wait()

    running(server)

    assert query(server, "SELECT word FROM kept") == [("扳手",)]


def test_a_pid_file_of_yesterday_that_names_a_stranger_does_not_hinder(made, running):
    server = Postgres(made, throwaway=True)
    process = server.start()
    pid_file = server.cluster / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    process.kill()
    process.wait()
    lines[0] = str(os.getpid())
    pid_file.write_text("\n".join(lines))

    running(server)

    assert server.answers()


def test_a_postgres_left_running_is_ended_before_the_next_starts(made, running):
    server = Postgres(made, throwaway=True)
    left = server.start()

    running(server)

    assert left.wait(PATIENCE) == 0
    assert server.answers()


def test_a_cluster_whose_password_is_lost_is_set_aside_not_overwritten(made, running):
    server = Postgres(made, throwaway=True)
    server.notes_file.unlink()

    running(server)

    [aside] = server.home.glob("cluster-before-*")
    assert (aside / "PG_VERSION").exists()
    assert query(server, "SELECT 1") == [(1,)]


def test_a_cluster_of_another_version_is_refused_with_a_sentence(made):
    server = Postgres(made, throwaway=True)
    version = server.cluster / "PG_VERSION"
    before = version.read_text()
    version.write_text("17\n")

    with pytest.raises(place.EmbeddedError, match="made by PostgreSQL 17"):
        server.start()

    version.write_text(before)


def test_passwords_are_for_our_eyes_only_and_existing_folders_keep_their_permissions(tmp_path, running):
    tmp_path.chmod(0o711)
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o750)
    data_dir.chmod(0o750)
    server = Redis(data_dir)

    running(server)

    assert [mode(path) for path in [tmp_path, data_dir, server.folder, server.notes_file, server.home]] == [
        0o711,
        0o750,
        0o700,
        0o600,
        0o700,
    ]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands servers over")
def test_root_hands_the_servers_to_an_unprivileged_account(data_dir, running):
    process = running(Redis(data_dir))

    status = psutil.Process(process.pid)

    assert status.uids().real == place.account().pw_uid != 0
    assert status.gids().real == place.account().pw_gid
    assert set(os.getgrouplist("root", 0)).isdisjoint(groups_of(process.pid))


def groups_of(pid):
    with open(f"/proc/{pid}/status") as status:
        [line] = [line for line in status if line.startswith("Groups:")]
    return {int(group) for group in line.split()[1:]}


def test_the_secret_key_is_made_once_and_private(tmp_path):
    key = servers.secret_key(tmp_path)

    assert servers.secret_key(tmp_path) == key
    assert len(key) > 50
    assert mode(tmp_path / "secret_key") == 0o600


def test_a_keeper_asked_to_end_stops_its_server(data_dir):
    url = servers.redis_url(data_dir)
    keeper = keeper_of(data_dir)

    keeper.send_signal(signal.SIGTERM)
    keeper.wait(PATIENCE)

    assert not answers(url)


# --- what is left when root deletes a DATA_DIR -------------------------------------------------------------------------

only_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user keeps everything below DATA_DIR")


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """A place for root's files of its own, on a machine whose temporary folder is elsewhere."""
    monkeypatch.setattr(place, "SHARED", tmp_path / "shared")
    monkeypatch.setattr(orphans.tempfile, "gettempdir", lambda: "/nowhere")
    return place.SHARED


def make_home(data_dir, *, days_ago):
    """Make the folders of a PostgreSQL that ran for ``data_dir`` and stopped some days ago."""
    data_dir.mkdir(parents=True, exist_ok=True)
    home = place.home(data_dir, "postgres")
    control = home / "cluster" / "global" / "pg_control"
    control.parent.mkdir(parents=True)
    control.write_text("")
    os.utime(control, (time.time() - days_ago * 86400,) * 2)
    return home


@only_as_root
def test_files_of_a_deleted_data_dir_are_removed_a_week_after_their_last_use(shared, tmp_path):
    old, recent, living = (tmp_path / name for name in ("old", "recent", "living"))
    homes = [make_home(old, days_ago=8), make_home(recent, days_ago=1), make_home(living, days_ago=99)]
    old.rmdir()
    recent.rmdir()

    sentences = orphans.tidy()

    assert [home.exists() for home in homes] == [False, True, True]
    assert sorted(sentence.split()[0] == "Removed" for sentence in sentences) == [False, True]
    assert not place.note_beside(homes[0].parent).exists()


@only_as_root
def test_two_that_tidy_at_once_do_so_one_after_the_other(shared, tmp_path):
    data_dirs = [tmp_path / f"old-{number}" for number in range(30)]
    homes = [make_home(data_dir, days_ago=8) for data_dir in data_dirs]
    for data_dir in data_dirs:
        data_dir.rmdir()

    with ThreadPoolExecutor() as pool:
        said = [*pool.map(lambda _one: orphans.tidy(), range(4))]

    assert not any(home.exists() for home in homes)
    assert sorted(map(len, said)) == [0, 0, 0, 30]


@only_as_root
def test_files_that_vanish_while_they_are_removed_stop_nothing(shared, tmp_path, monkeypatch):
    home = make_home(tmp_path / "old", days_ago=8)
    (tmp_path / "old").rmdir()
    remove, tries = shutil.rmtree, []

    def vanishing(folder):
        tries.append(folder)
        if len(tries) == 1:
            raise FileNotFoundError(folder)
        remove(folder)

    monkeypatch.setattr(orphans.shutil, "rmtree", vanishing)

    (sentence,) = orphans.tidy()

    assert (sentence.split()[0], home.exists(), len(tries)) == ("Removed", False, 2)


@only_as_root
@pytest.mark.parametrize("above", ["missing", "empty"])
def test_files_are_kept_where_the_disk_of_data_dir_may_not_be_mounted(shared, tmp_path, above):
    data_dir = tmp_path / "disk" / "data"
    home = make_home(data_dir, days_ago=99)
    shutil.rmtree(data_dir if above == "empty" else data_dir.parent)

    sentences = orphans.tidy()

    assert (home.exists(), str(data_dir) in sentences[0]) == (True, True)


@only_as_root
def test_what_belonged_below_the_temporary_folder_goes_at_once(shared, tmp_path, monkeypatch):
    monkeypatch.setattr(orphans.tempfile, "gettempdir", lambda: str(tmp_path))
    home = make_home(tmp_path / "gone", days_ago=0)
    (tmp_path / "gone").rmdir()

    orphans.tidy()

    assert not home.exists()


@only_as_root
def test_a_cluster_whose_password_is_lost_is_an_orphan_beside_the_one_in_use(shared, tmp_path):
    home = make_home(tmp_path / "living", days_ago=8)
    (home / "cluster").rename(home / "cluster-before-1")

    orphans.tidy()

    assert (home.exists(), (home / "cluster-before-1").exists()) == (True, False)


@only_as_root
def test_a_folder_in_which_a_process_works_is_left_alone(shared, tmp_path):
    home = make_home(tmp_path / "gone", days_ago=8)
    (tmp_path / "gone").rmdir()
    working = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd=home)

    sentences = orphans.tidy()

    working.communicate(b"\n")
    assert (sentences, home.exists()) == ([], True)
