import { messageOf } from "./errors.ts";

/** Wordings of rustls (Deno's own TLS, and the alerts of a server) and of `node:tls`. */
const FAILURES: [RegExp, string][] = [
  [/certificate expired|CERT_HAS_EXPIRED/i, "its certificate has expired"],
  [/not valid yet|NotValidYet|CERT_NOT_YET_VALID/i, "its certificate is not valid yet"],
  [
    /not valid for name|NotValidForName|ALTNAME_INVALID|does not match certificate's altnames/i,
    "its certificate is for another host name",
  ],
  // node:tls in Deno has one code for an unknown authority and an expired certificate.
  [
    /UNABLE_TO_VERIFY|unable to verify the first|UNABLE_TO_GET_ISSUER/i,
    "its certificate was not signed by an authority known here, or has expired",
  ],
  [
    /UnknownIssuer|SELF_SIGNED|self.signed certificate|invalid peer certificate/i,
    "its certificate was not signed by an authority known here",
  ],
  [
    /fatal alert: \w*(Certificate|UnknownCA|AccessDenied)/i,
    "it wants another client certificate, or wants one at all",
  ],
  [
    /InvalidContentType|corrupt message|wrong version number|packet length too long/i,
    "it does not speak TLS",
  ],
  // After `tls handshake eof` the server had just closed the connection, as one that restarts does.
  [
    /fatal alert|HandshakeFailure|\bERR_(SSL|TLS)_|\btls handshake(?! eof)/i,
    "the TLS handshake failed",
  ],
];

/**
 * Says why a TLS connection could not be made. To try again does not help.
 *
 * @param error Anything that was thrown.
 * @returns About the server (`its certificate has expired`); undefined if TLS was not the reason.
 */
export function tlsFailure(error: unknown): string | undefined {
  const text = textOf(error);
  return FAILURES.find(([pattern]) => pattern.test(text))?.[1];
}

/** Codes and messages of an error and its causes. */
function textOf(error: unknown): string {
  const codes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    codes.push(String((at as { code?: unknown }).code ?? ""));
  }
  return `${codes.join(" ")} ${messageOf(error)}`;
}
