import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.gateway.SqlGateway;

/**
 * Apache Flink as one process: JobManager with its REST API and web page, one TaskManager, and the SQL
 * Gateway, which submits to that JobManager. Three processes of Flink's own take twice the memory.
 *
 * <p>Settings come from {@code $FLINK_CONF_DIR/config.yaml}. It is run from this source file, which
 * needs a JDK: {@code java -cp 'jars/*' LocalFlink.java}. It ends with SIGTERM.
 */
public class LocalFlink {
  public static void main(String[] args) throws Exception {
    Configuration settings = GlobalConfiguration.loadConfiguration();
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.get(TaskManagerOptions.NUM_TASK_SLOTS))
                .build());
    cluster.start();
    SqlGateway.main(args); // returns only after SIGTERM
  }
}
