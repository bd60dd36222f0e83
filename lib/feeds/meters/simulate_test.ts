import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { chiSquare, tally } from "../../simulators/testing.ts";
import { DEVICE_IDS, deviceId } from "./device_id.ts";
import { MODELS } from "./models.ts";
import { type MeterOptions, simulatedMeters } from "./simulate.ts";
import { type MeterReading, smartMeters } from "./smart_meters.ts";

const START = Date.parse("2026-05-13T00:00:00Z"); // a Wednesday

function simulated(records: number, options: MeterOptions = {}): MeterReading[] {
  return simulatedMeters(seeded(1), START, options).take(records).toArray();
}

/** Microseconds since the start. */
function micros({ timestamp }: MeterReading): number {
  return (Date.parse(timestamp) - START) * 1000 + Number(timestamp.slice(23, 26));
}

Deno.test("deviceId() counts up: three letters, four digits", () => {
  const ids = [0, 1, 9999, 10_000, 260_000, 6_760_000, DEVICE_IDS - 1].map(deviceId);
  assert.deepEqual(
    ids,
    ["AAA0000", "AAA0001", "AAA9999", "AAB0000", "ABA0000", "BAA0000", "ZZZ9999"],
  );
});

Deno.test("there are 2,000 models, all different", () => {
  assert.equal(new Set(MODELS).size, 2000);
  const used = new Set(simulated(5000, { devices: 5000 }).map(({ mark_model }) => mark_model));
  assert.ok(used.size > 1750 && used.size < 1900, `${used.size}`); // 2,000 · (1 − e^−2.5) = 1,836
});

for (const [devices, interval] of [[1000, 10_000], [7, 1000], [3, 1], [1, 60_000]] as const) {
  Deno.test(`message n of ${devices} meters is due at n · ${interval} ms / ${devices}`, () => {
    for (const [n, one] of simulated(5 * devices + 1, { devices, interval }).entries()) {
      assert.ok(Math.abs(micros(one) - n * interval * 1000 / devices) < 1, `${n}`);
      assert.equal(one.device_id, deviceId(n % devices));
    }
  });
}

Deno.test("statuses are 95, 4 and 1 %; faulty meters measure no consumption and no current, the others do", () => {
  const all = simulated(20_000);
  const shares = new Map([["Active", 95], ["Maintenance", 4], ["Faulty", 1]]);
  assert.ok(chiSquare(tally(all, ({ status }) => status), shares) < 13.82); // 2 degrees of freedom
  for (const one of all) {
    const { status, energy_consumption, current, voltage, power_factor, frequency } = one;
    const uses = status !== "Faulty";
    assert.ok(energy_consumption > 0 === uses && current > 0 === uses);
    const wattHours = voltage * current * power_factor * 10 / 3600;
    assert.ok(Math.abs(energy_consumption - wattHours) < 1e-6);
    assert.ok(voltage > 210 && voltage < 250 && power_factor >= 0.85 && power_factor < 1);
    assert.ok(frequency > 49.8 && frequency < 50.2);
  }
});

Deno.test("households use most in the evening, and more on Saturdays", () => {
  const all = simulated(20 * 96 * 7, { devices: 20, interval: 900_000 });
  const used = (day: number, hour: number) =>
    all.filter(({ timestamp }) => timestamp.slice(8, 13) === `${day}T${hour}`)
      .reduce((sum, { energy_consumption }) => sum + energy_consumption, 0);
  assert.ok(used(13, 19) > 3 * used(13, 10) / 2 && used(13, 10) > 0);
  const day = (of: number) =>
    Array.from({ length: 14 }, (_, i) => used(of, 10 + i)).reduce((a, b) => a + b);
  assert.ok(Math.abs(day(16) / day(15) - 1.15) < 0.04, `${day(16) / day(15)}`);
});

Deno.test("meters that fall silent send no more; the others go on at their times", () => {
  const all = simulated(3000, { devices: 50, silent: 8 });
  const counts = tally(all, ({ device_id }) => device_id);
  const few = [...counts.values()].filter((count) => count <= 20);
  assert.equal(few.length, 8);
  assert.ok(few.every((count) => count >= 2));
  for (const one of all) {
    const number = Number(one.device_id.slice(3));
    assert.equal(micros(one) % 10_000_000, number * 200_000);
  }
});

Deno.test("options out of range are refused", () => {
  const refused: [MeterOptions, RegExp][] = [
    [{ devices: 0 }, /Cannot simulate 0 devices: there are 1 to 175760000/],
    [{ devices: 1.5 }, /Cannot simulate 1.5 devices/],
    [{ interval: 0 }, /Cannot use an interval of 0 ms: the least is 1 ms/],
    [{ devices: 5, silent: 5 }, /Cannot let 5 of 5 devices fall silent: there are 0 to 4/],
  ];
  for (const [options, message] of refused) assert.throws(() => simulated(1, options), message);
});

Deno.test("zero is a reading; what is negative or no number is refused", () => {
  const [one] = simulated(1) as [MeterReading];
  const zeros = { energy_consumption: 0, current: 0, voltage: 0, power_factor: 0, frequency: 0 };
  assert.deepEqual(smartMeters.check({ ...one, ...zeros }), []);
  for (
    const wrong of [
      { energy_consumption: -1 },
      { voltage: "230" },
      { current: null },
      { power_factor: 1.1 },
      { status: "Broken" },
      { device_id: "" },
      { timestamp: 1_760_000_000 },
      { timestamp: "2026-02-30T00:00:00Z" },
    ]
  ) {
    const errors = smartMeters.check({ ...one, ...wrong });
    assert.deepEqual(errors.map(({ field }) => field), Object.keys(wrong));
  }
});
