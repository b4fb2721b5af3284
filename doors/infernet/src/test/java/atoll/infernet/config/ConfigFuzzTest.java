package atoll.infernet.config;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.infernet.json.HostileJson;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the file: a configuration, or a refusal that says what is wrong where; and soon. */
class ConfigFuzzTest {
  private static final String HONEST =
      """
      {"log_path":"infernet_node.log","manage_containers":true,"startup_wait":1.0,
       "server":{"port":4000,"rate_limit":{"num_requests":100,"period":100},"trusted_proxies":["10.0.0.1"]},
       "redis":{"host":"redis","port":6379},"forward_stats":true,
       "log":{"path":"a.log","max_file_size":1024,"backup_count":2},
       "docker":{"username":"user","password":"secret"},
       "chain":{"enabled":true,"trail_head_blocks":0,"rpc_url":"http://localhost:8545",
         "registry_address":"0x663F3ad617193148711d28f5334eE4Ed07016602",
         "wallet":{"max_gas_limit":4000000,"private_key":"0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
           "payment_address":"0x663F3ad617193148711d28f5334eE4Ed07016602","allowed_sim_errors":["not enough"]},
         "snapshot_sync":{"sleep":3,"batch_size":10,"starting_sub_id":0,"sync_period":30}},
       "stats_collector":{"host":"fluentbit","port":24224},"metrics":{"host":"127.0.0.1","port":9464},
       "containers":[{"id":"hello-world","image":"ritualnetwork/hello-world-infernet:latest",
         "url":"http://localhost:3000","bearer":"b","external":true,"port":"3000","gpu":false,
         "allowed_delegate_addresses":["0xab"],"allowed_addresses":[],"allowed_ips":["127.0.0.1/8","::1"],
         "command":"--bind=0.0.0.0:3000 --workers=2","env":{"A":1,"B":null,"C":{"d":[1.5]}},
         "accepted_payments":{"0x0000000000000000000000000000000000000000":1000},
         "generates_proofs":false,"volumes":["a:/b:ro"],"description":"d",
         "rate_limit":{"num_requests":1,"period":1},"memory":"512m","cpus":1.5,"timeout":2.5,"max_concurrency":4,"health":"/health"},
        {"id":"second","image":"i"}]}
      """;

  @ParameterizedTest
  @MethodSource("atoll.infernet.json.HostileJson#seeds")
  void isAConfigurationOrARefusalThatNamesAKey(long seed) {
    var hostile = new HostileJson(new Random(seed));
    for (int i = 0; i < 1_000; i++) {
      var bytes = hostile.hostile(HONEST);
      int number = i;
      Assertions.assertTimeout(Duration.ofSeconds(20), () -> parse(bytes, seed, number));
    }
  }

  private static void parse(byte[] bytes, long seed, int number) {
    try {
      assertThat(ConfigReader.parse("config.json", bytes)).isNotNull();
    } catch (AtollException refusal) {
      assertThat(refusal.code())
          .as("seed %d, number %d", seed, number)
          .isEqualTo(ErrorCode.CONFIG_REFUSED);
      assertThat(refusal.getMessage())
          .as("seed %d, number %d", seed, number)
          .containsPattern("is not JSON: .|\n  [^:]+: .")
          .hasSizeLessThan(20_000);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ", number " + number + ": " + e, e);
    }
  }
}
