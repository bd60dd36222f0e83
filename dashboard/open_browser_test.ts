import assert from "node:assert/strict";
import { openBrowser } from "./open_browser.ts";

const URL = "http://127.0.0.1:8080/";

Deno.test("openBrowser() asks each system's own program", async () => {
  const asked: string[][] = [];
  const run = (command: string[]) => {
    asked.push(command);
    return Promise.resolve({ code: 0, stdout: "", stderr: "" });
  };
  for (const os of ["linux", "darwin", "windows", "freebsd"] as const) {
    assert.equal(await openBrowser(URL, { os, run }), undefined);
  }
  assert.deepEqual(asked, [
    ["xdg-open", URL],
    ["open", URL],
    ["rundll32", "url.dll,FileProtocolHandler", URL],
    ["xdg-open", URL],
  ]);
});

Deno.test("openBrowser() says why there is none, in one line", async () => {
  const failing = (code: number, stderr: string) =>
    openBrowser(URL, { os: "linux", run: () => Promise.resolve({ code, stdout: "", stderr }) });
  assert.equal(
    await failing(127, "xdg-open is not installed"),
    "Cannot open a browser: xdg-open is not installed. Open the address yourself",
  );
  assert.match(
    (await failing(3, "www-browser: not found\nno method available"))!,
    /: no method available\. Open/,
  );
  assert.match((await failing(4, ""))!, /: xdg-open ended with code 4\. Open/);
});
