package atoll.cli.config;

import static atoll.cli.config.Setting.Kind.DURATION;
import static atoll.cli.config.Setting.Kind.FOLDER;
import static atoll.cli.config.Setting.Kind.INTEGER;
import static atoll.cli.config.Setting.Kind.LEVEL;
import static atoll.cli.config.Setting.Kind.LIST;
import static atoll.cli.config.Setting.Kind.PORT;
import static atoll.cli.config.Setting.Kind.TEXT;
import static atoll.cli.config.Setting.Kind.TRUTH;

import atoll.cli.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The settings of the {@code dms} section, and of the original's file (DMS §12.3). Addresses of
 * third parties are not dialled unless a file names them, so they have no values here.
 */
public final class DmsSettings {
  private static final SequencedMap<String, Setting> BY_KEY = new LinkedHashMap<>();

  static {
    add("general.env", TEXT, "production");
    add("general.user_dir", FOLDER, "~/.nunet");
    add("general.work_dir", FOLDER, "~/nunet");
    add("general.data_dir", FOLDER, "~/nunet/data");
    add("general.debug", TRUTH, "false");
    add("general.host_city", TEXT, "");
    add("general.host_country", TEXT, "");
    add("general.host_continent", TEXT, "");
    add("general.port_available_range_from", INTEGER, "16384");
    add("general.port_available_range_to", INTEGER, "65536");
    add("general.storage_mode", TRUTH, "false");
    add("general.storage_ca_directory", FOLDER, "~/.nunet/storage_ca_directory");
    add("general.storage_bricks_dir", FOLDER, "~/.nunet/storage_bricks_dir");
    add("general.storage_glusterfs_hostname", TEXT, "");
    add("general.compute_gateway", TRUTH, "false");
    add("general.payment_provider.mode", TRUTH, "false");
    add("general.payment_provider.ethereum_rpc_url", TEXT, "");
    secret("general.payment_provider.ethereum_rpc_token");
    add("general.payment_provider.ntx_contract_address", TEXT, "");
    add("general.payment_provider.starting_block_scanning", INTEGER, "0");
    add("general.payment_provider.block_frost_api_url", TEXT, "");
    secret("general.payment_provider.block_frost_api_key");
    add("general.payment_provider.cardano_asset_name", TEXT, "");
    add("general.payment_provider.cardano_asset_policy_id", TEXT, "");
    add("general.push_liveness_enabled", TRUTH, "true");
    add("rest.addr", TEXT, "127.0.0.1");
    add("rest.port", PORT, "9999");
    add("profiler.enabled", TRUTH, "false");
    add("profiler.addr", TEXT, "127.0.0.1");
    add("profiler.port", PORT, "6060");
    add("p2p.listen_address", LIST, "/ip4/0.0.0.0/tcp/9000,/ip4/0.0.0.0/udp/9000/quic-v1");
    add("p2p.bootstrap_peers", LIST, "");
    add("p2p.memory", INTEGER, "1024");
    add("p2p.fd", INTEGER, "512");
    add("job.allow_privileged_docker", TRUTH, "false");
    add("job.require_contracts_for_deployment", TRUTH, "false");
    add("observability.log_level", LEVEL, "INFO", "observability.logging.level");
    add(
        "observability.log_file",
        FOLDER,
        "~/nunet/logs/nunet-dms-logs.jsonl",
        "observability.logging.file");
    add("observability.max_size", INTEGER, "100", "observability.logging.rotation.max_size_mb");
    add("observability.max_backups", INTEGER, "3", "observability.logging.rotation.max_backups");
    add("observability.max_age", INTEGER, "28", "observability.logging.rotation.max_age_days");
    add("observability.elasticsearch_url", TEXT, "", "observability.elastic.url");
    add("observability.elasticsearch_index", TEXT, "nunet-dms", "observability.elastic.index");
    add("observability.elasticsearch_enabled", TRUTH, "false", "observability.elastic.enabled");
    secret("observability.elasticsearch_api_key", "observability.elastic.api_key");
    add("observability.flush_interval", DURATION, "5", "observability.elastic.flush_interval");
    add(
        "observability.insecure_skip_verify",
        TRUTH,
        "false",
        "observability.elastic.insecure_skip_verify");
    add("observability.otel.enabled", TRUTH, "false");
    add("observability.otel.endpoint", TEXT, "");
    add("observability.otel.insecure", TRUTH, "false");
    add("apm.server_url", TEXT, "");
    add("apm.service_name", TEXT, "nunet-dms");
    add("apm.environment", TEXT, "production");
    secret("apm.api_key");
    secret("apm.secret_token");
  }

  private DmsSettings() {}

  public static List<Setting> all() {
    return List.copyOf(BY_KEY.values());
  }

  /** By its key or an alias, in any case, as the original looks keys up. */
  public static Optional<Setting> find(String key) {
    for (var setting : BY_KEY.values())
      if (setting.key().equalsIgnoreCase(key)
          || setting.aliases().stream().anyMatch(key::equalsIgnoreCase))
        return Optional.of(setting);
    return Optional.empty();
  }

  /** A question that names the keys that {@code unknown} may have meant, or nothing. */
  public static String near(String unknown) {
    var known = new ArrayList<String>();
    for (var setting : BY_KEY.values()) {
      known.add(setting.key());
      known.addAll(setting.aliases());
    }
    return DidYouMean.question(unknown, known);
  }

  private static void add(String key, Setting.Kind kind, String standard, String... aliases) {
    BY_KEY.put(key, new Setting(key, kind, standard, false, List.of(aliases)));
  }

  private static void secret(String key, String... aliases) {
    BY_KEY.put(key, new Setting(key, TEXT, "", true, List.of(aliases)));
  }
}
