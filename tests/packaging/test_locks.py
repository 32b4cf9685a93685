"""The lock files hold versions and hashes and no address, and satisfy pyproject.toml."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RUNTIME, DEV, BOOTSTRAP = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-bootstrap.lock",
)
ADDRESS = re.compile(r"https?://|git\+|file:|--(extra-)?index-url|--find-links", re.IGNORECASE)


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


def blocks(lock: Path) -> Iterator[str]:
    """Each locked package with its hashes, comments left out."""
    lines = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return (line for line in lines if line and not line.lstrip().startswith("#"))


def locked(lock: Path) -> dict[str, set[str]]:
    """The versions of each package; several where platforms differ."""
    versions: dict[str, set[str]] = {}
    for block in blocks(lock):
        requirement = Requirement(block.split("--hash", maxsplit=1)[0].strip())
        (pin,) = requirement.specifier
        assert pin.operator == "==", block
        versions.setdefault(canonicalize_name(requirement.name), set()).add(pin.version)
    return versions


def unsatisfied(wanted: list[str], lock: Path) -> list[str]:
    """The requirements no locked version answers."""
    versions = locked(lock)
    requirements = [Requirement(text) for text in wanted]
    return [
        str(r)
        for r in requirements
        if not any(r.specifier.contains(v) for v in versions.get(canonicalize_name(r.name), ()))
    ]


@pytest.mark.parametrize("name", [RUNTIME, DEV, BOOTSTRAP])
def test_a_lock_holds_no_address(repository: Path, name: str) -> None:
    assert ADDRESS.findall((repository / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", [RUNTIME, DEV, BOOTSTRAP])
def test_every_locked_package_has_a_hash(repository: Path, name: str) -> None:
    assert [block for block in blocks(repository / name) if "--hash=sha256:" not in block] == []


def test_the_runtime_lock_answers_every_dependency(
    repository: Path, project: dict[str, Any]
) -> None:
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    assert unsatisfied(wanted, repository / RUNTIME) == []


def test_the_development_lock_answers_every_dependency(
    repository: Path, project: dict[str, Any]
) -> None:
    metadata = project["project"]
    wanted = metadata["dependencies"] + metadata["optional-dependencies"]["dev"]
    assert unsatisfied(wanted, repository / DEV) == []


def test_the_bootstrap_lock_holds_the_fast_installer_alone(
    repository: Path, project: dict[str, Any]
) -> None:
    assert set(locked(repository / BOOTSTRAP)) == {"uv"}
    assert unsatisfied(project["dependency-groups"]["bootstrap"], repository / BOOTSTRAP) == []


@pytest.mark.parametrize("name", [RUNTIME, BOOTSTRAP])
def test_a_smaller_lock_is_a_part_of_the_development_lock(repository: Path, name: str) -> None:
    everything = locked(repository / DEV)
    assert {p: v for p, v in locked(repository / name).items() if everything.get(p) != v} == {}


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml"])
def test_no_lock_of_a_kind_that_holds_addresses_is_kept(repository: Path, name: str) -> None:
    assert not (repository / name).exists()
