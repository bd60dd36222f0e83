import assert from "node:assert/strict";
import { simulatedPurchases } from "../feeds/cards/simulate.ts";
import { cardTransactions } from "../feeds/mod.ts";
import { connectKafka } from "../kafka/client.ts";
import { consume } from "../kafka/consumer.ts";
import { openProducer } from "../kafka/producer.ts";
import { readTopic } from "../kafka/read.ts";
import { seeded } from "../random.ts";
import { until } from "../retry.ts";
import { withNamespace } from "../testing.ts";
import type { CardScore } from "./card_scores.ts";
import { CardHistory } from "./card_history.ts";
import { cardScoring } from "./card_scoring.ts";
import { openFlow } from "./open_flow.ts";
import { ensureFlowTopics, flowOnce } from "./serve_flow.ts";
import { send } from "./testing.ts";

Deno.test("scores are the same after a kill and after a restart, as their cards' histories are read again", () =>
  withNamespace(async ({ endpoints }) => {
    const kafka = await connectKafka(endpoints.kafka);
    await using opened = new AsyncDisposableStack();
    opened.defer(() => kafka.close());
    const producer = await openProducer(kafka);
    opened.defer(() => producer.close());
    await ensureFlowTopics(cardScoring, { kafka });
    const records = simulatedPurchases(seeded(1), Date.parse("2026-05-13T00:00:00Z"))
      .take(3000).map(({ record }) => record).toArray();
    const put = (from: number, to: number) =>
      send(producer, kafka, { stream: cardTransactions, records: records.slice(from, to) });
    const histories = new Map<string, CardHistory>();
    const expected = new Map(records.map((record) => {
      const { cc_num, trans_num } = record;
      const history = histories.get(cc_num) ?? new CardHistory();
      return [trans_num, histories.set(cc_num, history) && history.add(record)];
    }));

    const { signal } = new AbortController();
    await put(0, 1000);
    await flowOnce(cardScoring, { kafka, signal });
    await put(1000, 2000);
    // A kill leaves what is written and not committed: here nothing is, from the second thousand on.
    let written = 0;
    const killed = await openFlow(cardScoring, {
      kafka,
      onWritten: (count) => written += count,
      consume: async (client, options) => {
        const consumer = await consume(client, {
          ...options,
          onBatch: (batch, consumer) =>
            options.onBatch(
              batch,
              Object.assign(Object.create(consumer), { commit: () => Promise.resolve(true) }),
            ),
        });
        return consumer;
      },
    });
    await until(() => written === 1000, { within: 20_000 });
    await killed.stop();
    await put(2000, 3000);
    await flowOnce(cardScoring, { kafka, signal });

    const copies = new Map<string, CardScore[]>();
    for await (const { messages } of readTopic(kafka, kafka.topicOf(cardScoring.to))) {
      for (const message of messages) {
        const found = JSON.parse(message.text()!) as CardScore;
        copies.set(found.trans_num, [...copies.get(found.trans_num) ?? [], found]);
      }
    }
    assert.equal(copies.size, 3000);
    const counts = records.map(({ trans_num }) => copies.get(trans_num)!.length);
    assert.deepEqual(counts.slice(0, 1000).filter((n) => n !== 1), []);
    assert.ok(
      counts.slice(1000, 2000).every((n) => n === 2),
      "the kill repeats what it had written",
    );
    for (const [id, scores] of copies) {
      for (const { earlier, score, amount, speed, burst, novelty } of scores) {
        assert.deepEqual({ earlier, score, amount, speed, burst, novelty }, expected.get(id));
      }
    }
  }));
