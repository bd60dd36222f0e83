/** Find or start the engines: Kafka and QuestDB, external, under Docker, or as plain Java processes. */
export { doctor, type Need } from "./doctor.ts";
export { type Mode, MODES } from "./known.ts";
export { showLogs } from "./logs.ts";
export { ensureStack, findStack, type Stack, type StackOptions } from "./stack.ts";
export { type StackStatus, stackStatus } from "./status.ts";
export { stopStack } from "./stop.ts";
