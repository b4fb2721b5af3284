package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;
import static atoll.dms.behaviours.Served.request;

import atoll.actor.Received;
import atoll.capability.Anchoring;
import atoll.capability.CapabilityContext;
import atoll.capability.CapabilityToken;
import atoll.capability.CapabilityTokens;
import atoll.capability.TokenList;
import atoll.dms.behaviours.Served.Failure;
import atoll.identity.Did;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Whom the node trusts, and what it was given (DMS §4.4). */
record CapabilityBehaviours(CapabilityContext context, Runnable changed) {
  void serve(Served served) {
    served.on("/dms/cap/list", Failure.OK_ERROR, _ -> list());
    served.on("/dms/cap/anchor", Failure.OK_ERROR, this::anchorAll);
    served.on("/dms/cap/root/anchor", Failure.OK_ERROR, m -> addRoots(roots(request(m), "token")));
    served.on("/dms/cap/require/anchor", Failure.OK_ERROR, m -> anchor(m, context::anchorRequire));
    served.on("/dms/cap/provide/anchor", Failure.OK_ERROR, m -> anchor(m, context::anchorProvide));
    served.on(
        "/dms/cap/revoke/anchor", Failure.OK_ERROR, m -> anchor(m, context::anchorRevocation));
    served.onTopic(
        "/nunet/revocation", "/dms/cap/revoke/broadcast", Failure.OK_ERROR, this::revoke);
  }

  private CanonicalJson list() {
    var json = object().name("OK").value(true).name("Error").value("").name("Roots").beginArray();
    context.roots().stream()
        .map(Did::uri)
        .sorted()
        .map(Did::parse)
        .forEach(root -> root.write(json));
    return json.endArray()
        .name("Require")
        .raw(context.required().json())
        .name("Provide")
        .raw(context.provided().json())
        .name("Revoke")
        .raw(context.revoked().json())
        .endObject();
  }

  /** Everything is read before anything is anchored. */
  private CanonicalJson anchorAll(Received message) {
    var fields = request(message);
    var roots = roots(fields, "Root");
    var require = tokens(fields, "Require");
    var provide = tokens(fields, "Provide");
    var revoke = tokens(fields, "Revoke");
    roots.forEach(context::addRoot);
    anchorEach(require, context::anchorRequire);
    anchorEach(provide, context::anchorProvide);
    anchorEach(revoke, context::anchorRevocation);
    return done();
  }

  private CanonicalJson anchor(Received message, Function<CapabilityToken, Anchoring> how) {
    anchorEach(tokens(request(message), "token"), how);
    return done();
  }

  private CanonicalJson addRoots(List<Did> roots) {
    roots.forEach(context::addRoot);
    return done();
  }

  private CanonicalJson revoke(Received message) {
    anchorEach(CapabilityTokens.parseAny(message.payload()), context::anchorRevocation);
    return done();
  }

  private CanonicalJson done() {
    changed.run();
    return object().name("OK").value(true).name("Error").value("").endObject();
  }

  private static void anchorEach(TokenList tokens, Function<CapabilityToken, Anchoring> how) {
    for (var token : tokens.tokens())
      if (how.apply(token) instanceof Anchoring.Refused(var reason, var explanation))
        throw new AtollException(ErrorCode.BAD_REQUEST, reason.wireName() + ": " + explanation);
  }

  private static TokenList tokens(Fields fields, String name) {
    return fields
        .find(name)
        .map(node -> CapabilityTokens.parseAny(bytes(node)))
        .orElse(TokenList.EMPTY);
  }

  /** A token as JSON, or as text that holds it. */
  private static byte[] bytes(JsonNode node) {
    return node.isString()
        ? node.stringValue().getBytes(java.nio.charset.StandardCharsets.UTF_8)
        : new CanonicalJson().tree(node).toBytes();
  }

  private static List<Did> roots(Fields fields, String name) {
    return fields.list(
        name,
        node -> {
          try {
            return node.isString() ? Did.parse(node.stringValue()) : Did.read(node);
          } catch (IllegalArgumentException e) {
            throw new AtollException(ErrorCode.BAD_REQUEST, name + ": " + e.getMessage(), e);
          }
        });
  }
}
