package org.rudolphine.jobs;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Brings the metrics of a run into Spark's metrics system, so that any sink of Spark reports them.
 * They live on the driver, which knows what every lane and stage did; executors have none. The
 * class is public because Spark makes it by name.
 */
public final class MetricsPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return new OnDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return null; // none
  }

  private static final class OnDriver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      return Map.of();
    }

    @Override
    public void registerMetrics(String applicationId, PluginContext plugin) {
      RunMetrics.registerIn(plugin.metricRegistry());
    }
  }
}
