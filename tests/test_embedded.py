"""The embedded servers: start, reuse, survive, end. On a cluster of their own in a temporary folder."""

import os
import shutil
import signal
import subprocess
import threading

import psycopg
import pytest
import redis

from cppcc.embedded import Services
from cppcc.processes import process_state, servers_in


@pytest.fixture
def services(tmp_path):
    services = Services(tmp_path / "var")
    yield services
    services.remove()


def query(services, statement):
    with psycopg.connect(services.database_url(), connect_timeout=5, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def postmaster(services):
    return int((services.pg_data / "postmaster.pid").read_text().split()[0])


def valkey(services):
    (pid,) = servers_in(services.valkey_data, "valkey-server")
    return pid


def test_addresses_start_nothing(services):
    assert services.database_url() == services.database_url()
    assert str(services.run) in services.redis_url()
    assert not services.pg_data.exists()
    assert not services.running()


def test_password_is_private_and_stable(services):
    first = services.password()
    assert (services.base / "postgres.secret").stat().st_mode & 0o777 == 0o600
    assert Services(services.base).password() == first
    assert len(first) == 32


def test_life_of_the_servers(services):
    services.ensure()
    head, broker = postmaster(services), valkey(services)
    assert services.running()
    assert query(services, "select lower('É') || current_setting('server_encoding')") == "éUTF8"
    assert query(services, "show fsync") == "on"
    assert query(services, "show listen_addresses") == ""

    services.ensure()  # again: the same processes
    assert (postmaster(services), valkey(services)) == (head, broker)

    query(services, "create table kept as select 7 as n")
    redis.Redis.from_url(services.redis_url()).set("kept", "7")
    for pid in (head, broker):  # a power cut, nearly
        os.kill(pid, signal.SIGKILL)
    services.ensure()
    assert query(services, "select n from kept") == 7
    assert redis.Redis.from_url(services.redis_url()).get("kept") == b"7"

    services.stop()
    assert not services.running()
    assert servers_in(services.pg_data, "postgres") == []
    assert servers_in(services.valkey_data, "valkey-server") == []

    services.ensure()  # after a clean stop: data kept
    assert query(services, "select n from kept") == 7


def test_data_folder_deleted_under_the_running_servers(services):
    services.ensure()
    old = [postmaster(services), valkey(services)]
    shutil.rmtree(services.base)
    services.ensure()
    assert query(services, "select 1") == 1
    assert [process_state(pid) in ("", "Z") for pid in old] == [True, True]


def test_two_starts_at_once(services):
    troubles = []

    def start():
        try:
            Services(services.base).ensure()
        except BaseException as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert query(services, "select 1") == 1
    assert len(servers_in(services.valkey_data, "valkey-server")) == 1


def test_stale_pid_file_of_another_process_does_not_block(services):
    services.ensure()
    services.stop()
    other = subprocess.Popen(["sleep", "60"])
    try:
        (services.pg_data / "postmaster.pid").write_text(f"{other.pid}\n{services.pg_data}\n")
        services.ensure()
        assert query(services, "select 1") == 1
        services.stop()
        assert other.poll() is None  # not ours, not touched
    finally:
        other.kill()
        other.wait()


def test_throwaway_cluster_trades_durability_for_speed(tmp_path):
    services = Services(tmp_path / "var", throwaway=True, valkey=False)
    try:
        services.ensure()
        assert query(services, "show fsync") == "off"
    finally:
        services.remove()
    assert not services.base.exists()
    assert not services.run.exists()
