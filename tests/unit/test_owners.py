"""Owners: a browser is who holds the secret, and the secret can not be told from the owner."""

from __future__ import annotations

import pytest

from assistant.owners import COOKIE, browser_owner, local_owner, new_secret, secret_in, set_cookie


def test_a_secret_comes_back_from_the_cookie() -> None:
    secret = new_secret()
    assert secret_in(set_cookie(secret).split(";")[0]) == secret
    assert secret_in(f"a=b; {COOKIE}={secret}; c=d") == secret
    assert secret not in browser_owner(secret)
    assert browser_owner(secret) != browser_owner(new_secret())


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "a=b",
        f"{COOKIE}=",
        f"{COOKIE}=short",
        f"x{COOKIE}={'a' * 43}",
        f"{COOKIE}={'a' * 44}",
        f"{COOKIE}={'<' * 43}",
    ],
)
def test_anything_else_is_no_secret(header: str | None) -> None:
    assert secret_in(header) is None


def test_the_local_user_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    assert local_owner().startswith("user:")
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("uid")))
    assert local_owner() == "user:"
