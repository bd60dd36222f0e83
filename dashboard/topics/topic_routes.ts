/** What the Topics page asks the server: messages. */
import type { Hono } from "hono";
import { UnavailableError } from "../../lib/errors.ts";
import { topicNamed } from "../../lib/kafka/find_topic.ts";
import { listTopics } from "../../lib/kafka/topic_admin.ts";
import { allStreams } from "../streams/all_streams.ts";
import type { DashboardServices } from "../services.ts";
import { momentOf } from "../live/range.ts";
import { blanked, hidesKeys, sensitiveStreamOf } from "./blanked.ts";
import { type MessagesAnswer, MOST_MESSAGES } from "./messages_answer.ts";
import { type MessagesWanted, readMessages } from "./read_messages.ts";

/** Readings at once, and milliseconds for which one serves all who ask the same. */
const MOST = 4, FRESH = 1000;

class RequestError extends Error {
  override name = "RequestError";
}

/** Adds the routes below `/topics`. */
export function topicRoutes(app: Hono, services: DashboardServices): void {
  const kept = new Map<string, Promise<MessagesAnswer>>();
  let running = 0;

  async function read(wanted: MessagesWanted): Promise<MessagesAnswer> {
    const kafka = await services.kafka();
    const own = (await listTopics(kafka)).filter((topic) => topic.startsWith(kafka.prefix));
    let topic: string;
    try {
      topic = topicNamed(wanted.topic, own, kafka.prefix);
    } catch (error) {
      throw new RequestError((error as Error).message);
    }
    const stream = sensitiveStreamOf(topic, allStreams.map(({ stream }) => stream), kafka);
    if (stream && wanted.key !== undefined && hidesKeys(stream)) {
      throw new RequestError("The keys of this topic are sensitive: they cannot be searched");
    }
    const { messages, ...rest } = await readMessages(kafka, { ...wanted, topic }, {
      ...stream ? { prepare: (message) => blanked(stream, message) } : {},
    });
    return {
      ...rest,
      isHidden: stream !== undefined,
      messages: messages.map((message) => ({
        ...message,
        timestamp: Number.isNaN(+message.timestamp) ? null : message.timestamp.toISOString(),
      })),
    };
  }

  function shared(wanted: MessagesWanted): Promise<MessagesAnswer> {
    const id = JSON.stringify(wanted);
    const known = kept.get(id);
    if (known) return known;
    if (running >= MOST) {
      throw new RequestError(`${running} readings run already: try again in a second`);
    }
    running++;
    const found = read(wanted).finally(() => {
      running--;
      setTimeout(() => kept.delete(id), FRESH);
    });
    kept.set(id, found);
    return found;
  }

  app.get("/topics/messages", async (context) => {
    const headers = { "Cache-Control": "no-store" };
    try {
      return context.json(await shared(wantedOf(context.req.query())), 200, headers);
    } catch (error) {
      if (error instanceof RequestError) {
        return context.json({ error: { message: error.message } }, 400, headers);
      }
      if (!(error instanceof UnavailableError)) throw error;
      const message = "Kafka cannot be reached. Start it with: deno task up";
      return context.json({ error: { message } }, 503, headers);
    }
  });
}

/**
 * Reads the parameters of a request.
 *
 * @throws {RequestError} One is not valid; the message says what to write.
 */
export function wantedOf(query: Readonly<Record<string, string>>): MessagesWanted {
  const { topic = "", place = "newest", key = "" } = query;
  if (topic === "") throw new RequestError("Choose a topic");
  if (!["newest", "oldest", "offset", "time"].includes(place)) {
    throw new RequestError("Choose the newest or the oldest messages, an offset or a time");
  }
  const partition = wholeOf(query.partition, "partition", 1e6);
  const offset = wholeOf(query.offset, "offset", Number.MAX_SAFE_INTEGER);
  if (place === "offset" && offset === undefined) {
    throw new RequestError("Write an offset, as 1200");
  }
  const time = momentOf((query.time ?? "").trim());
  if (place === "time" && time === undefined) {
    throw new RequestError("Write a time, as 2026-01-31 12:00 (UTC)");
  }
  const limit = wholeOf(query.limit, "number of messages", MOST_MESSAGES) ?? 50;
  return {
    topic,
    place: place as MessagesWanted["place"],
    limit: Math.max(1, limit),
    ...place === "offset" ? { offset: offset! } : {},
    ...place === "time" ? { time: time! } : {},
    ...partition === undefined ? {} : { partition },
    ...key === "" ? {} : { key },
  };
}

function wholeOf(text: string | undefined, what: string, most: number): number | undefined {
  const trimmed = (text ?? "").trim();
  if (trimmed === "") return undefined;
  if (/^\d{1,16}$/.test(trimmed) && Number(trimmed) <= most) return Number(trimmed);
  throw new RequestError(`The ${what} is not a whole number from 0 to ${most}`);
}
