"""How a company's own server signs its customers, as code to copy; pure.

The signature is HMAC-SHA256 over the customer's id, in hexadecimal, with the workspace's secret as its key. It belongs
on a server: a page that held the secret could sign anybody.
"""

from voc.values import Value

_EXAMPLES = {
    "Node.js": """import { createHmac } from "node:crypto";

const signature = createHmac("sha256", process.env.VOC_IDENTITY_SECRET)
  .update(customer.id).digest("hex");""",
    "Python": """import hashlib, hmac, os

signature = hmac.new(
    os.environ["VOC_IDENTITY_SECRET"].encode(), customer.id.encode(), hashlib.sha256
).hexdigest()""",
    "PHP": """$signature = hash_hmac("sha256", $customer->id, getenv("VOC_IDENTITY_SECRET"));""",
    "Ruby": """require "openssl"

signature = OpenSSL::HMAC.hexdigest("SHA256", ENV["VOC_IDENTITY_SECRET"], customer.id)""",
    "Java": """var mac = javax.crypto.Mac.getInstance("HmacSHA256");
var key = System.getenv("VOC_IDENTITY_SECRET").getBytes(java.nio.charset.StandardCharsets.UTF_8);
mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
var bytes = mac.doFinal(customer.id().getBytes(java.nio.charset.StandardCharsets.UTF_8));
var signature = java.util.HexFormat.of().formatHex(bytes);""",
    "Go": """mac := hmac.New(sha256.New, []byte(os.Getenv("VOC_IDENTITY_SECRET")))
mac.Write([]byte(customer.ID))
signature := hex.EncodeToString(mac.Sum(nil))""",
    "C#": """using var mac = new HMACSHA256(Encoding.UTF8.GetBytes(
    Environment.GetEnvironmentVariable("VOC_IDENTITY_SECRET")!));
var signature = Convert.ToHexString(mac.ComputeHash(Encoding.UTF8.GetBytes(customer.Id))).ToLowerInvariant();""",
}
IDENTIFY = 'voc.identify("customer id", { plan: "pro" }, "signature");'
"""What the page then says."""


class Example(Value):
    """The same few lines in one programming language."""

    language: str
    code: str


def examples() -> list[Example]:
    """One per language."""
    return [Example(language=language, code=code) for language, code in _EXAMPLES.items()]
