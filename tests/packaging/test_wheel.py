"""What ships is what may ship, and it works away from the checkout."""

import shutil
import tomllib
from pathlib import Path

import pytest

from tests.packaging.wheel_check import (
    PACKAGES,
    SIZE_CAP_BYTES,
    SUFFIXES,
    build_wheel,
    import_folders,
    install,
    left_behind,
    names_in,
    strangers_in,
)

OTHER_FILES = ("pyproject.toml", "LICENSE", "README.md", "CHANGELOG.md", ".gitignore")


@pytest.fixture(scope="module")
def tree(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the wheel is built from, with a customer's spreadsheet left in a package."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(
            repository / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in OTHER_FILES:
        if (repository / name).exists():
            shutil.copy(repository / name, copy / name)
    (copy / "knowledge" / "customers.xlsx").write_bytes(b"PK\x03\x04 Dana Ruiz, 06 00 00 00 00")
    return copy


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the copy."""
    return build_wheel(tree, tmp_path_factory.mktemp("wheel"))


def test_a_customers_spreadsheet_left_in_a_package_does_not_ship(wheel: Path) -> None:
    assert "knowledge/__init__.py" in names_in(wheel)
    assert not [name for name in names_in(wheel) if name.endswith("customers.xlsx")]


def test_nothing_ships_that_is_not_on_the_list(wheel: Path) -> None:
    assert strangers_in(wheel) == []


def test_every_other_file_that_stands_in_a_package_ships(tree: Path, wheel: Path) -> None:
    assert left_behind(tree, wheel) == ["knowledge/customers.xlsx"]


def test_the_list_and_the_build_settings_name_the_same_kinds_of_file(repository: Path) -> None:
    settings = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    target = settings["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert tuple(target["packages"]) == PACKAGES
    assert target["exclude"] == ["*", *(f"!*{suffix}" for suffix in SUFFIXES)]


def test_the_wheel_stays_under_its_size_cap(wheel: Path) -> None:
    assert wheel.stat().st_size < SIZE_CAP_BYTES


def test_the_five_packages_import_from_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    install(wheel, tmp_path)
    assert import_folders(tmp_path) == {str(tmp_path)}


def test_the_wheel_brings_the_command(wheel: Path, tmp_path: Path) -> None:
    install(wheel, tmp_path)
    (entry_points,) = tmp_path.glob("cartographe-*.dist-info/entry_points.txt")
    assert "carto = integrations.cli.main:main" in entry_points.read_text(encoding="utf-8")
