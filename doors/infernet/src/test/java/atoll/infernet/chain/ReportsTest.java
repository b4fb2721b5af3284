package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReportsTest extends OnAnvil {
  @Test
  @DisplayName("why a subscription is served, or not, can be asked; and what the chain cost")
  void reports() throws Exception {
    var payer = world.wallet(world.user);
    var node = start(",\"payment_address\":\"" + world.wallet(world.node).address + "\"");
    long unknown = request("nobody", 1);
    long poor = pay(BigInteger.TEN, payer);
    long served = request("echo", 1);
    await60().until(() -> report(node, served).contains("\"state\":\"delivered\""));
    assertThat(report(node, unknown))
        .contains("\"state\":\"ignored\"", "\"reason\":\"Container-set not supported");
    await60().until(() -> report(node, poor).contains("\"state\":\"waiting\""));
    assertThat(report(node, poor)).contains("insufficient balance");
    assertThat(get(node, "/metrics"))
        .contains(
            "atoll_infernet_deliveries_total{outcome=\"delivered\"} 1\n",
            "atoll_infernet_jobs_total{kind=\"onchain\",status=\"success\"} 1\n",
            "atoll_infernet_rpc_errors_total 0\n",
            "atoll_infernet_subscriptions 2\n",
            "atoll_infernet_chain_block_age_seconds ");
  }
}
