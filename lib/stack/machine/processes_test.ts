import assert from "node:assert/strict";
import { markerOf, runningEngines } from "./processes.ts";
import { type Run, run } from "./run.ts";
import { withTempDir } from "../testing.ts";

const dir = "/srv/my project/.stack";

function table(...lines: string[]): Run {
  return () => Promise.resolve({ code: 0, stdout: lines.join("\n"), stderr: "" });
}

Deno.test("runningEngines() finds engines by their marker", async () => {
  const found = await runningEngines({
    dir,
    run: table(
      `    1 /sbin/init`,
      `  812 java ${markerOf("kafka", dir)} -Xmx384m -cp x kafka.Kafka`,
      `90210 /opt/jdk 17/bin/java ${markerOf("questdb", dir)} -m io.questdb/io.questdb.ServerMain`,
    ),
  });
  assert.deepEqual(found, { kafka: 812, questdb: 90210 });
});

Deno.test("runningEngines() leaves other processes alone", async () => {
  const found = await runningEngines({
    dir,
    run: table(
      `1 java -Dtributary.engine=${dir}-2/kafka -Xmx384m`,
      `2 java -Dtributary.engine=/elsewhere${dir}/kafka -Xmx384m`,
      `3 java ${markerOf("kafka", dir)}2 -Xmx384m`,
      `4 grep ${markerOf("kafka", dir)} processes.txt`,
      `5 java -jar other.jar ${markerOf("kafka", dir)} `,
    ),
  });
  assert.deepEqual(found, {});
});

Deno.test({
  name: "runningEngines() works without ps",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withTempDir(async (dir) => {
      // A stand-in for Java that carries the marker.
      await Deno.writeTextFile(`${dir}/java`, "#!/bin/sh\nwhile sleep 1; do :; done\n", {
        mode: 0o755,
      });
      const child = new Deno.Command(`${dir}/java`, { args: [markerOf("kafka", dir), "x"] })
        .spawn();
      const withoutPs: Run = (command) =>
        command[0] === "ps" ? Promise.resolve({ code: 127, stdout: "", stderr: "" }) : run(command);
      try {
        const expected = { kafka: child.pid };
        assert.deepEqual(await runningEngines({ dir }), expected);
        assert.deepEqual(await runningEngines({ dir, run: withoutPs }), expected);
      } finally {
        child.kill("SIGKILL");
        await child.status;
      }
      assert.deepEqual(await runningEngines({ dir }), {});
    }),
});

Deno.test("runningEngines() says so if no process table can be read", async () => {
  const run: Run = () => Promise.resolve({ code: 127, stdout: "", stderr: "" });
  await assert.rejects(runningEngines({ dir, run }), /ps is not installed/);
});
