"""Identity of customers; pure."""

import base64
import hashlib


def customer_id(workspace: str, ref: str) -> str:
    """Our id of the customer whom the sender calls `ref`; the same for the same pair, always."""
    digest = hashlib.sha256(f"{workspace}\0{ref}".encode("utf-8", "surrogatepass")).digest()
    return "cus_" + base64.b32encode(digest)[:26].decode().lower()
