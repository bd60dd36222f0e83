/** Find or start the engines: external, under Docker, or as processes of this machine. */
export { doctor } from "./doctor/doctor.ts";
export type { Need } from "./doctor/need.ts";
export {
  defaultEngines,
  engineGroups,
  type EngineName,
  engines,
  optionalEngines,
} from "./engines/mod.ts";
export { type Mode, MODES } from "./modes/mode.ts";
export { showLogs } from "./logs.ts";
export { engineFolder } from "./stack_dir.ts";
export { ensureStack, findStack, type Stack, type StackOptions } from "./stack.ts";
export { startCommand } from "./start_command.ts";
export { type Secret, stackSecrets, type StackStatus, stackStatus } from "./status.ts";
export { stopStack } from "./stop.ts";
