import assert from "node:assert/strict";
import { taxiTrips } from "../../feeds/mod.ts";
import { input } from "./mod.ts";

/** Runs with parameters. @returns What was printed, and the result. */
async function given<T>(params: Record<string, unknown>, make: () => Promise<T>) {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line) => lines.push(line);
  Deno.env.set("TRIBUTARY_PARAMS", JSON.stringify(params));
  try {
    return { value: await make(), text: lines.join("\n") };
  } finally {
    console.log = log;
    Deno.env.delete("TRIBUTARY_PARAMS");
  }
}

Deno.test("input gives the defaults and says them in a line", async () => {
  const cases: [make: () => Promise<unknown>, value: unknown, text: string][] = [
    [() => input.slider({ min: 1, max: 30, value: 7 }, "const days"), 7, "days = 7"],
    [() => input.slider({ name: "days", min: 1 }), 1, "days = 1"],
    [() => input.slider({ label: "Days" }), 0, "Days = 0"],
    [() => input.slider({ min: 0, max: 1, step: 0.1, value: 0.7 }, "let p"), 0.7, "p = 0.7"],
    [() => input.number({}, "var n"), 0, "n = 0"],
    [() => input.number({ max: -5 }, "var n"), -5, "n = -5"],
    [() => input.text({}, "const text"), "", 'text = ""'],
    [() => input.text({ value: "<b>" }, "const text"), "<b>", 'text = "<b>"'],
    [() => input.select({ options: ["Flash", "Sun"] }, "const c"), "Flash", 'c = "Flash"'],
    [() => input.select({ options: [1, 2], value: 2 }, "const c"), 2, "c = 2"],
    [() => input.select({ options: { trips: taxiTrips } }, "const s"), taxiTrips, "s = trips"],
    [() => input.select({ options: [1, 2, 3], multiple: true }, "const c"), [], "c = []"],
    [
      () =>
        input.select({ options: ["a", "b", "c"], multiple: true, value: ["c", "a"] }, "const c"),
      ["a", "c"],
      'c = ["a", "c"]',
    ],
    [() => input.date({ value: "2024-02-29" }, "const day"), "2024-02-29", 'day = "2024-02-29"'],
    [() => input.date({ min: "2022-01-01" }, "const day"), "2022-01-01", 'day = "2022-01-01"'],
    [
      () => input.dates({ min: "2022-01-01", max: "2022-01-31" }, "const span"),
      { from: "2022-01-01", to: "2022-01-31" },
      'span = {"from":"2022-01-01","to":"2022-01-31"}',
    ],
    [() => input.checkbox({ value: true }, "const live"), true, "live = true"],
    [() => input.button({ label: "Again" }, "const n"), 0, "n = 0"],
  ];
  for (const [make, value, text] of cases) {
    assert.deepEqual(await given({}, make), { value, text });
  }
});

Deno.test("input is set by the parameters of the notebook", async () => {
  const slider = () => input.slider({ min: 1, max: 30, value: 7 }, "const days");
  assert.deepEqual(await given({ days: 3, others: 1 }, slider), { value: 3, text: "days = 3" });
  const named = () => input.slider({ name: "d", max: 30 }, "const days");
  assert.equal((await given({ d: 3, days: 4 }, named)).value, 3);
  const stream = () => input.select({ options: { trips: taxiTrips, none: null } }, "const s");
  assert.equal((await given({ s: "trips" }, stream)).value, taxiTrips);
  const list = () => input.select({ options: ["a", "b"], multiple: true }, "const s");
  assert.deepEqual((await given({ s: ["b"] }, list)).value, ["b"]);
  const wrong: [Record<string, unknown>, () => Promise<unknown>, RegExp][] = [
    [{ days: 31 }, slider, /^Cannot use the parameter days 31: it is not within 1 to 30$/],
    [{ days: "3" }, slider, /parameter days "3": it is not a number$/],
    [{ days: 1.5 }, slider, /it is not a whole number of steps of 1 from 1$/],
    [{ s: "c" }, stream, /parameter s "c": it is not one of trips, none$/],
    [{ s: "b" }, list, /it is not a list/],
    [{ s: ["b", "x"] }, list, /it has x, not one of a, b$/],
  ];
  for (const [params, make, message] of wrong) {
    await assert.rejects(given(params, make), { name: "UsageError", message });
  }
});

