import { definePage } from "../define_page.ts";
import { groupLags } from "../streams/lags.ts";
import { topicFacts } from "../topics/topic_rows.ts";
import { topicRoutes } from "../topics/topic_routes.ts";

/** Kafka's topics, their consumers, their messages. */
export const topics = definePage({
  name: "topics",
  title: "Topics",
  path: "/topics",
  intro:
    "What is in Kafka, who reads it, and the messages themselves. Nothing here moves a consumer.",
  empty: "deno task demo",
  period: "none",
  params: {
    topic: "",
    place: "newest",
    offset: "",
    time: "",
    partition: "",
    key: "",
    limit: "50",
  },
  panels: [
    {
      id: "topics",
      title: "Topics",
      note:
        "Click a topic to see its messages. Messages: the span of the offsets; a compacted topic has fewer",
      size: "full",
      height: 360,
      rows: async ({ services }) =>
        (await topicFacts(services)).map(({ places: _, ...row }) => row),
      view: {
        kind: "table",
        filter: true,
        columns: [
          { name: "topic", link: "page" },
          { name: "partitions", wide: true },
          { name: "messages", bar: true },
          { name: "size", format: "bytes" },
          { name: "kept", wide: true },
        ],
      },
    },
    {
      id: "messages",
      title: "Messages",
      size: "full",
      height: 360,
      rows: async ({ services }) =>
        (await topicFacts(services)).map(({ topic, messages, partitions }) => ({
          topic,
          messages,
          partitions,
        })),
      view: { kind: "component", name: "topic_messages" },
    },
    {
      id: "groups",
      title: "Consumer groups",
      note: "Lag: messages that a group has not committed yet",
      size: "twoThirds",
      none: "No group has read anything yet",
      rows: async ({ services, params }) =>
        (await groupLags(services))
          .filter(({ topic }) => params.topic === "" || topic === params.topic)
          .map((group) => ({ ...group, topic: group.topic ?? "" })),
      view: {
        kind: "table",
        columns: [
          { name: "group" },
          { name: "topic" },
          { name: "lag" },
          { name: "state", wide: true },
          { name: "members", wide: true },
          { name: "committed", wide: true },
        ],
      },
    },
    {
      id: "partitions",
      title: "Partitions of the topic",
      size: "third",
      none: "Choose a topic",
      rows: async ({ services, params }) =>
        ((await topicFacts(services)).find(({ topic }) => topic === params.topic)?.places ?? [])
          .map(({ partition, leader, start, end }) => ({
            partition,
            first: start,
            next: end,
            messages: end - start,
            leader,
          })),
      view: {
        kind: "table",
        columns: [
          { name: "partition" },
          { name: "first", label: "first offset" },
          { name: "next", label: "next offset" },
          { name: "messages" },
          { name: "leader", wide: true },
        ],
      },
    },
  ],
  routes: topicRoutes,
});
