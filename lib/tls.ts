/** Certificates and keys of TLS connections, as variables name them. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { UsageError } from "./errors.ts";

/** What a TLS connection trusts and shows: PEM text, in the words of `node:tls`. Never printed. */
export interface TlsOptions {
  /** Authorities that sign the server's certificate. @default those that the machine knows */
  ca?: string;
  /** The client's certificate, if the server wants one. */
  cert?: string;
  /** The key of `cert`, not encrypted. */
  key?: string;
  /** False: any certificate is accepted, also an attacker's. @default true */
  rejectUnauthorized?: boolean;
}

/** A variable and its value: the path of a PEM file, or PEM text itself. */
export interface PemVariable {
  name: string;
  value: string | undefined;
}

/** The variables of {@linkcode readTls}. */
export interface TlsVariables {
  ca: PemVariable;
  cert: PemVariable;
  key: PemVariable;
  /** The passphrase of the key. */
  keyPassword: PemVariable;
}

/**
 * Reads certificates and key. Checked here, as TLS itself only says that something is wrong.
 *
 * @throws {UsageError} A file cannot be read or is not PEM, or the key does not fit. No message holds a
 * value, which may be a secret in the wrong place.
 */
export function readTls({ ca, cert, key, keyPassword }: TlsVariables): TlsOptions {
  const tls: TlsOptions = {};
  if (ca.value !== undefined) tls.ca = readAuthorities(ca);
  if (cert.value === undefined && key.value === undefined) return tls;
  if (cert.value === undefined || key.value === undefined) {
    throw new UsageError(`Cannot use a client certificate: set both ${cert.name} and ${key.name}`);
  }
  const chain = readPem(cert);
  const own = certificateOf(cert, chain);
  const secret = keyOf(key, keyPassword);
  if (!own.checkPrivateKey(secret)) {
    throw new UsageError(
      `Cannot use ${key.name}: the key does not belong to the certificate of ${cert.name}`,
    );
  }
  if (Date.parse(own.validTo) < Date.now()) {
    throw new UsageError(`Cannot use ${cert.name}: the certificate expired on ${own.validTo}`);
  }
  return { ...tls, cert: chain, key: String(secret.export({ type: "pkcs8", format: "pem" })) };
}

/** Reads the authorities' certificates. @throws {UsageError} There are none. */
export function readAuthorities(ca: PemVariable): string {
  const text = readPem(ca);
  certificateOf(ca, text);
  return text;
}

function readPem({ name, value = "" }: PemVariable): string {
  if (value.startsWith("-----BEGIN ")) return value.replaceAll("\\n", "\n");
  try {
    return Deno.readTextFileSync(value);
  } catch (error) {
    throw new UsageError(`Cannot read the file that ${name} names: ${whyUnread(error)}`);
  }
}

function whyUnread(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.NotCapable) {
    return "this task may only read the project's folder, /tmp and /etc/ssl. " +
      "Copy it to certs/ in the project's folder, which git ignores";
  }
  if (error instanceof Deno.errors.PermissionDenied) return "you may not read it";
  return "it is not a file of text";
}

function certificateOf({ name }: PemVariable, text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new UsageError(`Cannot use ${name}: it holds no certificate in PEM form (-----BEGIN …)`);
  }
}

function keyOf(key: PemVariable, { name, value }: PemVariable): KeyObject {
  const text = readPem(key);
  if (/-----BEGIN ENCRYPTED|,ENCRYPTED/.test(text) && value === undefined) {
    throw new UsageError(`Cannot use ${key.name}: the key is encrypted; set ${name}`);
  }
  try {
    return createPrivateKey(value === undefined ? text : { key: text, passphrase: value });
  } catch {
    throw new UsageError(
      `Cannot use ${key.name}: ` +
        (value === undefined ? "it holds no key in PEM form" : `${name} does not open it`),
    );
  }
}
