"""packaging/bootstrap.py: what it decides and how it starts the program. No whole set-up is made: it takes minutes."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "packaging" / "bootstrap.py"
# What the set-up reads, so that a change of it is an update.
WANTED = (
    *("packaging/bootstrap.py", "packaging/constraints.txt", "pyproject.toml"),
    *(f"packaging/locked/{name}.txt" for name in ("program", "tests", "torch")),
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a shell script")


def load(project: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location("bootstrap", project / "packaging" / "bootstrap.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the files that the set-up reads, in a folder whose name has a space, with no .venv."""
    project = tmp_path / "desktop search"
    (project / "packaging" / "locked").mkdir(parents=True)
    for name in WANTED:
        shutil.copy(ROOT / name, project / name)
    return project


def write_program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def finished(project: Path) -> Path:
    """The same with a finished .venv, whose Python tells how it was called."""
    write_program(
        project / ".venv/bin/python",
        'printf "%s\\n" "$PWD" "$VARIABLE" "$@"; echo spoken >&2; exit 7',
    )
    stamp = load(project).current_stamp("run")
    (project / ".venv/bootstrap.json").write_text(json.dumps(stamp))
    return project


def call(project: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "packaging/bootstrap.py"), *arguments]
    environment = {**os.environ, "VARIABLE": "kept"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_it_parses_on_old_pythons_which_are_then_told_that_they_are_too_old() -> None:
    ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 8))


