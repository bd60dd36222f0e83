/** A typed client of the orders API. */
import createClient from "openapi-fetch";
import { UnavailableError } from "../../errors.ts";
import { connectionFailure } from "../../connection_failure.ts";
import type { paths } from "./paths.ts";

/** What a path answers, if it answers JSON. */
type Answer<P extends keyof paths> = paths[P] extends
  { get: { responses: { 200: { content: { "application/json": infer A } } } } } ? A : never;

/** The paths that answer JSON. */
export type OrdersPath = { [P in keyof paths]: Answer<P> extends never ? never : P }[keyof paths];

/** What a path answers. */
export type OrdersAnswer<P extends OrdersPath> = Answer<P>;

type Given<P extends OrdersPath> = paths[P] extends { get: { parameters: infer G } } ? G : never;
type Part<G, Key extends string> = G extends { [K in Key]: infer T }
  ? [T] extends [never | undefined] ? unknown : NonNullable<T>
  : G extends { [K in Key]?: infer T } ? [T] extends [never | undefined] ? unknown : NonNullable<T>
  : unknown;

/** The parameters of a path, those of its query and those in it. */
export type OrdersParameters<P extends OrdersPath> =
  & Part<Given<P>, "query">
  & Part<Given<P>, "path">;

/** Options for {@linkcode ordersClient}. */
export interface OrdersClientOptions {
  /** Where the API is. @default "http://127.0.0.1:8080" */
  url?: string;
  /** @default fetch */
  fetch?: (request: Request) => Promise<Response>;
}

/** The orders API as functions. */
export interface OrdersClient {
  /**
   * Asks for a path.
   *
   * @throws {UnavailableError} The API or its database cannot be reached.
   * @throws {RangeError} A parameter is wrong, or there is no such order or user; the message is the API's.
   */
  get<P extends OrdersPath>(path: P, parameters?: OrdersParameters<P>): Promise<OrdersAnswer<P>>;
}

/** Makes a client. */
export function ordersClient(options: OrdersClientOptions = {}): OrdersClient {
  const { url = "http://127.0.0.1:8080", fetch } = options;
  const client = createClient<paths>({ baseUrl: url, ...fetch ? { fetch } : {} });
  const at = { service: "orders API", address: url };
  return {
    async get(path, parameters = {} as OrdersParameters<typeof path>) {
      const given = parameters as Record<string, string | number>;
      const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!));
      const pick = (wanted: boolean) =>
        Object.fromEntries(Object.entries(given).filter(([key]) => inPath.has(key) === wanted));
      const params = { path: pick(true), query: pick(false) };
      // The types of this function are those of the path; it itself takes any.
      const ask = client.GET as unknown as AskAny;
      const { data, error, response } = await ask(path, { params }).catch((cause) => {
        const reason = connectionFailure(cause);
        if (reason === undefined) throw cause;
        throw new UnavailableError(
          `Cannot reach the orders API at ${url}: ${reason}. Start it with: deno task api`,
          at,
        );
      });
      if (response.ok) return data as OrdersAnswer<typeof path>;
      const message = (error as { error?: { message?: string } })?.error?.message ??
        `The orders API answered ${response.status}`;
      throw response.status === 503 ? new UnavailableError(message, at) : new RangeError(message);
    },
  };
}

type AskAny = (
  path: string,
  options: { params: { path: object; query: object } },
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
