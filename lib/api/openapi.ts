/** The OpenAPI 3.1 description of the API, made from the routes that serve it. */
import type { TSchema } from "typebox";
import type { Parameter } from "./parameters.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";
import { Health, Problem } from "./schemas.ts";

type Json = Record<string, unknown>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): Json => ({ "application/json": { schema } });

const problem = (description: string, headers: Json = {}): Json => ({
  description,
  content: json(ref("Problem")),
  ...Object.keys(headers).length > 0 ? { headers } : {},
});

const RETRY_AFTER = {
  "Retry-After": {
    description: "Seconds after which to try again.",
    required: true,
    schema: { type: "integer", minimum: 1 },
  },
};
const ALLOW = {
  Allow: {
    description: "The methods that there are.",
    required: true,
    schema: { type: "string" },
    example: "GET, HEAD",
  },
};

/** Answers that every path may give. */
const COMMON = {
  400: problem("A parameter is unknown, repeated or wrong: which one, and what it takes."),
  405: problem("The path has no such method.", ALLOW),
  503: problem("QuestDB cannot be reached, or too many requests wait for it.", RETRY_AFTER),
};

function parameterOf({ name, in: place, description, schema, example }: Parameter): Json {
  const required = place === "path";
  return {
    name,
    in: place,
    required,
    description,
    schema,
    ...example === undefined ? {} : { example },
  };
}

function operationOf(route: Route): Json {
  const parameters = Object.values(route.parameters);
  return {
    operationId: route.operation,
    tags: [route.path.split("/")[1]],
    summary: route.summary,
    description: route.description,
    parameters: parameters.map(parameterOf),
    responses: {
      200: { description: "The answer.", content: json(ref(route.answers)), headers: CACHE },
      304: { description: "The answer is still the one with the ETag in `If-None-Match`." },
      ...COMMON,
      ...route.mayBeMissing || parameters.some((one) => one.in === "path")
        ? { 404: problem("There is no such thing or path.") }
        : {},
    },
  };
}

const CACHE = {
  "Cache-Control": {
    description: "`no-store` for an answer about now, some seconds for one about the past.",
    required: true,
    schema: { type: "string" },
  },
  ETag: { description: "Names the answer's content.", schema: { type: "string" } },
};

/** The description as a JSON value. */
export function openapi(): Json {
  const schemas: [string, TSchema][] = routes.map(({ answers, answer }) => [answers, answer]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Tributary orders API",
      version: "1.0.0",
      description:
        "What an order business looks like now, or at any moment of its history: `at` and " +
        "`window` move the clock. Periods include their start and not their end. Times are UTC. Without " +
        "data answers are empty. There are no CORS headers: pages of other origins cannot read the API.",
    },
    servers: [{ url: "/" }],
    tags: [{ name: "orders" }, { name: "users" }, { name: "service" }],
    paths: {
      ...Object.fromEntries(routes.map((route) => [route.path, { get: operationOf(route) }])),
      "/health": {
        get: {
          operationId: "getHealth",
          tags: ["service"],
          summary: "Whether the API can answer",
          description: "Asks QuestDB.",
          responses: {
            200: { description: "QuestDB answers.", content: json(ref("Health")) },
            405: COMMON[405],
            503: {
              description: "QuestDB does not answer.",
              content: json(ref("Health")),
              headers: RETRY_AFTER,
            },
          },
        },
      },
      "/metrics": {
        get: {
          operationId: "getMetrics",
          tags: ["service"],
          summary: "Counts and latencies for Prometheus",
          description: "Requests by route and status, their latency, errors of the database.",
          responses: {
            200: {
              description: "Metrics in Prometheus' text format.",
              content: { "text/plain": { schema: { type: "string" } } },
            },
            405: COMMON[405],
          },
        },
      },
    },
    components: {
      schemas: Object.fromEntries([...schemas, ["Health", Health], ["Problem", Problem]]),
    },
  };
}
