"""`antechamber` starts what is safe to start, and says in one sentence why it starts nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

import antechamber
from antechamber import cli, preparing

PATIENCE = 60.0  # seconds until a test gives up
SAFE = {
    "ANTECHAMBER_SECRET_KEY": "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ANTECHAMBER_ENCRYPTION_KEYS": "abcdefghijklmnopqrstuvwxyz 0123456789 ABCDEFGHIJKLMNOP",
}


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return an environment with nothing of the shell's configuration in it."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ANTECHAMBER_")}
    return inherited | {
        "PYTHONPATH": str(Path(antechamber.__file__).parent.parent),
        "DJANGO_SETTINGS_MODULE": "antechamber.settings",
        "ANTECHAMBER_DATA_DIR": str(folder),
        **variables,
    }


def run(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "antechamber.cli", *words],
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_without_a_command_it_lists_what_it_does(words, capsys):
    assert cli.main(words) == 0
    assert capsys.readouterr().out == f"{cli.USAGE}\n"


def test_it_knows_its_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"antechamber {antechamber.__version__}\n"


@pytest.mark.parametrize(
    ("words", "variables", "sentence"),
    [
        (
            ["check"],
            {"ANTECHAMBER_DEBUG": "perhaps"},
            "antechamber: ANTECHAMBER_DEBUG is 'perhaps'. Write 1 for yes or 0 for no.\n",
        ),
        (
            ["serve"],
            {"ANTECHAMBER_MAIL_URL": "pigeon://roof"},
            (
                "antechamber: ANTECHAMBER_MAIL_URL does not begin with smtp:. "
                "Write smtp://user:password@host:port (or smtps://), or leave it empty.\n"
            ),
        ),
        (
            ["demo"],
            {"ANTECHAMBER_TRUSTED_PROXIES": "x"},
            "antechamber: ANTECHAMBER_TRUSTED_PROXIES is 'x'. Write a whole number, 0 for none.\n",
        ),
    ],
)
def test_unusable_environment_is_one_sentence_and_exit_code_2(words, variables, sentence, tmp_path):
    ended = run(tmp_path, *words, **variables)

    assert (ended.returncode, ended.stderr) == (2, sentence)


def test_unreachable_database_is_one_sentence_and_exit_code_2(tmp_path):
    url = "postgresql://nobody@127.0.0.1:1/nothing"

    ended = run(tmp_path, "serve", **SAFE, ANTECHAMBER_DATABASE_URL=url)

    assert ended.returncode == 2
    assert ended.stderr.startswith("antechamber: The database does not answer: ")
    assert "Traceback" not in ended.stderr


def test_serving_without_keys_is_refused(tmp_path):
    ended = run(tmp_path, "serve")

    assert ended.returncode == 2
    assert "ANTECHAMBER_SECRET_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_serving_without_tables_is_refused(tmp_path):
    ended = run(tmp_path, "serve", **SAFE)

    assert ended.returncode == 2
    assert ended.stderr.endswith(" migrations. Run: antechamber migrate\n")


def test_data_folder_is_made_for_its_owner_alone(tmp_path):
    folder = tmp_path / "new" / "data"

    ended = run(folder, "check", **SAFE)

    assert ended.returncode == 0
    assert folder.stat().st_mode & 0o777 == 0o700


def test_serving_answers_until_it_is_told_to_stop(tmp_path):
    assert run(tmp_path, "migrate", "-v", "0", **SAFE).returncode == 0
    port = preparing.free_port("127.0.0.1", 18_000)
    server = subprocess.Popen(
        [sys.executable, "-m", "antechamber.cli", "serve", "--port", str(port), "--workers", "1"],
        env=environment(tmp_path, **SAFE),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        status = first_answer(port, "/readyz")
    finally:
        server.terminate()
        _out, complaints = server.communicate(timeout=PATIENCE)

    assert (status, server.returncode) == (200, 0)
    assert "Traceback" not in complaints
    assert " ended " not in complaints


def first_answer(port: int, path: str) -> int:
    """Return the status of the first answer that the server gives."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            sleep(0.05)
        finally:
            connection.close()
    raise TimeoutError(path)


def test_taken_port_is_passed_over_for_the_next(taken_port):
    assert preparing.is_free("127.0.0.1", taken_port) is False
    assert preparing.free_port("127.0.0.1", taken_port) in range(taken_port + 1, taken_port + 20)


def test_no_free_port_is_said(monkeypatch, taken_port):
    monkeypatch.setattr(preparing, "PORTS_TRIED", 1)

    assert preparing.free_port("127.0.0.1", taken_port) is None


def test_web_server_alone_leaves_the_rest_to_another_machine():
    alone = cli.programs(cli._serve_options(["--web-only", "--port", "8123"]))
    together = cli.programs(cli._serve_options([]))

    assert [program.name for program in alone] == ["The web server"]
    assert "8123" in alone[0].command
    assert [program.name for program in together] == [
        "The web server",
        "The background worker",
        "The mail deliverer",
        "The timekeeper",
    ]


def test_static_files_are_collected_once(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"

    assert preparing.collect_static_files() is True
    assert preparing.collect_static_files() is False
    assert (tmp_path / "static" / "web" / "antechamber.css").exists()
