import { confOptions } from "../config.ts";
import { readAuthorities, type TlsOptions } from "../tls.ts";

/** What requests of a configuration string do for TLS. */
const known = new Map<string, typeof fetch>();

/**
 * The TLS options of a configuration string, with the official client's keys: `tls_ca=path;` names a PEM
 * file of authorities, `tls_verify=unsafe_off;` accepts any certificate.
 *
 * @throws {UsageError} The file cannot be read, or holds no certificate.
 */
export function tlsOf(conf: string): TlsOptions {
  const options = confOptions(conf);
  const ca = options.get("tls_ca");
  return {
    ...ca === undefined
      ? {}
      : { ca: readAuthorities({ name: "tls_ca in QDB_CLIENT_CONF", value: ca }) },
    ...options.get("tls_verify") === "unsafe_off" ? { rejectUnauthorized: false } : {},
  };
}

/**
 * The `fetch` for QuestDB at a configuration string: one that trusts the authorities named there.
 *
 * @throws {UsageError} Their file cannot be read, or holds no certificate.
 */
export function fetchFor(conf: string): typeof fetch {
  if (!conf.startsWith("https::")) return fetch;
  const { ca, rejectUnauthorized = true } = tlsOf(conf);
  if (rejectUnauthorized && ca === undefined) return fetch;
  const key = `${rejectUnauthorized} ${ca}`;
  const made = known.get(key) ?? (rejectUnauthorized ? trusting(ca!) : careless());
  known.set(key, made);
  return made;
}

function trusting(ca: string): typeof fetch {
  const client = Deno.createHttpClient({ caCerts: [ca] });
  return (input, init) => fetch(input, { ...init, client });
}

/** Deno's own `fetch` always checks certificates. */
function careless(): typeof fetch {
  const opened = import("undici").then(({ Agent, fetch }) => ({
    fetch,
    dispatcher: new Agent({ connect: { rejectUnauthorized: false } }),
  }));
  const ask = async (input: string, init?: object) => {
    const { fetch, dispatcher } = await opened;
    return await fetch(input, { ...init, dispatcher });
  };
  return ask as never; // the same interface as Deno's, of another origin
}
