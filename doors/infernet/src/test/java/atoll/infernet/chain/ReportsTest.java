package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.infernet.InfernetNode;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    await60().until(() -> told(node, served).contains("\"state\":\"delivered\""));
    assertThat(told(node, unknown))
        .contains("\"state\":\"ignored\"", "\"reason\":\"Container-set not supported");
    await60().until(() -> told(node, poor).contains("\"state\":\"waiting\""));
    assertThat(told(node, poor)).contains("insufficient balance");
    assertThat(get(node, "/metrics"))
        .contains(
            "atoll_infernet_deliveries_total{outcome=\"delivered\"} 1\n",
            "atoll_infernet_jobs_total{kind=\"onchain\",status=\"success\"} 1\n",
            "atoll_infernet_rpc_errors_total 0\n",
            "atoll_infernet_subscriptions 2\n",
            "atoll_infernet_chain_block_age_seconds ");
  }

  private String told(InfernetNode node, long id) throws Exception {
    return get(node, "/v1/subscriptions?id=" + id);
  }

  private String get(InfernetNode node, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
