/** What a connector does, as Kafka Connect tells it. */

/** A task of a connector. */
export interface TaskState {
  id: number;
  /** `RUNNING`, `FAILED`, `PAUSED`, `UNASSIGNED`, … */
  state: string;
  worker: string;
  /** Why it failed: Java's stack trace. */
  trace?: string;
}

/** A connector. */
export interface ConnectorState {
  name: string;
  /** The class that it runs. */
  plugin: string;
  /**
   * `FAILED` if the connector or one of its tasks failed, whatever the connector itself says; `NO TASKS`
   * if it runs without any; otherwise what the connector says.
   */
  state: string;
  /** Why it failed, one line; null if it did not. */
  failure: string | null;
  /** What the connector itself says: it may say `RUNNING` while its task has failed. */
  connector: string;
  tasks: TaskState[];
}

/** A connector in Connect's own answer. */
interface Answer {
  status: {
    name: string;
    connector: { state: string; trace?: string };
    tasks: { id: number; state: string; worker_id: string; trace?: string }[];
  };
  info?: { config?: Record<string, string> };
}

/** Reads a connector of the answer to `GET /connectors?expand=status&expand=info`. */
export function connectorState(answer: unknown): ConnectorState {
  const { status, info } = answer as Answer;
  const tasks = status.tasks.map(({ id, state, worker_id, trace }) => ({
    id,
    state,
    worker: worker_id,
    ...trace === undefined ? {} : { trace },
  }));
  const failed = tasks.find(({ state }) => state === "FAILED");
  const { state, trace } = status.connector;
  const whole = state === "FAILED" || failed
    ? "FAILED"
    : state === "RUNNING" && tasks.length === 0
    ? "NO TASKS"
    : state === "RUNNING" && tasks.some((task) => task.state !== "RUNNING")
    ? tasks.find((task) => task.state !== "RUNNING")!.state
    : state;
  return {
    name: status.name,
    plugin: info?.config?.["connector.class"] ?? "",
    state: whole,
    failure: whole === "FAILED" ? causeOf(failed?.trace ?? trace ?? "") : null,
    connector: state,
    tasks,
  };
}

/** Whether the connector and all its tasks run. */
export function isRunning({ state }: ConnectorState): boolean {
  return state === "RUNNING";
}

/** Whether somebody has paused or stopped it: it stays so until it is resumed. */
export function isHeld({ connector }: Pick<ConnectorState, "connector">): boolean {
  return connector === "PAUSED" || connector === "STOPPED";
}

/** What failed, and the innermost cause: the first line of a stack trace and its last `Caused by`. */
export function causeOf(trace: string): string {
  const lines = trace.split("\n").map((line) => line.trim()).filter(Boolean);
  const first = plain(lines[0] ?? "it gave no reason");
  const cause = lines.findLast((line) => line.startsWith("Caused by: "));
  const inner = cause && plain(cause.slice("Caused by: ".length));
  return inner === undefined || first.includes(inner) ? first : `${first}: ${inner}`;
}

/** Without the class's package. */
function plain(line: string): string {
  return line.replace(/^(?:[a-z_]\w*\.)+(?=[A-Z])/, "");
}
