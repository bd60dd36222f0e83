import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes messages with the client of Kafka itself, in batches of several compressed blocks, each
 * with the name of its compression as key. Arguments: bootstrap servers, topic, messages of each.
 */
class Producer {
  public static void main(String[] args) {
    int count = Integer.parseInt(args[2]);
    for (String codec : new String[] {"none", "gzip", "snappy", "lz4", "zstd"}) {
      Map<String, Object> settings = Map.of(
          "bootstrap.servers", args[0], "compression.type", codec,
          "batch.size", 400_000, "linger.ms", 100);
      try (var producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        for (int i = 0; i < count; i++) {
          String value = "message " + i + " ü ".repeat(i % 100);
          producer.send(new ProducerRecord<>(args[1], codec, value));
        }
      }
    }
  }
}
