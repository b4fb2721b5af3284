package atoll.cli.actor;

import static atoll.cli.actor.Flag.list;
import static atoll.cli.actor.Flag.needed;
import static atoll.cli.actor.Flag.text;
import static atoll.cli.actor.Flag.truth;

import atoll.actor.Message;
import atoll.capability.CapabilityTokens;
import atoll.cli.CommandRefused;
import atoll.cli.deployment.EnsembleFile;
import atoll.ensemble.EnsembleWire;
import atoll.kernel.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Every behaviour that has a command, with the original's flags (DMS §4, §12.2). */
final class BehaviourVerbs {
  /** A deployment's message must count for at least a minute, an update's for two (DMS §4.5). */
  private static final Duration DEPLOYING = Duration.ofMinutes(5);

  private static final Flag ID = needed("-i", "--id", "The deployment.");

  private BehaviourVerbs() {}

  static List<BehaviourVerb> all() {
    var verbs = new ArrayList<BehaviourVerb>();
    verbs.add(plain("/public/hello", "Say hello; the answer is the actor's DID."));
    verbs.add(plain("/public/status", "Ask how it is, and what it has."));
    verbs.add(broadcast("/broadcast/hello", "/nunet/hello", "Say hello to all."));
    verbs.add(broadcast("/broadcast/dms/status", "/nunet/status", "Ask all how they are."));
    peers(verbs);
    machine(verbs);
    authority(verbs);
    deployments(verbs);
    machines(verbs);
    return verbs;
  }

  private static void peers(List<BehaviourVerb> verbs) {
    verbs.add(plain("/dms/node/peers/list", "List the peers it is connected to."));
    verbs.add(plain("/dms/node/peers/self", "Tell its peer id and addresses."));
    verbs.add(plain("/dms/node/peers/dht", "Show its routing table."));
    verbs.add(plain("/dms/node/peers/score", "Show how it rates its peers."));
    verbs.add(
        verb(
            "/dms/node/peers/ping",
            "Measure the round trip to a peer.",
            List.of(needed("-H", "--host", "The peer's id.")),
            (given, json) -> json.name("Host").value(given.needed("--host"))));
    verbs.add(
        verb(
            "/dms/node/peers/connect",
            "Connect to a peer.",
            List.of(needed("-a", "--address", "Its multiaddress, with /p2p/.")),
            (given, json) -> json.name("Address").value(given.needed("--address"))));
  }

  private static void machine(List<BehaviourVerb> verbs) {
    verbs.add(
        verb(
            "/dms/node/onboarding/onboard",
            "Lend a part of the machine.",
            OnboardFlags.FLAGS,
            OnboardFlags::write));
    verbs.add(
        verb(
            "/dms/node/onboarding/offboard",
            "Lend nothing any more.",
            List.of(truth("-f", "--force", "Even if something still runs.")),
            (given, json) -> {
              if (given.truth("--force")) json.name("force").value(true);
            }));
    for (var what : List.of("status", "resource"))
      verbs.add(plain("/dms/node/onboarding/" + what, "Tell whether it lends, and what."));
    for (var what : List.of("allocated", "free", "onboarded"))
      verbs.add(plain("/dms/node/resources/" + what, "Tell what is " + what + "."));
    verbs.add(plain("/dms/node/hardware/spec", "Tell what the machine has."));
    verbs.add(plain("/dms/node/hardware/usage", "Tell what of it is in use."));
    verbs.add(plain("/dms/node/status", "Tell everything about the node."));
    verbs.add(plain("/dms/node/allocations/list", "List what it runs for others."));
    verbs.add(
        verb(
            "/dms/node/logger/config",
            "Change what is logged, and where to.",
            List.of(
                text("-u", "--url", "Where records are sent."),
                text("-l", "--level", "DEBUG, INFO, WARN or ERROR."),
                text("-i", "--interval", "Seconds between sendings."),
                text("-k", "--api-key", "The key for sending."),
                text("-m", "--apm-url", "Where traces are sent."),
                truth("-E", "--enable-elastic", "Send records.")),
            (given, json) -> {
              given
                  .integer("--interval")
                  .ifPresent(seconds -> json.name("interval").value(seconds));
              member(given, json, "--url", "url");
              member(given, json, "--level", "level");
              member(given, json, "--api-key", "api_key");
              member(given, json, "--apm-url", "apm_url");
              json.name("elastic_enabled").value(given.truth("--enable-elastic"));
            }));
  }

  private static void authority(List<BehaviourVerb> verbs) {
    verbs.add(
        verb(
            "/dms/cap/list",
            "List the anchors of a context there.",
            List.of(text("-k", "--of", "The context (dms).")),
            (given, json) -> json.name("Context").value(given.text("--of").orElse("dms"))));
    verbs.add(
        verb(
            "/dms/cap/anchor",
            "Anchor DIDs and tokens there.",
            List.of(
                list("-r", "--root", "A DID that may do anything."),
                text("-q", "--require", "A token."),
                text("-p", "--provide", "A token."),
                text("-k", "--revoke", "A token.")),
            (given, json) -> {
              if (!given.list("--root").isEmpty()) {
                json.name("Root");
                dids(given.list("--root"), json);
              }
              token(given, json, "--require", "Require");
              token(given, json, "--provide", "Provide");
              token(given, json, "--revoke", "Revoke");
            }));
    verbs.add(
        verb(
            "/dms/cap/root/anchor",
            "Anchor roots there.",
            List.of(list("-r", "--root", "A DID; may be repeated.")),
            (given, json) -> {
              if (given.list("--root").isEmpty())
                throw CommandRefused.wrongUse("--root is missing.", "");
              json.name("token");
              dids(given.list("--root"), json);
            }));
    for (var kind : List.of("require", "provide", "revoke"))
      verbs.add(
          verb(
              "/dms/cap/" + kind + "/anchor",
              "Anchor a token there.",
              List.of(needed("-k", "--token", "As JSON.")),
              (given, json) -> token(given, json, "--token", "token")));
  }

