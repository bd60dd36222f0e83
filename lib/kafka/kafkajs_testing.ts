/** For tests: what kafkajs does below its public API, to compare ours with. */
export { default as kafkajsErrors } from "kafkajs/src/errors.js";
/** Reads a record batch. */
export { default as decodeKafkajsBatch } from "kafkajs/src/protocol/recordBatch/v0/decoder.js";
/** Encodes one record of a batch. */
export { default as encodeKafkajsRecord } from "kafkajs/src/protocol/recordBatch/record/v0/index.js";
/** Encodes a record batch. */
export { RecordBatch as encodeKafkajsBatch } from "kafkajs/src/protocol/recordBatch/v0/index.js";
/** One TCP connection to a broker. */
export { default as KafkajsConnection } from "kafkajs/src/network/connection.js";
/** Requests of a connection that wait for their turn or their response. */
export { default as KafkajsRequestQueue } from "kafkajs/src/network/requestQueue/index.js";
