/** A window that runs on Flink as a service, from the command line. */
import assert from "node:assert/strict";
import { type Transaction, transactions } from "../lib/feeds/mod.ts";
import { simulateTransactions } from "../lib/feeds/transactions/simulate.ts";
import { listTopics } from "../lib/kafka/topic_admin.ts";
import { ensureTopics } from "../lib/kafka/topics.ts";
import { until } from "../lib/retry.ts";
import { requireSameDefinition } from "../lib/windows/checkpoints.ts";
import { runDenoOnce } from "../lib/windows/deno/run_once.ts";
import { findWindow } from "../lib/windows/find.ts";
import { run, start, task } from "./testing.ts";
import { type FlinkSpace, messagesOf, withFlink, withoutFlink } from "./testing_flink.ts";

const WINDOW = findWindow("transactions_3s");
const TOPIC = `${WINDOW.name}_flink`;
const SERVICE = ["transactions_3s", "--engine", "flink"];
/** Records of each part, which follow each other in event time. */
const PART = 4000;

/** Part n of the records, from 0: untidy, but none is late. */
async function publish({ kafka, producer }: FlinkSpace, n: number): Promise<void> {
  await ensureTopics(kafka, [transactions]);
  const start = new Date(Date.UTC(2026, 0, 1, 0, 2 * n)).toISOString();
  const untidy = { disorder: 4000, duplicates: 0.01 };
  const source = simulateTransactions({ seed: n + 1, start, limit: PART, ...untidy });
  for await (const { records } of source) {
    await producer.write(
      kafka.topicOf(transactions),
      (records as Transaction[]).map((one) => ({
        key: one.user_id,
        value: transactions.encode(one),
      })),
    );
  }
  await producer.flush();
}

const service = ({ env }: FlinkSpace) => start(task("windows", SERVICE, { env }));

async function untilRows({ kafka }: FlinkSpace, least: number, err: () => string): Promise<void> {
  const enough = async () => (await messagesOf(kafka, TOPIC)).length >= least;
  await until(enough, { every: 300, within: 60_000 }).catch(() => assert.fail(err()));
}

Deno.test(
  "a window on Flink survives kills of its process and of Flink, stops with a savepoint, goes on",
  { ignore: withoutFlink },
  (t) =>
    withFlink(async (space) => {
      const { kafka, producer, env, dir } = space;
      await publish(space, 0);
      let job: string;
      {
        await using first = service(space);
        await first.until(/job \w+ reads the topic from the start\n.*its page is http.*\n/);
        job = /job (\w+)/.exec(first.err)![1]!;
        await publish(space, 1);
        first.child.kill("SIGKILL");
      }
      await t.step("a job whose process was killed is followed, and stopped", async () => {
        await using second = service(space);
        await second.until(new RegExp(`job ${job} runs already and goes on`));
        await second.until(/RUNNING/);
        second.child.kill("SIGINT");
        const { code, err } = await second.result;
        assert.deepEqual([code, /goes on from savepoint file:/.test(err)], [130, true], err);
      });
      await publish(space, 2);
      await using third = service(space);
      await third.until(/goes on from savepoint file:/);
      await untilRows(space, 110, () => third.err);
      await t.step("Flink is killed in the middle, and the job goes on", async () => {
        await publish(space, 3);
        await space.killFlink();
        await third.until(/Flink does not answer: .*deno task up --with flink/);
        await space.up();
      });
      await using other = service(space); // waits for the lock meanwhile
      await t.step("its rows are those of the Deno engine, each written once", async () => {
        await third.until(/job \w+ goes on from checkpoint file:/);
        const [expected] = await runDenoOnce([WINDOW], kafka);
        assert.deepEqual([expected!.read, expected!.late], [4 * PART, 0]);
        await untilRows(space, expected!.rows.length - 4, () => third.err);
        const messages = await messagesOf(kafka, TOPIC);
        assert.equal(new Set(messages.map(({ key }) => key)).size, messages.length);
        for (const [i, { row }] of messages.entries()) {
          assert.deepEqual(row, expected!.rows[i]);
        }
      });
      await t.step(
        "while it runs, another, a run once and another declaration are refused",
        async () => {
          const second = await other.result;
          assert.equal(second.code, 1, second.err);
          assert.match(second.err, /transactions_3s: it already runs in another process/);
          const { code, err } = await run("windows", [...SERVICE, "--once"], { env });
          assert.equal(code, 1, err);
          assert.match(err, /it runs on Flink as a service \(job \w+\).* --engine flink cancel/);
          await assert.rejects(
            requireSameDefinition({ kafka, producer }, { ...WINDOW, grace: 1 }, "flink"),
            /declared differently .*: deno task windows transactions_3s --engine flink drop, /,
          );
        },
      );
      await t.step("drop ends the job and leaves nothing", async () => {
        const { code, out, err } = await run("windows", [...SERVICE, "drop"], { env });
        assert.equal(code, 0, err);
        assert.match(out, /cancelled job \w+\n(.*\n)*dropped topic transactions_3s_flink\n/);
        const ended = await third.result;
        assert.equal(ended.code, 1);
        assert.match(ended.err, /error: .*was ended on Flink by somebody else \(CANCELED\)/);
        const topics = (await listTopics(kafka)).filter((topic) => topic.startsWith(WINDOW.name));
        assert.deepEqual(topics, []);
        for (const name of ["checkpoints", "savepoints"]) {
          const left = await Array.fromAsync(Deno.readDir(`${dir}/flink/${name}`));
          assert.deepEqual(left, [], name);
        }
      });
    }),
);
