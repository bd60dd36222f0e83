/** What every request passes before anything else: Host, Origin, token, rate, size; and headers after it. */
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Access } from "./access.ts";
import { rateLimit } from "./rate.ts";

/** Options for {@linkcode guard}. */
export interface GuardOptions {
  access: Access;
  /** Largest body of a request to a path, in bytes. */
  bodyLimit(path: string): number;
  /** The address that a request comes from. */
  callerOf(context: Context): string;
}

/**
 * What a page may load: files of this server. Styles in attributes are those that Plot writes into its
 * pictures; they cannot load anything, as images are of this server too.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src-elem 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** Makes the guard. */
export function guard(options: GuardOptions): MiddlewareHandler {
  const { access, callerOf } = options;
  const mayAsk = rateLimit({ burst: 2000, perSecond: 400 });
  const mayGuess = rateLimit({ burst: 10, perSecond: 0.2 });
  return async (context, next) => {
    const refused = await refusal(context, options, {
      mayAsk,
      mayGuess,
      caller: callerOf(context),
    });
    if (refused) context.res = refused;
    else await next();
    for (const [name, value] of Object.entries(HEADERS)) {
      // The API's page has a policy of its own, for the same server.
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
    if (access.token !== undefined && !context.res.headers.has("Cache-Control")) {
      context.res.headers.set("Cache-Control", "no-store");
    }
  };
}

interface Caller {
  caller: string;
  mayAsk(caller: string): boolean;
  mayGuess(caller: string): boolean;
}

async function refusal(
  context: Context,
  { access, bodyLimit }: GuardOptions,
  { caller, mayAsk, mayGuess }: Caller,
): Promise<Response | undefined> {
  const { req } = context;
  const host = req.header("Host");
  if (!access.isOurHost(host)) return refuse(context, 421, "This server has another name");
  if (!mayAsk(caller)) return refuse(context, 429, "Too many requests: wait a second");
  if (isForeign(context, host!)) {
    return refuse(context, 403, "Requests of other sites are refused");
  }
  if (access.token !== undefined) {
    const refused = login(context, access, () => mayGuess(caller));
    if (refused) return refused;
  }
  return await tooLarge(context, bodyLimit(req.path));
}

/** Whether a browser says that another site's page asks: only a visit by a link is right then. */
function isForeign({ req }: Context, host: string): boolean {
  const origin = req.header("Origin");
  if (origin !== undefined) return origin !== `http://${host}` && origin !== `https://${host}`;
  const site = req.header("Sec-Fetch-Site") ?? "none";
  if (site === "none" || site === "same-origin") return false;
  return req.method !== "GET" || req.header("Sec-Fetch-Mode") !== "navigate" ||
    req.header("Sec-Fetch-Dest") !== "document";
}

/** Takes the token out of the address, or asks for it. */
function login(context: Context, access: Access, mayGuess: () => boolean): Response | undefined {
  const { req } = context;
  const url = new URL(req.url);
  const given = url.searchParams.get("token") ??
    /^Bearer (.+)$/.exec(req.header("Authorization") ?? "")?.[1];
  if (given === undefined) {
    if (access.isPass(getCookie(context, access.cookie))) return undefined;
    return refuse(
      context,
      401,
      "This dashboard needs a token: open the address that `deno task dashboard` printed",
    );
  }
  if (!access.isToken(given)) {
    return mayGuess()
      ? refuse(
        context,
        401,
        "The token is wrong: open the address that `deno task dashboard` printed",
      )
      : refuse(context, 429, "Too many wrong tokens: wait a minute");
  }
  if (!url.searchParams.has("token")) return undefined;
  const secure = (req.header("Origin") ?? "").startsWith("https:");
  setCookie(context, access.cookie, access.pass, {
    path: "/",
    httpOnly: true,
    sameSite: "Strict",
    secure,
    maxAge: 30 * 24 * 3600,
  });
  url.searchParams.delete("token");
  // A page of this server that goes on by itself: a redirect of a visit from elsewhere, as from a mail,
  // would come without a strict cookie.
  return context.html(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tributary</title>` +
      `<meta http-equiv="refresh" content="0; url=${escaped(url.pathname + url.search)}">`,
    200,
    { "Cache-Control": "no-store" },
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** A body is read here, up to the limit, whatever its header says; the routes read it again. */
async function tooLarge(context: Context, limit: number): Promise<Response | undefined> {
  const { raw } = context.req;
  if (!raw.body) return undefined;
  const refused = () => refuse(context, 413, `A request may have ${limit} bytes`);
  if (Number(raw.headers.get("Content-Length") ?? 0) > limit) return refused();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of raw.body) {
    size += part.length;
    if (size > limit) return refused();
    parts.push(part);
  }
  const body = new Blob(parts as BlobPart[]);
  const { method, headers } = raw;
  // The signal tells a route that the caller has gone; only to look at it makes Deno watch for that.
  context.req.raw = Object.defineProperty(
    new Request(raw.url, { method, headers, body }),
    "signal",
    {
      get: () => raw.signal,
    },
  );
  return undefined;
}

type Refusal = 401 | 403 | 413 | 421 | 429;

function refuse(context: Context, status: Refusal, message: string): Response {
  const headers = { "Cache-Control": "no-store" };
  const wantsPage = context.req.header("Accept")?.includes("text/html") ?? false;
  return wantsPage
    ? context.html(
      `<!doctype html><html lang="en"><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width"><title>Tributary</title>` +
        `<h1>${status}</h1><p>${escaped(message)}</p>`,
      status,
      headers,
    )
    : context.json({ error: { message, parameter: null } }, status, headers);
}