Deno.test("input refuses wrong options, and says which", async () => {
  const wrong: [make: () => Promise<unknown>, message: RegExp][] = [
    [
      () => input.slider({ min: 1, max: 30, value: 40 }, "const days"),
      /^Cannot make the slider days: value 40 is not within 1 to 30$/,
    ],
    [() => input.slider({ min: 5, max: 1 }), /^Cannot make the slider: min 5 is above max 1$/],
    [() => input.slider({ step: 0 }), /step 0 is not above 0/],
    [() => input.slider({ max: NaN }), /max NaN is not a number/],
    [() => input.slider({ min: 1, step: 7, value: 7 }), /not a whole number of steps of 7 from 1/],
    [() => input.slider({ value: NaN }), /value NaN is not a finite number/],
    [() => input.slider({ value: "7" as never }), /value "7" is not a number/],
    [() => input.slider({ mx: 3 } as never), /there is no option mx\. Did you mean max\?/],
    [() => input.button({ value: 3 } as never), /there is no option value; there are label, name/],
    [() => input.slider(7 as never), /its options are an object/],
    // Their types want objects; a cell's types are not checked before it runs.
    [() => input.slider(1 as never, 10 as never), /its options are an object, as input\.slider/],
    [() => input.select(["a"] as never), /are an object, as input\.select\(\{ options: \[/],
    [() => input.number({ min: 1, value: 0 }), /value 0 is not at least 1/],
    [() => input.number({ max: 1, value: 2 }), /value 2 is not at most 1/],
    [() => input.select({ options: [] }), /^Cannot make the select: options is empty$/],
    [() => input.select({ options: {} }), /options is empty/],
    [() => input.select({ options: undefined as never }), /options is a list of values/],
    [() => input.select({ options: ["a", "b", "a"] }), /the option a comes twice/],
    [() => input.select({ options: [1, "1"] }), /the option 1 comes twice/],
    [() => input.select({ options: ["a"], value: "b" as never }), /value "b" is not one of a/],
    [
      () => input.select({ options: ["a"], multiple: true, value: "a" as never }),
      /value "a" is not a list/,
    ],
    [() => input.date({ value: "2023-02-29" }), /value "2023-02-29" is not a day, as 2022-04-01/],
    [() => input.date({ value: "1/2/2022" }), /is not a day/],
    [() => input.date({ min: "2022-01-02", max: "2022-01-01" }), /min 2022-01-02 is after max/],
    [() => input.date({ min: "2022-01-02", value: "2022-01-01" }), /is before 2022-01-02/],
    [() => input.date({ max: "soon" }), /max soon is not a day/],
    [
      () => input.dates({ value: { from: "2022-01-02", to: "2022-01-01" } }),
      /ends before it begins/,
    ],
    [() => input.text({ maxLength: 0 }), /maxLength 0 is not a whole number above 0/],
    [() => input.text({ maxLength: 2, value: "abc" }), /value "abc" is longer than 2 characters/],
    [() => input.checkbox({ value: 1 as never }), /value 1 is not true or false/],
  ];
  for (const [make, message] of wrong) await assert.rejects(given({}, make), { message });
});

Deno.test("input has the types of its options", async () => {
  const { value } = await given({}, async () => {
    const company: "Flash" | "Sun" = await input.select({ options: ["Flash", "Sun"] });
    const areas: (8 | 32)[] = await input.select({ options: [8, 32], multiple: true });
    const stream: typeof taxiTrips = await input.select({ options: { a: taxiTrips } });
    return { company, areas, stream };
  });
  assert.equal(value.company, "Flash");
});
