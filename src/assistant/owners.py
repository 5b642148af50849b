"""Who owns a conversation, until there are accounts: a browser, by a secret that it keeps, or a user of this machine.

The secret is a cookie that scripts can't read and other sites can't send in a form. Only its digest is kept with the
conversations, so that nobody who reads the catalogue can pass for the browser.
"""

from __future__ import annotations

import getpass
import hashlib
import re
import secrets

COOKIE = "assistant_owner"
_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie
_SECRET = re.compile(rf"(?:^|;)\s*{COOKIE}=([A-Za-z0-9_-]{{43}})\s*(?:;|$)")


def new_secret() -> str:
    """What a browser without one is given: 256 bits by chance."""
    return secrets.token_urlsafe(32)


def secret_in(cookie_header: str | None) -> str | None:
    """The secret in a Cookie header, or None where it holds none of ours."""
    found = _SECRET.search(cookie_header or "")
    return None if found is None else found[1]


def set_cookie(secret: str) -> str:
    """The Set-Cookie header that gives it. Lax, not Strict: a link in an e-mail must not make a new owner."""
    return f"{COOKIE}={secret}; Path=/; Max-Age={_SECONDS}; HttpOnly; SameSite=Lax"


def browser_owner(secret: str) -> str:
    """The owner that a browser with this secret is."""
    return f"browser:{hashlib.sha256(secret.encode()).hexdigest()}"


def local_owner() -> str:
    """The owner that the command line's user is."""
    try:
        return f"user:{getpass.getuser()}"
    except (OSError, KeyError, ImportError):  # no name for the user id, which containers may lack
        return "user:"
