import assert from "node:assert/strict";
import { isHidden, isSensitive, withoutSensitive } from "./sensitive.ts";

const fields = ["id", "ip", "codes", "items", "other"];
/** Numbers are ids, and all else holds anything. */
const fits = (name: string, value: unknown) => name !== "id" || typeof value === "number";
const plain = { sensitive: ["ip", "codes"], changes: false, fields, fits };
const changes = { sensitive: ["ip", "codes"], changes: true, fields, fits };

Deno.test("isSensitive() hides sensitive fields, what they contain, and the whole record", () => {
  for (const field of ["ip", "codes", "codes/0", "codes/a/b", ""]) {
    assert.ok(isSensitive(plain, field), field);
  }
  for (const field of ["id", "items/ip"]) {
    assert.ok(!isSensitive(plain, field), field);
  }
});

Deno.test("isSensitive() looks into before and after of a change event", () => {
  for (const field of ["before/ip", "after/codes/0", "before", "after", "", "ip"]) {
    assert.ok(isSensitive(changes, field), field);
  }
  for (const field of ["op", "ts_ms", "after/id"]) assert.ok(!isSensitive(changes, field), field);
});

Deno.test("isSensitive() hides nothing if nothing is sensitive", () => {
  for (const field of ["", "ip", "after"]) {
    assert.ok(!isSensitive({ sensitive: [], changes: true, fields, fits }, field));
  }
});

Deno.test("isSensitive() hides fields that are not declared: they may hold anything", () => {
  for (const field of ["ipv", "before/ip", "IP", "__proto__"]) {
    assert.ok(isSensitive(plain, field), field);
  }
  for (const field of ["after/ipv", "before/__proto__/0"]) assert.ok(isSensitive(changes, field));
});

Deno.test("withoutSensitive() leaves out fields that are not declared: their names may be values", () => {
  const record = JSON.parse('{"id":1,"IP":"1.2.3.4","1.2.3.4":1,"__proto__":"1.2.3.4"}');
  assert.equal(JSON.stringify(withoutSensitive(plain, record)), '{"id":1}');
  assert.deepEqual(withoutSensitive(changes, { op: "c", after: { id: 1, IP: "1.2.3.4" } }), {
    op: "c",
    after: { id: 1 },
  });
});

Deno.test("what does not fit its field is hidden: it may be a sensitive value in the wrong place", () => {
  const record = { id: "1.2.3.4", other: "1.2.3.4" };
  assert.deepEqual(withoutSensitive(plain, record), { id: "", other: "1.2.3.4" });
  assert.deepEqual(withoutSensitive(changes, { after: record, op: "c" }), {
    after: { id: "", other: "1.2.3.4" },
    op: "c",
  });
  for (const [secrecy, at] of [[plain, ""], [changes, "after/"]] as const) {
    const whole = at === "" ? record : { after: record };
    assert.deepEqual(["id", "other"].map((name) => isHidden(secrecy, whole, at + name)), [
      true,
      false,
    ]);
    assert.ok(!isHidden({ ...secrecy, sensitive: [] }, whole, `${at}id`));
  }
  assert.ok(!isHidden(changes, { after: record }, "op"));
});

Deno.test("withoutSensitive() blanks whatever a sensitive field contains, and no other field", () => {
  const record = { id: 1, ip: "1.2.3.4", codes: [{ deep: "1.2.3.4" }], other: { ip: "kept" } };
  assert.deepEqual(withoutSensitive(plain, record), {
    id: 1,
    ip: "",
    codes: "",
    other: { ip: "kept" },
  });
  assert.equal(record.ip, "1.2.3.4", "the record itself is not changed");
  assert.deepEqual(withoutSensitive(plain, { id: 1, ip: null }), { id: 1, ip: "" });
  assert.deepEqual(withoutSensitive(plain, { id: 1 }), { id: 1 });
});

Deno.test("withoutSensitive() blanks before and after of a change event", () => {
  const row = { id: 1, ip: "1.2.3.4" };
  assert.deepEqual(withoutSensitive(changes, { op: "u", before: row, after: row, ts_ms: 1 }), {
    op: "u",
    before: { id: 1, ip: "" },
    after: { id: 1, ip: "" },
    ts_ms: 1,
  });
  assert.deepEqual(withoutSensitive(changes, { op: "c", before: null, after: "1.2.3.4" }), {
    op: "c",
    before: null,
    after: "",
  });
  assert.deepEqual(withoutSensitive(changes, { after: [row] }), { after: "" });
});

Deno.test("withoutSensitive() keeps nothing of a value that is not a record", () => {
  for (const value of [undefined, null, "1.2.3.4", 5, [{ ip: "1.2.3.4" }]]) {
    assert.equal(withoutSensitive(plain, value), undefined);
    assert.equal(withoutSensitive(changes, value), undefined);
  }
});
