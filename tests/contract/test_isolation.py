"""No test reaches the network, or sees the settings and keys of the person who runs it."""

import os
import socket

import pytest
from pytest_socket import SocketConnectBlockedError

from training.settings import Settings, load_settings

ELSEWHERE = ("203.0.113.1", 80)  # reserved for documentation (RFC 5737): nobody answers there


def test_the_network_is_off() -> None:
    with (
        socket.socket() as connection,
        pytest.warns(UserWarning, match="tried to use"),
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect(ELSEWHERE)


def test_this_machine_is_reachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_settings_are_the_defaults_and_no_key_is_there() -> None:
    assert load_settings() == Settings(_env_file=None)
    assert (load_settings().model, load_settings().port) == ("", 8501)
    assert "OPENAI_API_KEY" not in os.environ
