/** For tests: a certificate authority of the test's own, and certificates that it signs. */
// x509 needs it.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY = 86_400_000;

/** A certificate and its private key as PEM text. */
export interface Certificate {
  cert: string;
  key: string;
}

/** Options for {@linkcode Authority.sign}: whom the certificate is for, and until when. */
export interface SignOptions {
  /** DNS names and IP addresses of a server. @default none, for a client */
  names?: string[];
  /** Milliseconds from now until it ends; negative if it has ended. @default a day */
  lasts?: number;
}

/** Signs certificates. */
export interface Authority {
  /** Its own certificate as PEM text. */
  cert: string;
  sign(commonName: string, options?: SignOptions): Promise<Certificate>;
}

/** Makes an authority that nobody trusts yet. @param commonName Its name. */
export async function makeAuthority(commonName: string): Promise<Authority> {
  const name = `CN=${commonName}`;
  const keys = await newKeys();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + DAY),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign),
    ],
  });
  return {
    cert: own.toString("pem"),
    async sign(commonName, { names = [], lasts = DAY } = {}) {
      const subject = await newKeys();
      const signed = await x509.X509CertificateGenerator.create({
        subject: `CN=${commonName}`,
        issuer: name,
        signingKey: keys.privateKey,
        publicKey: subject.publicKey,
        signingAlgorithm: ALGORITHM,
        notBefore: new Date(Date.now() - 2 * DAY),
        notAfter: new Date(Date.now() + lasts),
        extensions: names.length === 0 ? [] : [
          new x509.SubjectAlternativeNameExtension(
            names.map((value) => ({
              type: /^[\d.]+$/.test(value) ? "ip" as const : "dns" as const,
              value,
            })),
          ),
        ],
      });
      const key = await crypto.subtle.exportKey("pkcs8", subject.privateKey);
      return {
        cert: signed.toString("pem"),
        key: x509.PemConverter.encode(key, "PRIVATE KEY"),
      };
    },
  };
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}
