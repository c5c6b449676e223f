"""What a browser is told, per family of routes (`python -m tests.access.header_table` prints it).

Source: the Mozilla Observatory, https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
"""

from collections.abc import Mapping
from types import MappingProxyType

_OURS = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:{images}; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types default voc-inert; "
    "frame-ancestors {frames}"
)
_ALWAYS = {
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "access-control-allow-origin": None,
}


def _family(policy: str, **others: str | None) -> Mapping[str, str | None]:
    told = {name.replace("_", "-"): value for name, value in others.items()}
    return MappingProxyType({**_ALWAYS, "content-security-policy": policy, **told})


PAGES = _family(_OURS.format(images="", frames="'none'"))
FAMILIES: Mapping[str, Mapping[str, str | None]] = {
    "pages of colleagues, sign-in, errors": PAGES,
    "what programs read": _family("default-src 'none'; frame-ancestors 'none'"),
    "what pages of other sites read": _family(
        "default-src 'none'; frame-ancestors 'none'",
        cross_origin_resource_policy="cross-origin", access_control_allow_origin="*", cache_control="*",
    ),
    "the widget's files": _family(
        PAGES["content-security-policy"] or "",
        cross_origin_resource_policy="cross-origin", access_control_allow_origin="*", cache_control="*",
    ),
    "other files of pages": _family(PAGES["content-security-policy"] or "", cache_control="*"),
    "personal links": _family(_OURS.format(images=" https:", frames="'none'")),
    "pictures in mails": _family(
        _OURS.format(images=" https:", frames="'none'"),
        cross_origin_resource_policy="cross-origin", referrer_policy="no-referrer",
    ),
    "surveys on a link": _family(_OURS.format(images=" https:", frames="*"), cache_control="*"),
    "a survey's preview": _family(_OURS.format(images=" https:", frames="'self'")),
    "a mail as its reader sees it": _family(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
    ),
}  # fmt: skip
"""Headers by family; None: it is not sent; `*`: the route decides. A mail carries its own styles, in a sandbox that
runs, sends and loads nothing: the one place with `unsafe-inline`."""
_BY_PATH = (
    (("/v1/responses", "/c/"), "what pages of other sites read"),
    (("/v1", "/hooks/", "/health/", "/metrics"), "what programs read"),
    (("/w.js", "/static/widget"), "the widget's files"),
    (("/static/",), "other files of pages"),
    (("/i/{token}/p.gif", "/i/{token}/seen"), "pictures in mails"),
    (("/i/", "/f/", "/l/", "/m/", "/u/"), "personal links"),
    (("/s/",), "surveys on a link"),
    (("/surveys/{survey_id}/preview",), "a survey's preview"),
    (("/campaigns/{campaign_id}/mail", "/outbox/{delivery_id}/mail"), "a mail as its reader sees it"),
)


def family(path: str) -> str:
    """Of a route, by its path as the application declares it."""
    return next((name for starts, name in _BY_PATH if path.startswith(starts)), next(iter(FAMILIES)))


def main() -> None:
    """Print the table."""
    for name, told in FAMILIES.items():
        print(f"## {name}")
        for header, value in told.items():
            print(f"{header}: {value}" if value is not None else f"(no {header})")


if __name__ == "__main__":
    main()
