from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from edupulse_desktop.settings.secrets import Secrets


class KeyringInMemory(KeyringBackend):
    """A keyring that works, as desktops have one."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture(autouse=True)
def no_keys_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("HUME_API_KEY", raising=False)


def with_keyring(backend: KeyringBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keyring.get_keyring()
    monkeypatch.setattr(keyring.core, "_keyring_backend", before)
    keyring.set_keyring(backend)


def test_a_key_is_kept_in_the_keyring_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    with_keyring(KeyringInMemory(), monkeypatch)
    assert Secrets().keep("hume", "canary-123")
    assert Secrets().key("hume") == "canary-123"
    assert not [path for path in own_home.rglob("*") if path.is_file()]
    Secrets().forget("hume")
    Secrets().forget("hume")
    assert Secrets().key("hume") == ""


def test_without_a_keyring_a_key_lasts_for_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    with_keyring(NoKeyring(), monkeypatch)
    secrets = Secrets()
    assert not secrets.keep("openai", "canary-123")
    assert secrets.key("openai") == "canary-123"
    assert Secrets().key("openai") == ""
    secrets.forget("openai")
    assert secrets.key("openai") == ""


def test_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with_keyring(KeyringInMemory(), monkeypatch)
    Secrets().keep("openai", "from-keyring")
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
    assert Secrets().key("openai") == "from-environment"
