import assert from "node:assert/strict";
import { UnavailableError } from "../lib/errors.ts";
import { openServices } from "./open_services.ts";

const questdb = { host: "127.0.0.1", port: 1, pgPort: 1 } as never; // never asked

Deno.test("openServices() reaches no Kafka while it is not known where one runs, and looks for it again", async () => {
  let looks = 0;
  const services = openServices({ questdb }, {
    find: () => {
      looks++;
      return Promise.resolve({});
    },
  });
  try {
    for (const _ of [1, 2]) {
      await assert.rejects(services.kafka(), (error) => {
        assert.ok(error instanceof UnavailableError);
        assert.deepEqual([error.service, error.address], ["Kafka", ""]);
        assert.match(error.message, /it does not run\. Start it with: deno task up/);
        return true;
      });
    }
    assert.ok(looks > 0);
  } finally {
    await services.close();
  }
});
