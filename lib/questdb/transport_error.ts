/** What the official client's messages mean. */
import { confOptions } from "../config.ts";
import { connectionFailure } from "../connection_failure.ts";
import { UnavailableError } from "../errors.ts";
import { tlsFailure } from "../tls_failure.ts";

/** QuestDB refused a batch of lines and stored none of it. The message is QuestDB's own. */
export class BatchRefusedError extends Error {
  override name = "BatchRefusedError";
}

/** QuestDB refused the user, password or token. */
export class LoginRefusedError extends UnavailableError {}

/** QuestDB is unavailable or busy, perhaps only for a while. */
export class PassingError extends UnavailableError {
  /** Why, in short. */
  reason = "";
}

/**
 * Answers of QuestDB 9.3 with status 500, as if the server were at fault, that concern a row: its own rules for
 * times (`errno: -1`), and exceptions of the column's type, which it does not catch.
 */
const OF_A_ROW = new RegExp(
  "write error: .*(errno: -1, error: designated timestamp|" +
    "error: java\\.lang\\.(UnsupportedOperation|NumberFormat|ClassCast|Arithmetic)Exception)",
);

/**
 * What to throw for a message of the official client.
 *
 * @returns A {@linkcode BatchRefusedError}, a {@linkcode PassingError} if it may succeed a moment later, or an
 * {@linkcode UnavailableError}.
 */
export function explain(message: string, address: string): Error {
  const status = /statusCode=(\d+), error=(.*)/s.exec(message);
  // A proxy answers 400 too; QuestDB says what is wrong in JSON.
  const refused = status?.[1] === "413" || status?.[1] === "400" && isOfQuestdb(status[2]!);
  if (refused || status?.[1] === "500" && OF_A_ROW.test(status[2]!)) {
    return new BatchRefusedError(reasonOf(status![2]!));
  }
  const at = { service: "QuestDB", address };
  if (status?.[1] === "401" || status?.[1] === "403") {
    return new LoginRefusedError(
      `Cannot write to QuestDB at ${address}: it refused the login; check the user and token in QDB_CLIENT_CONF`,
      at,
    );
  }
  if (/errno: 28\b/.test(status?.[2] ?? "")) {
    return new UnavailableError(
      `Cannot write to QuestDB at ${address}: its disk is full. Free some space, then try again`,
      at,
    );
  }
  const untrusted = status ? undefined : tlsFailure(new Error(message));
  if (untrusted !== undefined) {
    return new UnavailableError(
      `Cannot write to QuestDB at ${address}: by TLS, ${untrusted}. ` +
        "Check addr and tls_ca in QDB_CLIENT_CONF",
      at,
    );
  }
  const failure = status ? undefined : connectionFailure(message);
  const reason = status ? reasonOf(status[2]!) : failure ?? message;
  const next = failure === "connection refused"
    ? "Start it with: deno task up"
    : "See: deno task status, deno task logs questdb";
  // A name that no server knows will not be known a moment later; an overloaded name server may be.
  const transient = status || (failure && failure !== "unknown host") || /EAI_AGAIN/.test(message);
  const text = `Cannot write to QuestDB at ${address}: ${reason}. ${next}`;
  return transient
    ? Object.assign(new PassingError(text, at), { reason })
    : new UnavailableError(text, at);
}

function isOfQuestdb(body: string): boolean {
  try {
    const { code, message } = JSON.parse(body);
    return typeof code === "string" && typeof message === "string";
  } catch {
    return false; // HTML or plain text, of whatever stands between
  }
}

/** The message in QuestDB's JSON response. */
function reasonOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: string };
    return (message ?? body).replace(
      /^failed to parse line protocol:errors encountered on line\(s\):\n?/,
      "",
    )
      .replace(/^error in line \d+: /, "").trim();
  } catch {
    return body.trim();
  }
}

/** A text without the passwords and tokens of a configuration. */
export function withoutSecrets(text: string, conf: string): string {
  for (const [key, value] of confOptions(conf)) {
    if (/^(password|token|token_x|token_y)$/.test(key) && value !== "") {
      text = text.replaceAll(value, "…");
    }
  }
  return text;
}