def test_an_old_python_gets_one_sentence(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert load(project).main(["run"]) == 1
    assert capsys.readouterr().err.startswith("Desktop Search needs Python 3.11 or newer; this is Python ")
    assert not (project / ".venv").exists()


def test_it_needs_nothing_but_the_standard_library() -> None:
    imports = [node for node in ast.walk(ast.parse(SOURCE.read_text("utf-8"))) if isinstance(node, ast.Import)]
    names = {alias.name.partition(".")[0] for node in imports for alias in node.names}
    assert names <= sys.stdlib_module_names


@pytest.mark.parametrize("arguments", [(), ("install",), ("--json", "run")])
def test_a_wrong_call_explains_the_right_ones(project: Path, arguments: tuple[str, ...]) -> None:
    done = call(project, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "bootstrap.py run [arguments]" in done.stderr


def test_help_is_no_mistake(project: Path) -> None:
    assert call(project, "--help").returncode == 0


def test_the_program_gets_its_arguments_folder_environment_and_gives_its_exit_code(
    finished: Path, tmp_path: Path
) -> None:
    arguments = ["search", "a b", "--json", "--help", "", "--", "*", "'\"$HOME"]
    done = call(finished, "run", *arguments, cwd=tmp_path)
    assert done.returncode == 7
    assert done.stdout.split("\n")[:-1] == [str(tmp_path), "kept", "-P", "-m", "desktop_search", *arguments]
    assert done.stderr == "spoken\n"


def test_a_signal_reaches_the_program(finished: Path) -> None:
    write_program(finished / ".venv/bin/python", "trap 'exit 42' TERM; echo ready; while :; do sleep 0.05; done")
    command = [sys.executable, str(finished / "packaging/bootstrap.py"), "run"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 42


def test_a_finished_environment_is_ready(finished: Path) -> None:
    bootstrap = load(finished)
    assert bootstrap.is_ready("run")
    assert not bootstrap.is_ready("test")


def test_an_environment_for_the_tests_also_runs_the_program(finished: Path) -> None:
    bootstrap = load(finished)
    bootstrap.STAMP.write_text(json.dumps(bootstrap.current_stamp("test")))
    assert bootstrap.is_ready("run")
    assert bootstrap.is_ready("test")


@pytest.mark.parametrize("name", WANTED)
def test_a_change_of_what_is_wanted_is_an_update_and_no_new_environment(finished: Path, name: str) -> None:
    bootstrap = load(finished)
    with (finished / name).open("a") as file:
        file.write("# more\n")
    assert not bootstrap.is_ready("run")
    assert bootstrap.is_intact(bootstrap.read_stamp())


def test_a_copied_environment_is_not_intact(finished: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(finished, copy, symlinks=True)
    bootstrap = load(copy)
    assert not bootstrap.is_ready("run")
    assert not bootstrap.is_intact(bootstrap.read_stamp())


def test_an_environment_of_another_python_is_not_intact(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (sys.version_info[0], sys.version_info[1] + 1, 0, "final", 0))
    bootstrap = load(finished)
    assert not bootstrap.is_intact(bootstrap.read_stamp())


def test_an_environment_whose_python_is_gone_is_not_intact(finished: Path) -> None:
    python = finished / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    bootstrap = load(finished)
    assert not bootstrap.is_intact(bootstrap.read_stamp())


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"place": ', "\0"])
def test_a_stamp_that_was_half_written_counts_as_none(finished: Path, content: str) -> None:
    bootstrap = load(finished)
    bootstrap.STAMP.write_text(content)
    assert not bootstrap.is_ready("run")
    assert not bootstrap.is_intact(bootstrap.read_stamp())


def test_an_interrupted_set_up_leaves_no_stamp(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = load(finished)
    monkeypatch.setattr(bootstrap, "install_system_packages", lambda purpose: None)

    def interrupt(purpose: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "install_packages", interrupt)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.set_up("test")
    assert bootstrap.read_stamp() == {}


def test_a_failed_update_keeps_what_was_there(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = load(finished)
    before = bootstrap.read_stamp()
    monkeypatch.setattr(bootstrap, "install_system_packages", lambda purpose: None)
    monkeypatch.setattr(bootstrap, "install_packages", lambda purpose: "pip said no")
    with pytest.raises(SystemExit, match="pip said no"):
        bootstrap.set_up("test")
    assert bootstrap.read_stamp() == before


def test_an_update_for_the_program_does_not_lose_the_tests(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = load(finished)
    bootstrap.STAMP.write_text(json.dumps({**bootstrap.current_stamp("test"), "content": "older"}))
    monkeypatch.setattr(bootstrap, "install_system_packages", lambda purpose: None)
    monkeypatch.setattr(bootstrap, "install_packages", lambda purpose: "")
    bootstrap.set_up("run")
    assert bootstrap.is_ready("test")


def test_a_new_environment_replaces_what_lay_there(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = load(project)
    (project / ".venv/lib").mkdir(parents=True)
    (project / ".venv/lib/half").touch()
    (project / ".venv/python").symlink_to("/nowhere")
    bootstrap.LOCK.touch()
    made: list[str] = []
    monkeypatch.setattr("venv.EnvBuilder.create", lambda builder, folder: made.append(str(folder)))
    bootstrap.make_environment()
    assert [entry.name for entry in (project / ".venv").iterdir()] == [bootstrap.LOCK.name]
    assert made == [str(project / ".venv")]


def test_the_second_of_two_set_ups_waits_and_then_has_nothing_to_do(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap = load(project)
    begun, made = threading.Event(), []

    def install(purpose: str) -> str:
        write_program(project / ".venv/bin/python", "exit 0")
        made.append(purpose)
        begun.set()
        time.sleep(0.3)
        return ""

    monkeypatch.setattr(bootstrap, "install_system_packages", lambda purpose: None)
    monkeypatch.setattr(bootstrap, "make_environment", lambda: None)
    monkeypatch.setattr(bootstrap, "install_packages", install)
    first = threading.Thread(target=bootstrap.set_up, args=("run",))
    first.start()
    assert begun.wait(10)
    bootstrap.set_up("run")
    first.join()
    assert made == ["run"]
    assert "waiting for it" in capsys.readouterr().err


@pytest.fixture
def machine(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH: what is called from it is written down, a line a call."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    return programs


def add(machine: Path, name: str, script: str = "") -> None:
    write_program(machine / name, f'echo "{name} $*" >> "{machine}/calls"\n{script}')


def calls(machine: Path) -> list[str]:
    written = machine / "calls"
    return written.read_text().splitlines() if written.exists() else []


def test_where_everything_is_there_no_installer_is_called(
    project: Path, machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap = load(project)
    monkeypatch.setattr(bootstrap, "can_load", lambda library: True)
    monkeypatch.setattr(bootstrap, "has_test_module", lambda: True)
    for name in ("apt-get", "env", *bootstrap.TEST_PROGRAMS):
        add(machine, name)
    bootstrap.install_system_packages("test")
    assert calls(machine) == []
    assert capsys.readouterr().err == ""


def test_a_module_that_only_the_tests_need_is_installed_for_them_alone(
    project: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap = load(project)
    monkeypatch.setattr(bootstrap, "can_load", lambda library: True)
    monkeypatch.setattr(bootstrap, "has_test_module", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for name in ("apt-get", "env", *bootstrap.TEST_PROGRAMS):
        add(machine, name)
    bootstrap.install_system_packages("run")
    assert calls(machine) == []
    bootstrap.install_system_packages("test")
    assert " python3-pyatspi" in calls(machine)[-1]


def test_root_installs_by_apt(project: Path, machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = load(project)
    monkeypatch.setattr(bootstrap, "can_load", lambda library: library != "libxcb-cursor.so.0")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    add(machine, "apt-get")
    add(machine, "env")
    bootstrap.install_system_packages("run")
    update, install = calls(machine)
    assert update.endswith("apt-get -o DPkg::Lock::Timeout=120 update")
    assert " install -y --no-install-recommends " in install
    assert " libxcb-cursor0 " in install
    assert "xvfb" not in install


@pytest.mark.parametrize("refused", ["sudo", "apt-get"])
def test_where_apt_may_not_be_used_the_command_is_printed_and_the_set_up_goes_on(
    project: Path, machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], refused: str
) -> None:
    bootstrap = load(project)
    monkeypatch.setattr(bootstrap, "can_load", lambda library: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000 if refused == "sudo" else 0)
    for name in ("apt-get", "env", "sudo"):
        add(machine, name, "exit 1")
    bootstrap.install_system_packages("test")
    prefix = "sudo " if refused == "sudo" else ""
    command = f"{prefix}apt-get install -y --no-install-recommends {bootstrap.APT[2]}"
    assert capsys.readouterr().err.splitlines()[-1] == f"Please run: {command}"


@pytest.mark.parametrize(
    ("installer", "command"),
    [
        ("dnf", "sudo dnf install 'libEGL.so.1()(64bit)' 'libGL.so.1()(64bit)' "),
        ("pacman", "sudo pacman -S --needed libglvnd dbus "),
        ("zypper", "sudo zypper install 'libEGL.so.1()(64bit)' 'libGL.so.1()(64bit)' "),
    ],
)
def test_on_other_systems_the_exact_command_is_printed(
    project: Path,
    machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    installer: str,
    command: str,
) -> None:
    bootstrap = load(project)
    monkeypatch.setattr(bootstrap, "can_load", lambda library: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    add(machine, installer)
    bootstrap.install_system_packages("run")
    assert capsys.readouterr().err.startswith(f"Please run: {command}")
    assert calls(machine) == []


def test_a_python_without_ensurepip_is_told_what_to_install(
    project: Path, machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap = load(project)
    (project / ".venv").mkdir()
    add(machine, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="ensurepip is missing"):
        bootstrap.make_environment()
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert capsys.readouterr().err == f"Please run: sudo apt-get install -y --no-install-recommends {package}\n"


def test_pip_says_its_last_error_in_one_line(project: Path) -> None:
    bootstrap = load(project)
    log = "Collecting torch\nERROR: No matching distribution found for torch==2.13.0\n\n[notice] a new pip\n"
    assert bootstrap.last_words(log) == "ERROR: No matching distribution found for torch==2.13.0"
    assert bootstrap.last_words("") == "nothing"
    offline = f"WARNING: Retrying after NewConnectionError('...')\n{log}"
    assert bootstrap.last_words(offline).startswith("the network cannot be reached. ERROR: No matching")


def test_a_failing_pip_ends_in_one_sentence_and_exit_code_1(project: Path) -> None:
    bootstrap = load(project)
    python = project / ".venv/bin/python"
    write_program(python, 'echo "$@"; echo "ERROR: no space left" >&2; exit 1')
    bootstrap.STAMP.write_text(json.dumps({**bootstrap.current_stamp("test"), "content": "older"}))
    done = call(project, "run")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "The packages could not be installed; pip said: ERROR: no space left" in done.stderr.splitlines()[-1]
    assert "-m pip" in bootstrap.LOG.read_text()


def pip_that_refuses(project: Path, sign: str) -> list[str]:
    """Installs with a stand-in for Python that fails where its arguments hold a sign; the calls that were made."""
    bootstrap = load(project)
    calls = project / "calls"
    write_program(project / ".venv/bin/python", f'echo "$@" >> "{calls}"; case "$*" in *{sign}*) exit 1;; esac')
    bootstrap.install_packages("test")
    return calls.read_text().splitlines()


def test_every_file_is_checked_and_then_the_index_is_not_asked(project: Path) -> None:
    checked, itself = pip_that_refuses(project, "nothing")
    assert "--require-hashes --no-deps" in checked
    assert [name for name in ("program.txt", "torch.txt", "tests.txt") if name not in checked] == []
    assert "--no-index" in itself
    assert itself.endswith("--editable .[test]")


def test_a_torch_that_asks_for_more_gets_it(project: Path) -> None:
    *_, more = pip_that_refuses(project, "--no-index")
    assert "--constraint" in more
    assert "--no-index" not in more


def test_where_a_file_is_not_the_one_that_was_meant_nothing_more_is_tried(project: Path) -> None:
    assert len(pip_that_refuses(project, "--require-hashes")) == 1


def test_every_package_is_pinned_once_for_each_python() -> None:
    lines = [line for line in (ROOT / "packaging/constraints.txt").read_text("utf-8").splitlines() if line]
    pins = [line for line in lines if not line.startswith("#")]
    assert pins[0] == "torch==2.13.0"
    assert [line for line in pins if "==" not in line.partition(";")[0]] == []
    assert len(pins) == len(set(pins))
