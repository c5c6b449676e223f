import assert from "node:assert/strict";
import { test } from "node:test";

import { load, voc } from "../index.js";

test("on a server nothing happens", () => {
  assert.equal(load({ projectId: "p", appUrl: "https://voc.example" }), undefined);
  assert.equal(voc.track("paid"), undefined);
});

test("calls wait in their order, and a listener can go before the loader has come", async () => {
  const added: any[] = [];
  const page = globalThis as any;
  page.document = { createElement: () => ({}), head: { append: (script: object) => added.push(script) } };
  try {
    load({ projectId: "p", appUrl: "https://voc.example/", nonce: "x" });
    assert.deepEqual({ ...added[0] }, { async: true, nonce: "x", src: "https://voc.example/w.js" });
    const told = voc.explain("srv_1");
    let ended = 0;
    voc.on("shown", () => {})();
    const [setup, explain, on] = page.voc.q;
    assert.deepEqual(setup.slice(0, 2), ["setup", [{ projectId: "p", appUrl: "https://voc.example/", nonce: "x" }]]);
    explain[2]("because");
    assert.equal(await told, "because");
    on[2](() => ended++);
    assert.equal(ended, 1);
    load({ projectId: "p", appUrl: "https://voc.example" });
    assert.equal(added.length, 1);
  } finally {
    delete page.document;
    delete page.voc;
  }
});
