/** Find or start the engines: Kafka and QuestDB, external, under Docker, or as plain Java processes. */
export {
  ensureStack,
  findStack,
  type Mode,
  MODES,
  type Stack,
  type StackOptions,
} from "./stack.ts";
export { type StackStatus, stackStatus } from "./status.ts";
export { stopStack } from "./stop.ts";
