"""Builds the wheel and compares it with what may ship; `python -m tests.packaging.wheel_check dist`.

Run by `make wheel` on this checkout, and by test_wheel.py on a copy with a stray file in it. It builds
with the backend installed here: no isolation, nothing fetched.
"""

import subprocess
import sys
import tempfile
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

PACKAGES = ("assistant", "tools", "prompts", "knowledge", "integrations")
SUFFIXES = (".py", ".md", ".yaml", ".toml", ".json", ".jsonl", ".txt", ".mako", ".sql")
# `*` also matches across folders.
MAY_SHIP = (
    *(f"{package}/*{suffix}" for package in PACKAGES for suffix in SUFFIXES),
    *(
        f"cartographe-*.dist-info/{name}"
        for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    ),
)
SIZE_CAP_BYTES = 25_000_000

ROOT = Path(__file__).resolve().parents[2]


def build_wheel(source: Path, into: Path) -> Path:
    """Build the wheel of the tree `source` and return its path."""
    for earlier in into.glob("cartographe-*.whl"):
        earlier.unlink()
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = into.glob("cartographe-*.whl")
    return wheel


def names_in(wheel: Path) -> list[str]:
    """Every file in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def strangers_in(wheel: Path) -> list[str]:
    """What is in the wheel and on no line of the list of what may ship."""
    return [n for n in names_in(wheel) if not any(fnmatchcase(n, glob) for glob in MAY_SHIP)]


def left_behind(source: Path, wheel: Path) -> list[str]:
    """Files that stand in a package and do not ship: the installed product would miss them."""
    shipped = set(names_in(wheel))
    standing = (p for package in PACKAGES for p in (source / package).rglob("*") if p.is_file())
    names = (p.relative_to(source).as_posix() for p in standing if "__pycache__" not in p.parts)
    return sorted(n for n in names if n not in shipped)


def install(wheel: Path, target: Path) -> None:
    """Install the wheel alone, without what it depends on, into a folder of its own."""
    options = ["--quiet", "--offline", "--no-deps", "--no-index", "--target", str(target)]
    command = [sys.executable, "-m", "uv", "pip", "install", "--python", sys.executable, *options]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)


def import_folders(target: Path) -> set[str]:
    """The folders the five packages come from when `target` stands first on the path."""
    code = (
        f"import sys; sys.path.insert(0, {str(target)!r})\n"
        "import importlib, pathlib\n"
        f"for name in {PACKAGES!r}:\n"
        "    print(pathlib.Path(importlib.import_module(name).__file__).parent.parent)\n"
    )
    command = [sys.executable, "-P", "-B", "-W", "error", "-c", code]
    answer = subprocess.run(command, cwd=target, check=True, capture_output=True, text=True)
    return set(answer.stdout.split("\n")) - {""}


def faults_of(wheel: Path, source: Path) -> list[str]:
    """Everything wrong with the wheel, one sentence each."""
    faults = [f"{name} ships, and nothing says it may." for name in strangers_in(wheel)]
    faults += [
        f"{name} stands in a package and does not ship." for name in left_behind(source, wheel)
    ]
    size_bytes = wheel.stat().st_size
    if size_bytes > SIZE_CAP_BYTES:
        faults.append(f"It weighs {size_bytes:,} bytes, more than {SIZE_CAP_BYTES:,}.")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder).resolve()
        install(wheel, target)
        faults += [
            f"Installed, a package loads from {f}." for f in import_folders(target) - {str(target)}
        ]
    return faults


def main() -> int:
    """Build into the folder named on the command line and say what is wrong with it, if anything."""
    into = ROOT / (sys.argv[1] if len(sys.argv) > 1 else "dist")
    wheel = build_wheel(ROOT, into)
    faults = faults_of(wheel, ROOT)
    for fault in faults:
        print(f"{wheel.name}: {fault}")
    if not faults:
        print(
            f"{wheel.name}: {len(names_in(wheel))} files, {wheel.stat().st_size / 1e6:.1f} MB, as it should be."
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
