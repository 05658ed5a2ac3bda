"""Headers that tell the browser what a page of ours may do: next to nothing."""

from __future__ import annotations

from assistant.page.origins import Origins

PLAIN = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-dns-prefetch-control": "off",
}
_SHARED = (
    "default-src 'none'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'none'; base-uri {base}; object-src 'none'; "
    "frame-src 'self'; {scripts}; {styles}; frame-ancestors {ancestors}"
)


def policy(path: str, origins: Origins, nonce: str, *, refused: bool = False) -> str:
    """The Content-Security-Policy of a path.

    Gradio's frame (only "/") needs its inline configuration, let in by a nonce, and inline styles.
    No page may evaluate text as a script, load anything from another host, or send a form.
    """
    framed = path == "/embed"
    ancestors = "*" if refused else origins.ancestors if framed else "'self'"
    if path == "/":
        scripts, styles, base = (
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self' 'unsafe-inline'",
            "'self'",
        )
    else:
        scripts, styles, base = "script-src 'self'", "style-src 'self'", "'none'"
    text = _SHARED.format(base=base, scripts=scripts, styles=styles, ancestors=ancestors)
    return text if path == "/" else f"{text}; require-trusted-types-for 'script'"
