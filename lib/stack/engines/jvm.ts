/**
 * Flags for Java engines: the serial collector and a heap that grows from little keep idle engines
 * small, and an engine out of memory ends, to be started again, rather than limp on.
 */
export const JVM_FLAGS = [
  "-Xms32m",
  "-Xmx384m",
  "-XX:+UseSerialGC",
  "-XX:MinHeapFreeRatio=10",
  "-XX:MaxHeapFreeRatio=30",
  "-XX:+ExitOnOutOfMemoryError",
];

/** Without it Java cannot open a folder whose name has letters beyond ASCII. */
export const JVM_ENV = { LC_ALL: "C.UTF-8" };
