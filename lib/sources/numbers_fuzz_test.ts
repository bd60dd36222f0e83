import assert from "node:assert/strict";
import { fuzz } from "../fuzz_testing.ts";
import { NumberReader } from "./numbers.ts";

Deno.test("NumberReader reads what was written, in every form, and never anything else", async () => {
  await fuzz((random) => {
    const decimals = random.int(0, 4);
    const cents = random.int(0, 10 ** random.int(0, 11));
    const text = (cents / 10 ** decimals).toFixed(decimals);
    const value = Number(text);
    const [whole, part] = text.split(".") as [string, string?];
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
    const sign = random.pick(["", "-"]);
    const expected = sign === "" ? value : -value;
    assert.equal(new NumberReader().number(sign + text), expected);
    assert.equal(new NumberReader().number(sign + grouped), expected);
    assert.equal(new NumberReader().money(`${sign}$${grouped}`), expected);
    const german = grouped.replace(/[.,]/g, (mark) => mark === "." ? "," : ".");
    const semicolon = new NumberReader({ delimiter: ";" });
    assert.equal(semicolon.number("0,5"), 0.5);
    assert.equal(semicolon.number(sign + german), expected, german);
  });
});

Deno.test("NumberReader agrees with Number() or refuses", async () => {
  await fuzz((random) => {
    const tokens = ["1", "23", "456", ".", ",", "-", "+", "e", "0", " ", "$", "x"];
    const text = Array.from({ length: random.int(0, 7) }, () => random.pick(tokens)).join("");
    for (const scientific of [false, true]) {
      const found = new NumberReader({ scientific }).number(text);
      if (isNaN(found)) continue;
      assert.equal(found, Number(text.replaceAll(",", "")), text);
      assert.match(text, scientific ? /\d/ : /^-?[\d,.]+$/);
    }
  });
});
