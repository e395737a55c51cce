"""API keys in the system's keyring; environment variables go first, so that servers and tests need no keyring.

Keys never reach settings.json, a project, a log or an error. Where there is no keyring, a key is kept for
this session only.
"""

from __future__ import annotations

import os

import keyring
from keyring.errors import KeyringError

_SERVICE = "EduPulse"
VARIABLES = {"openai": "OPENAI_API_KEY", "hume": "HUME_API_KEY"}
"""Environment variable of each provider's key."""


class Secrets:
    """The keys of providers; calls may wait for the system's unlock prompt, so keep them off the window's thread."""

    def __init__(self) -> None:
        self._for_this_session: dict[str, str] = {}

    def key(self, provider: str) -> str:
        """Return a provider's key, or an empty text if there is none."""
        from_environment = os.environ.get(VARIABLES.get(provider, ""), "")
        if from_environment or provider in self._for_this_session:
            return from_environment or self._for_this_session[provider]
        try:
            return keyring.get_password(_SERVICE, provider) or ""
        except (KeyringError, RuntimeError):
            return ""

    def keep(self, provider: str, key: str) -> bool:
        """Keep a provider's key; return whether it outlives this session."""
        try:
            keyring.set_password(_SERVICE, provider, key)
        except (KeyringError, RuntimeError):
            self._for_this_session[provider] = key
            return False
        self._for_this_session.pop(provider, None)
        return True

    def forget(self, provider: str) -> None:
        """Remove a provider's key from the session and the keyring; no key is no error."""
        self._for_this_session.pop(provider, None)
        try:
            keyring.delete_password(_SERVICE, provider)
        except (KeyringError, RuntimeError):
            return
