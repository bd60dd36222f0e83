/** What an engine declares, so that it can be found, started, watched and stopped. */
import type { Environment } from "../environment.ts";
import type { Health } from "../health.ts";
import type { Run } from "../machine/run.ts";

/** Passwords by the names of an engine's users. */
export type Passwords = Readonly<Record<string, string>>;

/**
 * A server that the stack can start, or use if it runs elsewhere. Its folder `<stack>/<name>` holds
 * its data and its logs; `down --purge` deletes it.
 */
export interface Engine<
  Name extends string = string,
  Endpoint extends object = object,
  Address extends string = string,
  Port extends string = string,
> {
  /** Its name in commands, and of its folder and its service in compose.yaml. */
  name: Name;
  /** The name as people write it. */
  title: string;
  /** The version that is started, the same as a process and under Docker. */
  version: string;
  /** Engines that answer before this one is started. @default [] */
  dependsOn?: readonly string[];
  /**
   * The ports that it listens on, with their preferred numbers below 10000. No other engine has a
   * port of the same name: compose.yaml reads `TRIBUTARY_<NAME>_PORT`.
   */
  ports: Readonly<Record<Port, number>>;
  /**
   * Its users with what each may do. They get random passwords, and the service in compose.yaml reads
   * them from `TRIBUTARY_<NAME>_<USER>_PASSWORD`. @default {}
   */
  users?: Readonly<Record<string, string>>;
  /** The address with a user's login in it, for other programs: only `status --show-secrets` shows it. */
  urlFor?(
    endpoint: NoInfer<Endpoint>,
    login: { user: string; password: string },
  ): string | undefined;
  /** How to reach one of our own. Without passwords: one that was started without a login. */
  endpointAt(ports: Readonly<Record<Port, number>>, passwords?: Passwords): Endpoint;
  /** One that runs elsewhere. */
  external: ExternalEngine<Endpoint>;
  /**
   * Addresses without credentials, by their keys in `status --json`; null for one that the
   * environment does not name. Messages name the first, which always is known.
   */
  addresses(endpoint: NoInfer<Endpoint>): Readonly<Record<Address, string | null>>;
  /** Where it answers, for people. */
  describe(endpoint: NoInfer<Endpoint>): string;
  /**
   * Asks it in its own protocol. With `withId` it is one of our own: for an id that equals
   * {@linkcode Launch.id}, and whether it answers without a login.
   */
  health(endpoint: NoInfer<Endpoint>, options: { withId: boolean }): Promise<Health>;
  /** The id that data in its folder was made with: the whole stack then has this id. */
  storedId?(dir: string): Promise<string | undefined>;
  /** How it runs as a process of this machine. */
  process: JavaProcess<Port> | ProgramProcess<Port>;
  /** What its service in compose.yaml must say. */
  compose: ComposeService<Port>;
  /** Folder of its `.log` files within its own, `.` for its own. @default its output is its log */
  logs?: string;
}

/** An engine that the environment names. */
export interface ExternalEngine<Endpoint> {
  /** The variable that names it. */
  variable: string;
  /** A value of the variable, as one would write it in a shell. */
  example: string;
  /**
   * Reads it and what else the environment says. Called only if the variable is set.
   *
   * @throws {UsageError} A variable is not understood. The message holds no secret.
   */
  endpoint(env: Environment): Endpoint;
}

/** What an engine's process is started with. */
export interface Launch<Port extends string = string> {
  /** The engine's folder, which exists. */
  dir: string;
  /** Ports of the whole stack: its own, and those of the engines that it depends on. */
  ports: Readonly<Record<Port, number> & Record<string, number>>;
  /** The stack's id, 22 characters of URL-safe base64, which the engine must report. */
  id: string;
  /** Of its users; an engine gets them by its environment or a file, never on a command line. */
  passwords: Passwords;
  /** Gives up. */
  signal?: AbortSignal;
}

/** What a Java engine is started with. */
export interface JavaLaunch<Port extends string = string> extends Launch<Port> {
  /** The `java` program. */
  java: string;
  /** The folder of its jars. */
  jars: string;
}

/** A command line. */
export interface ProcessCommand {
  /** For a Java process the arguments of `java`, otherwise the program and its arguments. */
  words: string[];
  /** Variables on top of this process's own. @default {} */
  env?: Record<string, string>;
}

/** An engine of jars. */
export interface JavaProcess<Port extends string = string> {
  kind: "java";
  /** Names the jars; its property `engine.version` is the engine's version. */
  pom: URL;
  /** Size of the jars in MB. */
  megabytes: number;
  /** It is run from a source file, which a Java without a compiler cannot do. @default false */
  needsJdk?: boolean;
  /** Writes its settings and prepares its data. @returns How to start it. */
  command(launch: JavaLaunch<Port>): Promise<ProcessCommand>;
}

/** An engine that is a program of its own. */
export interface ProgramProcess<Port extends string = string> {
  kind: "program";
  /** The signal that asks it to end. @default "SIGTERM" */
  stopSignal?: Deno.Signal;
  /** Why it cannot be had on this machine, and what to install; undefined if nothing is known against it. */
  lack?(options: { run: Run }): Promise<string | undefined>;
  /** The beginning of its command line, from the program's name on; it holds the folder. */
  knownBy(dir: string): string;
  /** Writes its settings and prepares its data. @returns How to start it. */
  command(launch: Launch<Port>): Promise<ProcessCommand>;
}

/** A service of compose.yaml: a test compares them. */
export interface ComposeService<Port extends string = string> {
  image: string;
  /** Settings that it has in common with the process. */
  environment: Readonly<Record<string, string>>;
  /** The ports that it publishes. */
  ports: readonly Port[];
}

/** Gives an engine its types. */
export function defineEngine<
  const Name extends string,
  Endpoint extends object,
  Address extends string,
  Port extends string,
>(
  engine: Engine<Name, Endpoint, Address, Port>,
): Engine<Name, Endpoint, Address> {
  return engine;
}
