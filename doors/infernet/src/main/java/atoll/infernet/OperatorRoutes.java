package atoll.infernet;

import atoll.infernet.json.PythonJson;
import atoll.infernet.operations.Insight;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.web.Request;
import atoll.web.Response;
import java.net.InetAddress;
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
    requireLocal(callers.address(request));
    return Response.text(200, "text/plain; version=0.0.4; charset=utf-8", insight.metrics().text());
  }

  Response statistics(Request request) {
    requireLocal(callers.address(request));
    var answer = NODES.objectNode();
    answer.set("stats.node", insight.statistics().node());
    answer.set("stats.live", insight.statistics().live());
    return document(answer);
  }

  /** The newest first; {@code id} and {@code state} choose among them. */
  Response subscriptions(Request request) {
    requireLocal(callers.address(request));
    request.allowOnlyQuery("id", "state", "limit");
    var id = request.query("id");
    var state = request.query("state");
    long limit = request.number("limit", USUAL);
    if (limit > MOST) throw new AtollException(ErrorCode.BAD_REQUEST, "limit is at most " + MOST);
    var answer = NODES.objectNode();
    var list = answer.putArray("subscriptions");
    insight.subscriptions().get().stream()
        .filter(report -> id.isEmpty() || report.id().equals(id.get()))
        .filter(report -> state.isEmpty() || report.state().wireName().equals(state.get()))
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

  private static void requireLocal(InetAddress caller) {
    if (!LocalPeers.contain(caller))
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "this is told to callers from this machine alone; give the file a member metrics to"
              + " have numbers read from elsewhere");
  }
}