  private static void deployments(List<BehaviourVerb> verbs) {
    verbs.add(
        new BehaviourVerb(
            "/dms/node/deployment/new",
            Optional.empty(),
            DEPLOYING,
            "Deploy an ensemble.",
            List.of(needed("-f", "--spec-file", "The ensemble.")),
            BehaviourVerbs::ensemble));
    verbs.add(
        new BehaviourVerb(
            "/dms/node/deployment/update",
            Optional.empty(),
            DEPLOYING,
            "Change a deployment to another ensemble.",
            List.of(ID, needed("-f", "--spec-file", "The ensemble.")),
            (given, json) -> {
              json.name("EnsembleID").value(given.needed("--id"));
              ensemble(given, json);
            }));
    verbs.add(
        verb(
            "/dms/node/deployment/list",
            "List deployments.",
            DeploymentList.FLAGS,
            DeploymentList::write));
    verbs.add(
        verb(
            "/dms/node/deployment/status",
            "Tell how a deployment is.",
            List.of(ID, truth("-u", "--usage", "What it uses, too.")),
            (given, json) -> {
              json.name("ID").value(given.needed("--id"));
              if (given.truth("--usage")) json.name("include_usage").value(true);
            }));
    verbs.add(
        verb(
            "/dms/node/deployment/manifest",
            "Show where everything of a deployment is.",
            List.of(ID),
            BehaviourVerbs::id));
    verbs.add(
        verb(
            "/dms/node/deployment/info",
            "Tell everything about a deployment.",
            List.of(
                ID,
                truth("-u", "--usage", "What it uses."),
                truth("-l", "--logs", "What it wrote."),
                list("-a", "--allocations", "Only these.")),
            (given, json) -> {
              json.name("id").value(given.needed("--id"));
              json.name("include_usage")
                  .value(given.truth("--usage"))
                  .name("include_logs")
                  .value(given.truth("--logs"));
              json.name("allocation_names");
              texts(given.list("--allocations"), json);
            }));
    verbs.add(
        verb(
            "/dms/node/deployment/logs",
            "Fetch what an allocation wrote.",
            List.of(ID, needed("-a", "--allocation", "<node>.<allocation>.")),
            (given, json) ->
                json.name("EnsembleID")
                    .value(given.needed("--id"))
                    .name("AllocationName")
                    .value(given.needed("--allocation"))));
    verbs.add(
        verb(
            "/dms/node/deployment/shutdown", "End a deployment.", List.of(ID), BehaviourVerbs::id));
    verbs.add(
        verb(
            "/dms/node/deployment/delete",
            "Forget a deployment that has ended.",
            List.of(ID),
            (given, json) -> json.name("orchestrator_id").value(given.needed("--id"))));
    verbs.add(
        verb(
            "/dms/node/deployment/prune",
            "Forget deployments that have ended.",
            List.of(
                text("-b", "--before", "Older than 7d, or before a date."),
                truth("-a", "--all", "All of them.")),
            (given, json) -> {
              if (given.text("--before").isPresent() == given.truth("--all"))
                throw CommandRefused.wrongUse("Say which: --before or --all.", "");
              member(given, json, "--before", "before");
              json.name("all").value(given.truth("--all"));
            }));
  }

  /** From before executors; nodes of today answer that they do not know them. */
  private static void machines(List<BehaviourVerb> verbs) {
    verbs.add(plain("/dms/node/vm/list", "List virtual machines."));
    verbs.add(
        verb(
            "/dms/node/vm/stop",
            "Stop a virtual machine.",
            List.of(needed("-i", "--id", "Which.")),
            (given, json) -> json.name("ID").value(given.needed("--id"))));
  }

  private static BehaviourVerb plain(String path, String meaning) {
    return verb(path, meaning, List.of(), (_, _) -> {});
  }

  private static BehaviourVerb verb(
      String path, String meaning, List<Flag> flags, BiConsumer<Given, CanonicalJson> members) {
    return new BehaviourVerb(
        path, Optional.empty(), Message.DEFAULT_LIFETIME, meaning, flags, members);
  }

  private static BehaviourVerb broadcast(String path, String topic, String meaning) {
    return new BehaviourVerb(
        path, Optional.of(topic), Duration.ofSeconds(5), meaning, List.of(), (_, _) -> {});
  }

  private static void id(Given given, CanonicalJson json) {
    json.name("ID").value(given.needed("--id"));
  }

  private static void ensemble(Given given, CanonicalJson json) {
    var ensemble = EnsembleFile.open(given.invocation(), given.needed("--spec-file")).ensemble();
    json.name("Ensemble").raw(new String(EnsembleWire.bytes(ensemble), StandardCharsets.UTF_8));
  }

  private static void member(Given given, CanonicalJson json, String option, String name) {
    given.text(option).ifPresent(text -> json.name(name).value(text));
  }

  private static void token(Given given, CanonicalJson json, String option, String name) {
    given
        .text(option)
        .ifPresent(text ->
            json.name(name)
                .raw(
                    CapabilityTokens.parseAny(text.strip().getBytes(StandardCharsets.UTF_8))
                        .json()));
  }

  private static void dids(List<String> dids, CanonicalJson json) {
    json.beginArray();
    for (var did : dids)
      atoll.cli.authority.Typed.value("--root", () -> new atoll.identity.Did(did)).write(json);
    json.endArray();
  }

  static void texts(List<String> texts, CanonicalJson json) {
    json.beginArray();
    texts.forEach(json::value);
    json.endArray();
  }
}
