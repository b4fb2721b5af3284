package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.infernet.World;
import atoll.infernet.InfernetNode;
import atoll.settlement.Account;
import atoll.settlement.Asset;
import atoll.settlement.Ledger;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is paid on the chain stands in the ledger, to the unit and once. */
class EarningsTest extends OnAnvil {
  private static final BigInteger TENTH = World.ETHER.divide(BigInteger.TEN);

  @Test
  void whatTheNodeIsPaidIsEnteredOnceItIsDeepInTheChain() throws Exception {
    world.fee.does(world.deployer, "updateFee", 500);
    var payer = world.wallet(world.user);
    var earner = world.wallet(world.node);
    world.pay(payer.address, TENTH.multiply(BigInteger.TWO));
    payer.does(world.user, "approve", consumer.address, NOBODY, TENTH.multiply(BigInteger.TWO));
    var own = ",\"payment_address\":\"" + earner.address + "\"";
    var node = start(own);
    long first = pay(TENTH, payer);
    await60().until(() -> answers(first, 1) == 1);
    assertThat(earnings(node).get("earned")).isEmpty();
    world.anvil.command("anvil_mine", "0x10");
    await60().until(() -> !earnings(node).get("earned").isEmpty());
    var told = earnings(node);
    assertThat(told.get("account").stringValue()).endsWith(earner.address.toString());
    assertThat(told.get("earned").get(0).get("amount").stringValue())
        .isEqualTo("90000000000000000");
    assertThat(told.get("transfers")).hasSize(1);
    assertThat(told.get("transfers").get(0).get("memo").stringValue())
        .isEqualTo("subscription " + first);

    stop(node);
    var next = start(own);
    long second = pay(TENTH, payer);
    await60().until(() -> answers(second, 1) == 1);
    world.anvil.command("anvil_mine", "0x10");
    await60().until(() -> earnings(next).get("transfers").size() == 2);
    var balance =
        new Ledger(journal).balance(new Account(earnings(next).get("account").stringValue()));
    assertThat(balance)
        .containsEntry(Asset.coin(world.anvil.chainId()), new BigInteger("180000000000000000"));
  }

  private JsonNode earnings(InfernetNode node) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + node.port() + "/v1/earnings");
    var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    return new JsonMapper().readTree(answer.body());
  }
}
