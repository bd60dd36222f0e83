/**
 * The engines' versions, the same under Docker and under Java.
 *
 * Kafka 4.1.2 is the newest fix of the 4.1 line that the design was measured on. QuestDB 9.3.4 is
 * the newest on Maven Central that Java 17 runs.
 */
export const KAFKA_VERSION = "4.1.2";
/** See {@linkcode KAFKA_VERSION}. */
export const QUESTDB_VERSION = "9.3.4";
