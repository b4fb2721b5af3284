package atoll.infernet;

import atoll.infernet.json.PythonJson;
import atoll.infernet.operations.Insight;
import atoll.jobs.Origin;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.web.Request;
import atoll.web.Response;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the node tells whoever runs it, and only them: callers from this machine and its containers'
 * networks. Ours; the original has none of it.
 */
final class OperatorRoutes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long USUAL = 100;
  private static final long MOST = 1000;

  private final Insight insight;
  private final Callers callers;

  OperatorRoutes(Insight insight, Callers callers) {
    this.insight = insight;
    this.callers = callers;
  }

  Response metrics(Request request) {
    requireNear(request);
    return Response.text(200, "text/plain; version=0.0.4; charset=utf-8", insight.metrics().text());
  }

  Response statistics(Request request) {
    requireNear(request);
    var answer = NODES.objectNode();
    answer.set("stats.node", insight.statistics().node());
    answer.set("stats.live", insight.statistics().live());
    return document(answer);
  }

  /** The newest first; {@code id} and {@code state} choose among them. */
  Response subscriptions(Request request) {
    requireNear(request);
    request.allowOnlyQuery("id", "state", "limit");
    var id = request.query("id");
    var state = request.query("state").map(OperatorRoutes::state);
    long limit = limit(request);
    var answer = NODES.objectNode();
    var list = answer.putArray("subscriptions");
    insight.subscriptions().get().stream()
        .filter(report -> id.isEmpty() || report.id().equals(id.get()))
        .filter(report -> state.isEmpty() || report.state() == state.get())
        .limit(limit)
        .forEach(report -> {
          var told = list.addObject();
          told.put("id", report.id()).put("state", report.state().wireName());
          if (report.interval() > 0)
            told.put("interval", report.interval()).put("attempt", report.attempt());
          if (!report.reason().isEmpty()) told.put("reason", report.reason());
          told.put("at", report.at().toString());
        });
    return document(answer);
  }

  private static Response document(JsonNode document) {
    return Response.json(200, PythonJson.write(document) + "\n");
  }

  /** Everybody's jobs without what they say: those under way, then those that ended last. */
  Response jobs(Request request) {
    requireNear(request);
    request.allowOnlyQuery("limit");
    var answer = NODES.objectNode();
    var list = answer.putArray("jobs");
    for (var job : insight.jobs().apply((int) limit(request))) {
      var told = list.addObject();
      told.put("id", job.id().value()).put("status", job.status().wireName());
      told.put("origin", job.origin() == Origin.CHAIN ? "chain" : "client");
      told.put("client", job.client().name());
      var containers = told.putArray("containers");
      job.services().forEach(service -> containers.add(service.value()));
      told.put("begun_at", job.begun().toString());
      job.ended().ifPresent(at -> told.put("ended_at", at.toString()));
    }
    return document(answer);
  }

  /** What was paid to the node's wallet and by it, all in all and the latest; amounts are texts. */
  Response earnings(Request request) {
    requireNear(request);
    request.allowOnlyQuery("limit");
    long limit = limit(request);
    var answer = NODES.objectNode();
    var earned = answer.putArray("earned");
    var transfers = answer.putArray("transfers");
    if (insight.earnings().isEmpty()) return document(answer);
    var ledger = insight.earnings().get().ledger();
    var account = insight.earnings().get().account();
    answer.put("account", account.name());
    ledger
        .balance(account)
        .forEach((asset, amount) ->
            earned.addObject().put("asset", asset.id()).put("amount", amount.toString()));
    for (var transfer : ledger.latest(account, (int) limit))
      transfers
          .addObject()
          .put("at", transfer.at().toString())
          .put("from", transfer.from().name())
          .put("to", transfer.to().name())
          .put("asset", transfer.asset().id())
          .put("amount", transfer.amount().toString())
          .put("memo", transfer.memo())
          .put("reference", transfer.reference());
    return document(answer);
  }

  private static SubscriptionReport.State state(String name) {
    for (var state : SubscriptionReport.State.values())
      if (state.wireName().equals(name)) return state;
    throw new AtollException(
        ErrorCode.BAD_REQUEST,
        "no subscription has the state "
            + name
            + "; states are "
            + Arrays.stream(SubscriptionReport.State.values())
                .map(SubscriptionReport.State::wireName)
                .collect(Collectors.joining(", ")));
  }

  private static long limit(Request request) {
    long limit = request.number("limit", USUAL);
    if (limit > MOST) throw new AtollException(ErrorCode.BAD_REQUEST, "limit is at most " + MOST);
    return limit;
  }

  private void requireNear(Request request) {
    var caller = callers.address(request);
    if (!LocalPeers.mayLookIn(caller, request.reached()))
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "this is told to callers from this machine and its containers' networks alone; ask from"
              + " there (docker exec), or for numbers give the file a member metrics");
    if (!LocalPeers.isContainer(caller)
        && request.header("Host").filter(OperatorRoutes::isAnybodys).isPresent())
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "this is told under no name that a page from elsewhere could be served under; ask"
              + " localhost, or an address");
  }

  /** Whoever owns a name with a dot can make it point here, for a page in a browser of ours. */
  private static boolean isAnybodys(String host) {
    return host.matches(".*[^0-9.:].*") && host.contains(".") && !host.startsWith("[");
  }
}
