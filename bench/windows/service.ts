/** A window as a service in this process, while something else sends it records. */
import { withStore } from "../../lib/delivery/store.ts";
import { connectKafka, type KafkaClient } from "../../lib/kafka/client.ts";
import { openProducer, type Producer } from "../../lib/kafka/producer.ts";
import { ensureTopics } from "../../lib/kafka/topics.ts";
import { withNamespace } from "../../lib/testing.ts";
import { serveDeno } from "../../lib/windows/deno/serve.ts";
import { openWindowOutput } from "../../lib/windows/deno/window_output.ts";
import type { Window } from "../../lib/windows/window.ts";

/** What runs beside a service. */
export interface Beside {
  kafka: KafkaClient;
  producer: Producer;
  /** Records of the stream that the service has read so far. */
  handled(): number;
}

/** Runs a window as a service in a namespace of its own, and ends it when the work is done. */
export async function withService(
  window: Window,
  work: (beside: Beside) => Promise<void>,
): Promise<void> {
  await withNamespace(async ({ endpoints }) => {
    const kafka = await connectKafka(endpoints.kafka);
    await ensureTopics(kafka, [window.from]);
    await withStore(endpoints.questdb, {}, async (store) => {
      const [producer, own] = [await openProducer(kafka), await openProducer(kafka)];
      const over = new AbortController();
      let handled = 0;
      const service = serveDeno([window], {
        kafka,
        producer: own,
        open: (window) => openWindowOutput(window, { ...store, kafka, producer: own }),
        signal: over.signal,
        onProgress: ([served]) => void (handled = served!.task.counts.read),
      });
      try {
        await Promise.race([
          work({ kafka, producer, handled: () => handled }),
          service.then(() => Promise.reject(new Error("The service ended by itself"))),
        ]);
      } finally {
        over.abort();
        await service;
        await producer.close();
        await own.close();
      }
    });
    await kafka.close();
  });
}
