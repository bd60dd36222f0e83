import assert from "node:assert/strict";
import { isIP } from "node:net";
import { seeded } from "../../random.ts";
import { addressProblem, maskAddress } from "./ip_address.ts";

const X = ":xxxx:xxxx:xxxx:xxxx:xxxx";

Deno.test("maskAddress() hides the last octet of IPv4", () => {
  const masked = {
    "203.0.113.77": "203.0.113.xxx",
    "0.0.0.0": "0.0.0.xxx",
    "255.255.255.255": "255.255.255.xxx",
    "203.0.113.77:8080": "203.0.113.xxx",
  };
  for (const [text, shown] of Object.entries(masked)) assert.equal(maskAddress(text), shown);
});

Deno.test("maskAddress() hides the last 80 bits of IPv6, however it is written", () => {
  const masked = {
    "2001:db8:85a3:0:0:8a2e:370:7334": `2001:db8:85a3${X}`,
    "2001:0DB8:85A3::7334": `2001:db8:85a3${X}`,
    "2001:db8::": `2001:db8:0${X}`,
    "::": `0:0:0${X}`,
    "::1": `0:0:0${X}`,
    "1:2:3:4:5:6:7::": `1:2:3${X}`,
    "::ffff:203.0.113.77": `0:0:0${X}`,
    "::ffff:cb00:714d": `0:0:0${X}`,
    "0:0:0:0:0:ffff:203.0.113.77": `0:0:0${X}`,
    "64:ff9b::203.0.113.77": `64:ff9b:0${X}`,
    "fe80::1%eth0": `fe80:0:0${X}`,
    "fe80::1%203.0.113.77": `fe80:0:0${X}`,
    "[2001:db8::1]": `2001:db8:0${X}`,
    "[2001:db8::1]:443": `2001:db8:0${X}`,
    "[fe80::1%wlan0]:443": `fe80:0:0${X}`,
    // 6to4 has the IPv4 address in the first 48 bits.
    "2002:cb00:714d::1": `2002:cb00:71xx${X}`,
    "2002:cb00:d::1": `2002:cb00:00xx${X}`,
  };
  for (const [text, shown] of Object.entries(masked)) assert.equal(maskAddress(text), shown, text);
});

Deno.test("what is no address is refused, with a reason that quotes nothing", () => {
  const refused: [string, RegExp][] = [
    ["203.0.113.77.5", /^must be an IPv4 address of 4 parts: it has 5$/],
    ["203.0.113", /it has 3$/],
    ["203.0.113.256", /^must not have a part over 255$/],
    ["203.0.113.999999999", /over 255/],
    ["203.0.113.077", /^must not have a part with a leading zero$/],
    ["203.0.113.77:70000", /^must not have a port above 65535$/],
    ["[2001:db8::1]:70000", /port above/],
    ...[
      ..."|203.0.113.|.203.0.113| 203.0.113.77|203.0.113.77 |203.0.113.77\n|-1.0.0.1|0x1.0.0.1"
        .split("|"),
      ..."localhost|203.0.113.xxx|3405803853|203.0.113.77:|203.0.113.77/24|203.0.113.a".split("|"),
      ...":|:::|1::2::3|1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|1:2:3:4:5:6:7:8::|12345::|g::1".split("|"),
      ..."::203.0.113.256|203.0.113.77::|::203.0.113.77:1|1:2:3:4:5:6:7:203.0.113.77".split("|"),
      ..."[203.0.113.77]|[::1|::1]|[::1]:|[::1]x|[]|%eth0|::1%|1:2:3:4::5:6:7:8:9".split("|"),
      "２０３.0.113.77",
      "2001:db8:85a3:xxxx:xxxx:xxxx:xxxx:xxxx",
    ].map((text): [string, RegExp] => [text, /^must be an IPv4 or IPv6 address$/]),
  ];
  for (const [text, reason] of refused) {
    assert.match(addressProblem(text) ?? "", reason, text);
    assert.throws(
      () => maskAddress(text),
      (error: Error) => error instanceof RangeError && !/203|77/.test(error.message),
    );
  }
});

Deno.test("addressProblem() and node:net agree on what an address is", () => {
  const random = seeded(5);
  const parts = ["::", ":", ":", ".", ".", "0", "7", "ffff", "255", "256", "1", "203", "db8", "%e"];
  let [four, six] = [0, 0];
  for (let i = 0; i < 100_000; i++) {
    const numbers = Array.from({ length: 8 }, () => random.pick(["0", "7", "255", "256"]));
    const text = [
      () => Array.from({ length: random.int(1, 16) }, () => random.pick(parts)).join(""),
      () => numbers.slice(0, random.int(3, 5)).join("."),
      () => numbers.slice(0, random.int(1, 8)).join(":").replace(/(?<=^|:)7:/, ":"),
      () => `${numbers.slice(0, 3).join(":")}::${numbers.slice(4).join(".")}`,
    ][random.int(0, 3)]!();
    // Ports are ours.
    if (/^[^:]*\.[^:]*:\d+$/.test(text)) continue;
    const kind = isIP(text);
    if (kind === 4) four++;
    if (kind === 6) six++;
    assert.equal(addressProblem(text) === undefined, kind > 0, text);
  }
  assert.ok(four > 1000 && six > 1000, `${four} IPv4, ${six} IPv6`);
});
