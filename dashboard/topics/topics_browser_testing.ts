/** For the test in a browser: a visitor of the Topics page. */
import assert from "node:assert/strict";
import { connectKafka } from "../../lib/kafka/client.ts";
import { createTopic } from "../../lib/kafka/create_topic.ts";
import { openProducer } from "../../lib/kafka/producer.ts";
import { accessible, open, patient, type Scene } from "../browser_testing.ts";
import { HOSTILE } from "../testing.ts";

/** Chooses a topic in the table, opens messages with markup in them, and searches by key and offset. */
export async function visitTopics(scene: Scene): Promise<void> {
  const topic = await fillTopic(scene);
  const tab = await open(scene, "/topics?period=1h");
  await tab.locator("#panel-topics tbody a", { hasText: topic }).click(patient);
  const lines = tab.locator(".messages-list li"), found = tab.locator(".messages-found");
  await found.filter({ hasText: /^30 messages$/ }).waitFor(patient);
  // What the link points at is below the bar, not behind it.
  const edge = async (selector: string) => (await tab.locator(selector).boundingBox())!;
  const bar = await edge(".top"), panel = await edge("#panel-messages");
  assert.ok(panel.y >= bar.y + bar.height, "the panel is behind the bar");

  await lines.first().locator("summary").click();
  const opened = await lines.first().locator(".open").innerText();
  for (const part of [JSON.stringify(HOSTILE).slice(1, -1), `header ${HOSTILE}`]) {
    assert.ok(opened.includes(part), opened);
  }
  assert.equal(await tab.locator("main img").count(), 0);
  assert.match(await tab.title(), /^Topics/);
  const partitions = tab.locator("#panel-partitions");
  await partitions.scrollIntoViewIfNeeded(patient);
  await partitions.locator("tbody tr").nth(1).waitFor(patient);
  const counts = await partitions.locator("tbody tr td:nth-child(4)").allInnerTexts();
  assert.equal(counts.map(Number).reduce((a, b) => a + b), 30);
  await accessible(tab, "topics");

  const field = (name: string) => tab.locator(`.messages-form [name="${name}"]`);
  const read = tab.getByRole("button", { name: "Read" });
  await field("key").fill(HOSTILE);
  await read.click();
  await found.filter({ hasText: "10 messages, 30 looked at" }).waitFor(patient);
  await field("key").fill("");
  await field("place").selectOption("offset");
  await field("offset").fill("2");
  await field("partition").fill("0");
  await read.click();
  await lines.first().locator(".at", { hasText: "0 / 2" }).waitFor(patient);
  assert.equal(new URL(tab.url()).searchParams.get("offset"), "2");

  // The group of what fills GitHub's table, with its lag.
  const events = `${scene.namespace}_github_events`;
  await field("topic").selectOption(events);
  const group = tab.locator("#panel-groups tbody tr", { hasText: `sink_github_events` });
  await group.filter({ hasText: events }).waitFor(patient);
  assert.match(await group.locator("td").nth(2).innerText(), /^[\d,]+$/);
  await tab.context().close();
}

async function fillTopic({ own, namespace }: Scene): Promise<string> {
  const kafka = await connectKafka(await own.kafka(namespace));
  try {
    const topic = await createTopic(kafka, "letters", { partitions: 2 });
    const producer = await openProducer(kafka);
    await producer.write(
      topic,
      Array.from({ length: 30 }, (_, i) => ({
        key: i % 3 === 0 ? HOSTILE : `key${i}`,
        value: JSON.stringify({ i, text: HOSTILE }),
        headers: { [HOSTILE]: HOSTILE },
        timestamp: Date.now(),
      })),
    );
    await producer.close();
    return topic;
  } finally {
    await kafka.close();
  }
}
