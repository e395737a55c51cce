"""Tests about the code itself: what linters and import contracts cannot see."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "edupulse_desktop"
BANNED_NAMES = {
    "utils", "util", "helpers", "common", "misc", "core", "base", "manager", "handler", "service", "types", "constants",
}  # fmt: skip
LARGEST_MODULE_LINES = 350
LONGEST_FUNCTION_LINES = 40
LAZY_IMPORTS_ALLOWED = {"services/catalogue.py", "store/migrating.py"}
NESTED_LOOPS_ALLOWED = {"ui/run.py"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def is_migration(path: Path) -> bool:
    return "migrations/versions" in named(path)


def test_every_module_says_what_lives_in_it() -> None:
    silent = [named(path) for path in modules() if not ast.get_docstring(tree(path))]
    assert silent == []


def test_every_package_says_what_it_may_import_and_where_to_start() -> None:
    packages = [path for path in modules() if path.name == "__init__.py" and path.parent != PACKAGE]
    vague = [
        named(path)
        for path in packages
        if not is_migration(path)
        and not all(
            word in (ast.get_docstring(tree(path)) or "") for word in ("May import:", "Start reading at")
        )
    ]
    assert vague == []


def test_package_files_hold_no_logic() -> None:
    busy = [
        named(path)
        for path in modules()
        if path.name == "__init__.py"
        and any(
            isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
            for node in tree(path).body
        )
    ]
    assert busy == []


def test_no_drawer_for_everything() -> None:
    drawers = [named(path) for path in PACKAGE.rglob("*") if path.stem in BANNED_NAMES]
    assert drawers == []


def test_rooms_are_small() -> None:
    large = {
        named(path): lines
        for path in modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > LARGEST_MODULE_LINES
    }
    assert large == {}


def test_functions_are_short() -> None:
    long = {
        f"{named(path)}:{node.name}": lines
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := length_without_docstring(node)) > LONGEST_FUNCTION_LINES
    }
    assert long == {}


def length_without_docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_imports_stand_at_the_top() -> None:
    hidden = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        if named(path) not in LAZY_IMPORTS_ALLOWED
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_nested_event_loops() -> None:
    nested = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        if named(path) not in NESTED_LOOPS_ALLOWED
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"exec", "exec_", "processEvents"}
    ]
    assert nested == []


def test_protocols_say_their_types() -> None:
    vague = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        for kind in ast.walk(tree(path))
        if isinstance(kind, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in kind.bases)
        for node in ast.walk(kind)
        if isinstance(node, ast.Name) and node.id == "Any"
    ]
    assert vague == []


def test_no_type_is_exempt() -> None:
    exempt = [named(path) for path in modules() if "type: ignore" in path.read_text("utf-8")]
    assert exempt == []


def test_the_map_names_every_room() -> None:
    described = ast.get_docstring(tree(PACKAGE / "__init__.py")) or ""
    rooms = {
        path.name if path.is_dir() else path.stem
        for path in PACKAGE.iterdir()
        if not path.name.startswith(("_", "."))
    }
    missing = sorted(room for room in rooms if not re.search(rf"\b{room}\b", described))
    assert missing == []


def headless_modules() -> Iterator[str]:
    for path in modules():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        of_window = name.startswith("edupulse_desktop.ui") or name.endswith("__main__")
        if not of_window and not is_migration(path) and "migrations.env" not in name:
            yield name


def test_everything_but_the_window_and_the_typesetter_works_without_qt() -> None:
    """The typesetter is replaced as well, so that nothing else reaches Qt around it."""
    names = [name for name in headless_modules() if name != "edupulse_desktop.media.typesetter"]
    script = (
        "import sys, types, importlib\n"
        "sys.modules['PySide6'] = None\n"
        "class Stand(types.ModuleType):\n"
        "    def __getattr__(self, name): return type(name, (), {})\n"
        "sys.modules['edupulse_desktop.media.typesetter'] = Stand('typesetter')\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_lock_has_hashes_and_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    pinned = re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)
    assert len(pinned) > 50
    assert all(
        "--hash=sha256:" in block for block in re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    )


NAMED_PACKAGES = {
    "pyside6", "sqlalchemy", "openai", "hume", "ffmpeg-python", "pillow", "qasync", "platformdirs", "pytest-qt", "pyinstaller",
}  # fmt: skip


def test_the_packages_the_user_named_are_declared_and_locked() -> None:
    declared = (ROOT / "pyproject.toml").read_text().split("[project.optional-dependencies]")[0]
    locked = (ROOT / "requirements.lock").read_text()
    for package in NAMED_PACKAGES:
        assert f'"{package}' in declared
        assert re.search(rf"^{package}==", locked, re.MULTILINE)


def test_the_tree_has_the_agreed_top_level() -> None:
    agreed = {
        "pyproject.toml", "edupulse_desktop", "resources", "tests", "packaging", "README.md", "LICENSE",
        "THIRD_PARTY_NOTICES.md", "CHANGELOG.md", "requirements.lock",
    }  # fmt: skip
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in found if not name.startswith(".")} <= agreed
