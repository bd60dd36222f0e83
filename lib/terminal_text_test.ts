import assert from "node:assert/strict";
import { cutTo, widthOf } from "./terminal_text.ts";

Deno.test("widthOf() counts wide characters as two cells and combining marks as none", () => {
  // Unicode Standard Annex #11: W and F are two cells, H and Na one.
  const widths = { "": 0, abc: 3, "日本": 4, "한글": 4, "Ａ": 2, "ｱ": 1, "é": 1, "e\u0301": 1 };
  for (const [text, width] of Object.entries(widths)) assert.equal(widthOf(text), width, text);
  for (const emoji of ["🚕", "👩‍👩‍👧", "🇩🇪", "✌️"]) assert.equal(widthOf(emoji), 2, emoji);
});

Deno.test("cutTo() keeps what fits and cuts between characters", () => {
  assert.equal(cutTo("abcdef", 6), "abcdef");
  assert.equal(cutTo("abcdefg", 6), "abcde…");
  assert.equal(cutTo("日本語", 6), "日本語");
  assert.equal(cutTo("日本語", 5), "日本…");
  assert.equal(cutTo("日本語", 4), "日…");
  assert.equal(cutTo("👩‍👩‍👧👩‍👩‍👧", 3), "👩‍👩‍👧…");
  assert.equal(cutTo("ae\u0301b", 3), "ae\u0301b");
});

Deno.test("cutTo() bounds a text without width", () => {
  assert.ok(cutTo("e" + "\u0301".repeat(1e6), 10).length <= 161);
  assert.ok(cutTo("\u200b".repeat(1e6), 10).length <= 161);
});

Deno.test("widthOf() is a good guess where string-width cannot be loaded", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // The folder's own configuration knows no packages.
    await Deno.writeTextFile(`${folder}/deno.json`, "{}");
    const url = new URL("terminal_text.ts", import.meta.url).href;
    await Deno.writeTextFile(
      `${folder}/main.ts`,
      `import { widthOf } from ${JSON.stringify(url)};\n` +
        `console.log(["abc", "\\u6f22\\u5b57", "e\\u0301", "\\u{1f600}"].map(widthOf).join());`,
    );
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-lock", "main.ts"],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    assert.equal(new TextDecoder().decode(stdout).trim(), "3,4,1,2");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
