/** Names of settings whose values nobody may see. */
const SECRET = /passw|secret|token|credential|passphrase|jaas|private|api\.?key|access\.?key/i;
/** Values that only say where a secret is: `${env:NAME}`. */
const REFERENCE = /^\$\{[\w.-]+:[^}]*\}$/;
const HIDDEN = "********";

/** A connector's configuration for people: secrets are hidden, also within addresses. */
export function masked(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, maskedValue(name, value)]),
  );
}

function maskedValue(name: string, value: string): string {
  if (value === "" || value === null || REFERENCE.test(value)) return value;
  if (SECRET.test(name)) return HIDDEN;
  return String(value)
    .replace(/(\/\/[^/\s:@]+:)[^@/\s]+@/g, `$1${HIDDEN}@`)
    .replace(/((?:password|pwd|token|secret)=)[^&;\s]+/gi, `$1${HIDDEN}`);
}
