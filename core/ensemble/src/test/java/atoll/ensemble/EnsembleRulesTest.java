package atoll.ensemble;

import static atoll.ensemble.Problem.Code.BAD_FORMAT;
import static atoll.ensemble.Problem.Code.BAD_NAME;
import static atoll.ensemble.Problem.Code.BAD_QUANTITY;
import static atoll.ensemble.Problem.Code.CYCLE;
import static atoll.ensemble.Problem.Code.DUPLICATE;
import static atoll.ensemble.Problem.Code.FILE;
import static atoll.ensemble.Problem.Code.MISMATCH;
import static atoll.ensemble.Problem.Code.MISPLACED;
import static atoll.ensemble.Problem.Code.MISSING;
import static atoll.ensemble.Problem.Code.OUT_OF_RANGE;
import static atoll.ensemble.Problem.Code.UNKNOWN_MEMBER;
import static atoll.ensemble.Problem.Code.UNKNOWN_NAME;
import static atoll.ensemble.Problem.Code.UNKNOWN_VALUE;
import static atoll.ensemble.Problem.Code.UNSUPPORTED;
import static atoll.ensemble.Problem.Code.WRONG_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For each rule an ensemble that breaks it and no other. The mark ‸ stands where the problem must
 * be told; it is taken out before the file is read.
 */
@DisplayName("A24: each rule has a failing example, told with line and column")
class EnsembleRulesTest {
  private static final String MARK = "‸";

  private static final String VALID =
      """
      version: V1
      allocations:
        web:
          executor: docker
          type: service
          resources: {cpu: {cores: 1}, ram: {size: 1 GiB}, disk: {size: 1 GiB}}
          execution: {type: docker, image: nginx}
        db:
          executor: wasm
          type: task
          resources: {cpu: {cores: 0.2}, ram: {size: 64 MiB}, disk: {size: 64 MiB}}
          execution: {type: wasm, module: hello.wasm}
        idle:
          executor: null
          type: service
          execution: {type: null}
      nodes:
        n1:
          allocations: [web, db]
        n2:
          allocations: [idle]
      scripts: {warmup: ./warmup.sh}
      keys: {mine: id.pub}
      """;

  /**
   * @param swaps what is replaced in the valid file by what, in this order; nothing is appended to
   * @param told what message and hint contain
   * @param alone whether nothing else is wrong then
   */
  private record Rule(
      List<Map.Entry<String, String>> swaps,
      Problem.Code code,
      String path,
      String told,
      boolean alone) {
    Rule and(String from, String to) {
      var more = new ArrayList<>(swaps);
      more.add(Map.entry(from, to));
      return new Rule(more, code, path, told, alone);
    }

    /** What is broken here breaks other rules too. */
    Rule amongOthers() {
      return new Rule(swaps, code, path, told, false);
    }

    String marked() {
      var text = VALID;
      for (var swap : swaps) {
        if (swap.getKey().isEmpty()) text += swap.getValue();
        else {
          assertThat(text).as("the valid file").containsOnlyOnce(swap.getKey());
          text = text.replace(swap.getKey(), swap.getValue());
        }
      }
      return text;
    }

    @Override
    public String toString() {
      return swaps.getFirst().getValue().strip() + " → " + code;
    }
  }

  private static Rule rule(String from, String to, Problem.Code code, String path, String told) {
    return new Rule(List.of(Map.entry(from, to)), code, path, told, true);
  }

  /** A health check of web; without a mark in it, the mark is at its name. */
  private static Rule check(String body, Problem.Code code, String path, String told) {
    var mark = body.contains(MARK) ? "" : MARK;
    return rule(
        "image: nginx}\n",
        "image: nginx}\n    " + mark + "healthcheck: {" + body + "}\n",
        code,
        "allocations.web.healthcheck." + path,
        told);
  }

  private static Rule node(String body, Problem.Code code, String path, String told) {
    return rule(
        "allocations: [idle]\n",
        "allocations: [idle]\n    " + body + "\n",
        code,
        "nodes.n2." + path,
        told);
  }

  static Stream<Rule> top() {
    return Stream.of(
        rule("version: V1", "version: ‸V2", UNSUPPORTED, "version", "V2"),
        rule("version: V1\n", "‸", MISSING, "version", "version: \"V1\""),
        rule("", "‸nodez: {}\n", UNKNOWN_MEMBER, "nodez", "did you mean \"nodes\"?"),
        rule("", "‸services: {}\n", UNKNOWN_MEMBER, "services", "did you mean \"allocations\"?"),
        rule("", "‸nodes: {}\n", DUPLICATE, "", "\"nodes\" is given twice"),
        rule("", "metadata: {‸a: [1]}\n", WRONG_TYPE, "metadata.a", "a list"),
        rule("", "subnet: {join: ‸maybe}\n", WRONG_TYPE, "subnet.join", "not true or false"),
        rule("", "subnet: {‸joins: true}\n", UNKNOWN_MEMBER, "subnet.joins", "\"join\""),
        rule(
            "",
            "escalation_strategy: ‸retry\n",
            UNKNOWN_VALUE,
            "escalation_strategy",
            "redeploy, teardown"),
        rule("", "exclude_peers: [‸me]\n", BAD_FORMAT, "exclude_peers[0]", "12D3KooW"),
        rule("", "‸exclude_peers: {a: b}\n", WRONG_TYPE, "exclude_peers", "not a list"),
        rule(
            "",
            "contracts: {main: {did: ‸x, host: 'did:key:z2'}}\n",
            BAD_FORMAT,
            "contracts.main.did",
            "did:"),
        rule(
            "",
            "contracts: {‸main: {did: 'did:key:z1'}}\n",
            MISSING,
            "contracts.main.host",
            "is missing"));
  }

  static Stream<Rule> names() {
    return Stream.of(
        rule("  idle:\n", "  ‸WEB:\n", DUPLICATE, "allocations.WEB", "\"web\" on line 3")
            .and("[idle]", "[WEB]"),
        rule("  idle:\n", "  ‸my_web:\n", BAD_NAME, "allocations.my_web", "DNS label")
            .and("[idle]", "[my_web]"),
        rule("  n2:\n", "  ‸N1:\n", DUPLICATE, "nodes.N1", "\"n1\" on line"),
        rule("  n2:\n", "  ‸'-n':\n", BAD_NAME, "nodes.-n", "DNS label"),
        rule("{warmup:", "{‸../warmup:", BAD_NAME, "scripts.../warmup", "letters, digits"),
        rule(
            "type: task\n",
            "type: task\n    dns_name: ‸web\n",
            DUPLICATE,
            "allocations.db.dns_name",
            "\"web\""),
        rule(
            "type: task\n",
            "type: task\n    dns_name: ‸a.b\n",
            BAD_NAME,
            "allocations.db.dns_name",
            "DNS label"));
  }

  static Stream<Rule> allocations() {
    return Stream.of(
        rule(
            "  web:\n    executor: docker\n",
            "  ‸web:\n",
            MISSING,
            "allocations.web.executor",
            "docker, wasm"),
        rule(
            "executor: docker",
            "executor: ‸podman",
            UNKNOWN_VALUE,
            "allocations.web.executor",
            "podman"),
        rule(
            "executor: docker",
            "executor: ‸dokcer",
            UNKNOWN_VALUE,
            "allocations.web.executor",
            "did you mean docker?"),
        rule(
                "executor: docker",
                "executor: ‸containerd",
                UNSUPPORTED,
                "allocations.web.executor",
                "use docker")
            .and("type: docker", "type: containerd")
            .amongOthers(),
        rule(
                "{type: docker,",
                "{type: ‸wasm,",
                MISMATCH,
                "allocations.web.execution.type",
                "executor is docker")
            .amongOthers(),
        rule(
                "{type: null}",
                "{type: ‸docker, image: a}",
                MISMATCH,
                "allocations.idle.execution.type",
                "executor is null")
            .amongOthers(),
        rule("type: task", "type: ‸job", UNKNOWN_VALUE, "allocations.db.type", "service, task"),
        rule(
            "  db:\n    executor: wasm\n    type: task\n",
            "  ‸db:\n    executor: wasm\n",
            MISSING,
            "allocations.db.type",
            "service or task"),
        rule(
                "    execution: {type: docker, image: nginx}\n",
                "",
                MISSING,
                "allocations.web.execution",
                "is missing")
            .and("  web:\n", "  ‸web:\n"),
        rule(
            "execution: {type: docker, image",
            "‸execution: {image",
            MISSING,
            "allocations.web.execution.type",
            ""),
        rule(
            "type: task\n",
            "type: task\n    provision: [‸warmdown]\n",
            UNKNOWN_NAME,
            "allocations.db.provision[0]",
            "no script \"warmdown\""),
        rule(
            "type: task\n",
            "type: task\n    keys: [‸yours]\n",
            UNKNOWN_NAME,
            "allocations.db.keys[0]",
            "there is mine"),
        rule(
            "type: task\n",
            "type: task\n    keys: [{type: ‸pem, file: id.pub}]\n",
            UNKNOWN_VALUE,
            "allocations.db.keys[0].type",
            "ssh, gpg"),
        rule(
            "type: task\n",
            "type: task\n    keys: [{type: ssh, file: id.pub, dest: ‸here}]\n",
            BAD_FORMAT,
            "allocations.db.keys[0].dest",
            "absolute"),
        rule(
            "type: task\n",
            "type: task\n    failure_recovery: ‸restart\n",
            UNKNOWN_VALUE,
            "allocations.db.failure_recovery",
            "stay_down, one_for_one"),
        rule(
            "type: task\n",
            "type: task\n    depends_on: [‸db]\n",
            CYCLE,
            "allocations.db.depends_on[0]",
            "itself"),
        rule(
            "type: task\n",
            "type: task\n    depends_on: [‸idle]\n",
            MISPLACED,
            "allocations.db.depends_on[0]",
            "same node"),
        rule(
            "type: task\n",
            "type: task\n    depends_on: [‸wbe]\n",
            UNKNOWN_NAME,
            "allocations.db.depends_on[0]",
            "did you mean \"web\"?"),
        rule(
            "type: task\n",
            "type: task\n    depends_on: [web, ‸web]\n",
            DUPLICATE,
            "allocations.db.depends_on[1]",
            "twice"),
        rule(
                "type: task\n",
                "type: task\n    depends_on: [‸web]\n",
                CYCLE,
                "allocations.db.depends_on[0]",
                "web → db → web")
            .and(
                "type: docker, image: nginx}", "type: docker, image: nginx}\n    depends_on: [db]"),
        rule(
            "type: task\n",
            "type: task\n    ‸colour: red\n",
            UNKNOWN_MEMBER,
            "allocations.db.colour",
            "known are"),
        rule(
            "type: task\n",
            "type: task\n    volume: [{type: ‸glusterfs, name: v, servers: [a], mount_destination: /v}]\n",
            UNSUPPORTED,
            "allocations.db.volume[0].type",
            "no volumes of type glusterfs"),
        rule(
            "type: task\n",
            "type: task\n    volume: [{src: ‸../x, mount_destination: /v}]\n",
            BAD_FORMAT,
            "allocations.db.volume[0].src",
            "absolute path"),
        rule(
            "type: task\n",
            "type: task\n    volume: [{src: x, mount_destination: ‸v}]\n",
            BAD_FORMAT,
            "allocations.db.volume[0].mount_destination",
            "start it with /"),
        rule(
            "type: task\n",
            "type: task\n    volume: [{src: x, mount_destination: /v}, ‸{src: y, mount_destination: /v}]\n",
            DUPLICATE,
            "allocations.db.volume[1]",
            "mounted at \"/v\""),
        rule(
            "type: task\n",
            "type: task\n    volume: [‸shared]\n",
            UNKNOWN_NAME,
            "allocations.db.volume[0]",
            "top-level volumes"));
  }

  static Stream<Rule> resources() {
    return Stream.of(
        rule(
            "cores: 0.2",
            "cores: ‸0",
            OUT_OF_RANGE,
            "allocations.db.resources.cpu.cores",
            "more than 0"),
        rule(
            "cores: 0.2",
            "cores: ‸-1",
            OUT_OF_RANGE,
            "allocations.db.resources.cpu.cores",
            "more than 0"),
        rule(
            "cores: 0.2",
            "cores: ‸many",
            BAD_QUANTITY,
            "allocations.db.resources.cpu.cores",
            "like 2 or 0.2"),
        rule(
            "cores: 0.2",
            "cores: ‸200m",
            BAD_QUANTITY,
            "allocations.db.resources.cpu.cores",
            "like 2 or 0.2"),
        rule(
            "cores: 0.2",
            "cores: ‸0.0005",
            BAD_QUANTITY,
            "allocations.db.resources.cpu.cores",
            "write 0.001"),
        rule(
            "cores: 0.2",
            "cores: ‸1e9",
            OUT_OF_RANGE,
            "allocations.db.resources.cpu.cores",
            "100000"),
        rule(
            "resources: {cpu: {cores: 0.2}, ram",
            "‸resources: {ram",
            MISSING,
            "allocations.db.resources.cpu",
            "cores: 0.2"),
        rule(
            "{cores: 0.2}",
            "{cores: 0.2, clock_speed: ‸fast}",
            BAD_QUANTITY,
            "allocations.db.resources.cpu.clock_speed",
            "2.4 GHz"),
        rule(
            "{cores: 0.2}",
            "{cores: 0.2, clock_speed: ‸2400}",
            BAD_QUANTITY,
            "allocations.db.resources.cpu.clock_speed",
            "2400 MHz"),
        rule(
            "{cores: 0.2}",
            "{cores: 0.2, ‸clock: 2}",
            UNKNOWN_MEMBER,
            "allocations.db.resources.cpu.clock",
            "known are"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: {size: ‸0}",
            OUT_OF_RANGE,
            "allocations.db.resources.ram.size",
            "more than 0"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: {size: ‸-64 MiB}",
            OUT_OF_RANGE,
            "allocations.db.resources.ram.size",
            "more than 0"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: {size: ‸64 bananas}",
            BAD_QUANTITY,
            "allocations.db.resources.ram.size",
            "64 MiB"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: {size: ‸64M}",
            BAD_QUANTITY,
            "allocations.db.resources.ram.size",
            "write MiB or MB"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: {size: ‸67108864}",
            BAD_QUANTITY,
            "allocations.db.resources.ram.size",
            "67108864 B"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: {size: ‸64 B}",
            BAD_QUANTITY,
            "allocations.db.resources.ram.size",
            "64 MiB"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: {size: ‸9000000 PiB}",
            OUT_OF_RANGE,
            "allocations.db.resources.ram.size",
            "more than 1"),
        rule(
                "resources: {cpu: {cores: 0.2}",
                "‸resources: {cpu: {cores: 0.2, architecture: arm64}",
                MISMATCH,
                "allocations.db.resources",
                "web on the same node n1 is for")
            .and("{cpu: {cores: 1}", "{cpu: {cores: 1, architecture: x86_64}"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: {size: ‸1e999999999}",
            BAD_QUANTITY,
            "allocations.db.resources.ram.size",
            "not a size"),
        rule(
            "ram: {size: 64 MiB}",
            "‸ram: {}",
            MISSING,
            "allocations.db.resources.ram.size",
            "size: 64 MiB"),
        rule(
            "ram: {size: 64 MiB}",
            "ram: ‸64 MiB",
            WRONG_TYPE,
            "allocations.db.resources.ram",
            "ram: {size: 64 MiB}"),
        rule(
            "{cpu: {cores: 0.2}, ram: {size: 64 MiB}, disk: {size: 64 MiB}}",
            "‸small",
            UNKNOWN_NAME,
            "allocations.db.resources",
            "top-level resources"),
        rule(
            "",
            "resources: {small: {cpu: {cores: ‸0}, ram: {size: 1}, disk: {size: 1}}}\n",
            OUT_OF_RANGE,
            "resources.small.cpu.cores",
            "more than 0"),
        rule(
            "disk: {size: 64 MiB}",
            "disk: {size: 1}, gpus: [{vendor: ‸Matrox}]",
            UNKNOWN_VALUE,
            "allocations.db.resources.gpus[0].vendor",
            "NVIDIA, AMD or Intel"),
        rule(
            "disk: {size: 64 MiB}",
            "disk: {size: 1}, gpu: [{vram: ‸8 apples}]",
            BAD_QUANTITY,
            "allocations.db.resources.gpu[0].vram",
            "64 MiB"),
        rule(
            "disk: {size: 64 MiB}",
            "disk: {size: 1}, gpus: [], ‸gpu: []",
            DUPLICATE,
            "allocations.db.resources.gpu",
            "another name of gpus"));
  }

  static Stream<Rule> executions() {
    return Stream.of(
        rule(
            "image: nginx",
            "image: ‸NGINX",
            BAD_FORMAT,
            "allocations.web.execution.image",
            "lower case"),
        rule(
            "image: nginx",
            "image: ‸'nginx latest'",
            BAD_FORMAT,
            "allocations.web.execution.image",
            "not an image name"),
        rule(
            "    execution: {type: docker, image: nginx}",
            "    ‸execution: {type: docker}",
            MISSING,
            "allocations.web.execution.image",
            "nginx:alpine"),
        rule(
            "image: nginx",
            "image: nginx, cmd: ‸echo hi",
            WRONG_TYPE,
            "allocations.web.execution.cmd",
            "one item a word"),
        rule(
            "image: nginx",
            "image: nginx, cmd: [a], ‸command: [b]",
            DUPLICATE,
            "allocations.web.execution.command",
            "cmd"),
        rule(
            "image: nginx",
            "image: nginx, environment: [‸NAME]",
            BAD_FORMAT,
            "allocations.web.execution.environment[0]",
            "NAME=value"),
        rule(
            "image: nginx",
            "image: nginx, environment: [‸1A=b]",
            BAD_NAME,
            "allocations.web.execution.environment[0]",
            "no digit first"),
        rule(
            "image: nginx",
            "image: nginx, environment: [A=b, ‸A=c]",
            DUPLICATE,
            "allocations.web.execution.environment[1]",
            "\"A\""),
        rule(
            "image: nginx",
            "image: nginx, environment: {‸a-b: c}",
            BAD_NAME,
            "allocations.web.execution.environment.a-b",
            "variable"),
        rule(
            "image: nginx",
            "image: nginx, working_directory: ‸work",
            BAD_FORMAT,
            "allocations.web.execution.working_directory",
            "start it with /"),
        rule(
            "image: nginx",
            "image: nginx, privileged: ‸yes",
            WRONG_TYPE,
            "allocations.web.execution.privileged",
            "true or false"),
        rule(
            "image: nginx",
            "image: nginx, ‸registry_auth: {username: me}",
            MISSING,
            "allocations.web.execution.registry_auth.password",
            "is missing"),
        rule(
            "image: nginx",
            "image: nginx, restart_policy: ‸often",
            UNKNOWN_VALUE,
            "allocations.web.execution.restart_policy",
            "on-failure"),
        rule(
            "module: hello.wasm",
            "module: ‸gone.wasm",
            FILE,
            "allocations.db.execution.module",
            "does not exist"),
        rule(
            "module: hello.wasm",
            "module: ‸text.wasm",
            FILE,
            "allocations.db.execution.module",
            "\\0asm"),
        rule(
            "module: hello.wasm",
            "module: ‸component.wasm",
            FILE,
            "allocations.db.execution.module",
            "wasm32-wasip1"),
        rule(
            "module: hello.wasm",
            "module: ‸'https://h/m.wasm'",
            MISSING,
            "allocations.db.execution.module",
            "#sha256="),
        rule(
            "module: hello.wasm",
            "module: ‸'https://h/m.wasm#sha256=12'",
            BAD_FORMAT,
            "allocations.db.execution.module",
            "64 hex digits"),
        rule(
            "module: hello.wasm",
            "module: ‸'http://h/m.wasm#sha256=" + "a".repeat(64) + "'",
            BAD_FORMAT,
            "allocations.db.execution.module",
            "not an https address"),
        rule(
            "module: hello.wasm",
            "module: ‸hello.wasm, digest: " + "a".repeat(64),
            MISMATCH,
            "allocations.db.execution.module",
            "sha256 is"),
        rule(
            "module: hello.wasm",
            "module: hello.wasm, ‸arguments: [a]",
            UNKNOWN_MEMBER,
            "allocations.db.execution.arguments",
            "\"args\""),
        rule(
            "execution: {type: wasm, module: hello.wasm}",
            "‸execution: {type: wasm}",
            MISSING,
            "allocations.db.execution.module",
            "hello.wasm"));
  }

  static Stream<Rule> healthChecks() {
    return Stream.of(
        check("type: ‸ping", UNKNOWN_VALUE, "type", "command, http, tcp"),
        check("type: command", MISSING, "exec", "is missing"),
        check("type: command, exec: ‸run", WRONG_TYPE, "exec", "not a list"),
        check("type: command, ‸exec: []", MISSING, "exec", "no command"),
        check("type: http", MISSING, "endpoint", "http://localhost"),
        check("type: http, endpoint: ‸localhost", BAD_FORMAT, "endpoint", "no web address"),
        check("type: tcp", MISSING, "port", "port: 80"),
        check("type: tcp, port: ‸0", OUT_OF_RANGE, "port", "between 1 and 65535"),
        check("type: tcp, port: 80, ‸exec: [a]", MISMATCH, "exec", "type tcp"),
        check("type: tcp, port: 80, interval: ‸30", BAD_QUANTITY, "interval", "write 30s"),
        check("type: tcp, port: 80, interval: ‸0s", OUT_OF_RANGE, "interval", "more than 0"),
        check("type: tcp, port: 80, interval: ‸soon", BAD_QUANTITY, "interval", "1m30s"),
        check("type: tcp, port: 80, timeout: ‸48h", OUT_OF_RANGE, "timeout", "24h"),
        check(
            "type: tcp, port: 80, failure_threshold: ‸0",
            OUT_OF_RANGE,
            "failure_threshold",
            "between 1"),
        check(
            "type: command, exec: [a], response: {type: ‸json, value: x}",
            UNKNOWN_VALUE,
            "response.type",
            "string"),
        check(
            "type: command, exec: [a], ‸response: {type: string}",
            MISSING,
            "response.value",
            "is missing"),
        check("type: tcp, port: 80, ‸retries: 3", UNKNOWN_MEMBER, "retries", "known are"),
        rule(
            "type: task\n",
            "type: task\n    ‸healthcheck: {type: command, exec: [a]}\n",
            MISMATCH,
            "allocations.db.healthcheck",
            "WebAssembly"));
  }

  static Stream<Rule> nodes() {
    return Stream.of(
        rule(
                "allocations: [idle]",
                "allocations: [‸idel]",
                UNKNOWN_NAME,
                "nodes.n2.allocations[0]",
                "did you mean \"idle\"?")
            .amongOthers(),
        rule(
            "allocations: [idle]",
            "allocations: [idle, ‸web]",
            DUPLICATE,
            "nodes.n2.allocations[1]",
            "on node \"n1\" already"),
        rule(
            "allocations: [idle]",
            "allocations: [idle, ‸idle]",
            DUPLICATE,
            "nodes.n2.allocations[1]",
            "on this node already"),
        rule(
                "  idle:\n",
                "  ‸idle:\n",
                MISPLACED,
                "allocations.idle",
                "nodes: {n1: {allocations: [idle]}}")
            .and("  n2:\n    allocations: [idle]\n", ""),
        rule(
                "  n2:\n    allocations: [idle]\n",
                "  n2:\n    ‸allocations: []\n",
                MISSING,
                "nodes.n2.allocations",
                "names no allocation")
            .amongOthers(),
        rule(
                "allocations: [idle]",
                "allocations: ‸idle",
                WRONG_TYPE,
                "nodes.n2.allocations",
                "not a list")
            .amongOthers(),
        node("redundancy: ‸-1", OUT_OF_RANGE, "redundancy", "between 0"),
        node("redundancy: ‸1.5", WRONG_TYPE, "redundancy", "whole number"),
        node("peer: ‸nobody", BAD_FORMAT, "peer", "12D3KooW"),
        node("failure_recovery: ‸one_for_one", UNKNOWN_VALUE, "failure_recovery", "restart"),
        node("‸zone: EU", UNKNOWN_MEMBER, "zone", "known are"),
        node(
            "ports: [{public: ‸80, private: 80, allocation: idle}]",
            OUT_OF_RANGE,
            "ports[0].public",
            "1025 to 65535"),
        node(
            "ports: [{public: ‸1024, private: 80, allocation: idle}]",
            OUT_OF_RANGE,
            "ports[0].public",
            "1025 to 65535"),
        node(
            "ports: [{public: ‸65536, private: 80, allocation: idle}]",
            OUT_OF_RANGE,
            "ports[0].public",
            "between 0 and 65535"),
        node(
            "ports: [{public: 0, private: ‸0, allocation: idle}]",
            OUT_OF_RANGE,
            "ports[0].private",
            "between 1"),
        node("ports: [‸{public: 0, allocation: idle}]", MISSING, "ports[0].private", "private: 80"),
        node(
            "ports: [{public: 0, private: 80, allocation: ‸web}]",
            MISPLACED,
            "ports[0].allocation",
            "not on this node"),
        node(
            "ports: [{public: 2000, private: 80, allocation: idle}, {public: ‸2000, private: 81, allocation: idle}]",
            DUPLICATE,
            "ports[1].public",
            "twice on this node"),
        node(
            "ports: [{public: 0, private: 80, allocation: idle}, {public: ‸0, private: 80, allocation: idle}]",
            DUPLICATE,
            "ports[1].public",
            "twice"),
        node(
            "location: {accept: [‸{country: DE}]}",
            MISSING,
            "location.accept[0].continent",
            "continent: EU"),
        node(
            "location: {accept: [{continent: ‸Europa}]}",
            UNKNOWN_VALUE,
            "location.accept[0].continent",
            "AF, AN, AS, EU"),
        node(
            "location: {accept: [{continent: EU, region: ‸NA}]}",
            MISMATCH,
            "location.accept[0].region",
            "keep one"),
        node(
            "location: {accept: [{continent: EU, country: ‸Germany}]}",
            UNKNOWN_VALUE,
            "location.accept[0].country",
            "did you mean DE?"),
        node(
            "location: {reject: [{continent: EU, city: ‸Berlin}]}",
            MISSING,
            "location.reject[0].city",
            "needs its country"),
        node("location: {‸allow: []}", UNKNOWN_MEMBER, "location.allow", "known are"),
        node("‸location: [EU]", WRONG_TYPE, "location", "accept"));
  }

  static Stream<Rule> edgesAndSupervisors() {
    return Stream.of(
        rule(
            "",
            "edge_constraints: [{S: n1, T: ‸n1, RTT: 5}]\n",
            MISMATCH,
            "edge_constraints[0].T",
            "itself"),
        rule(
            "",
            "edge_constraints: [{S: n1, T: ‸n9, RTT: 5}]\n",
            UNKNOWN_NAME,
            "edge_constraints[0].T",
            "no node \"n9\""),
        rule(
            "",
            "edge_constraints: [‸{S: n1, RTT: 5}]\n",
            MISSING,
            "edge_constraints[0].T",
            "T: n2"),
        rule(
            "",
            "edge_constraints: [‸{S: n1, T: n2}]\n",
            MISSING,
            "edge_constraints[0]",
            "neither RTT nor BW"),
        rule(
            "",
            "edge_constraints: [{S: n1, T: n2, RTT: ‸0}]\n",
            OUT_OF_RANGE,
            "edge_constraints[0].RTT",
            "more than 0"),
        rule(
            "",
            "edge_constraints: [{S: n1, T: n2, RTT: ‸fast}]\n",
            BAD_QUANTITY,
            "edge_constraints[0].RTT",
            "50 ms"),
        rule(
            "",
            "edge_constraints: [{S: n1, T: n2, BW: ‸10 MB}]\n",
            BAD_QUANTITY,
            "edge_constraints[0].BW",
            "10 Mbit/s"),
        rule(
            "",
            "edge_constraints: [{S: n1, T: n2, RTT: 5}, ‸{S: n1, T: n2, BW: 5}]\n",
            DUPLICATE,
            "edge_constraints[1]",
            "given twice"),
        rule(
            "",
            "supervisor: {strategy: ‸OneForNone, allocations: [web]}\n",
            UNKNOWN_VALUE,
            "supervisor.strategy",
            "did you mean \"OneForOne\"?"),
        rule(
            "",
            "supervisor: {strategy: OneForOne, allocations: [‸wep]}\n",
            UNKNOWN_NAME,
            "supervisor.allocations[0]",
            "\"web\""),
        rule(
            "",
            "supervisor: {strategy: OneForOne, allocations: [web], children: [{strategy: AllForOne, allocations: [‸web]}]}\n",
            DUPLICATE,
            "supervisor.children[0].allocations[0]",
            "already"),
        rule(
            "",
            "‸supervisor: {strategy: OneForOne}\n",
            MISSING,
            "supervisor.allocations",
            "allocations or children"));
  }

  static Stream<Rule> contents() {
    return Stream.of(
        rule("./warmup.sh", "‸./gone.sh", FILE, "scripts.warmup", "\"./gone.sh\" does not exist"),
        rule("./warmup.sh", "‸empty.sh", FILE, "scripts.warmup", "empty"),
        rule("id.pub}", "‸gone.pub}", FILE, "keys.mine", "does not exist"),
        rule("id.pub}", "‸id}", FILE, "keys.mine", "private key"),
        rule("keys: {mine: id.pub}", "keys: {‸mine: [id.pub]}", WRONG_TYPE, "keys.mine", "a list"));
  }

  @ParameterizedTest
  @MethodSource({
    "top",
    "names",
    "allocations",
    "resources",
    "executions",
    "healthChecks",
    "nodes",
    "edgesAndSupervisors",
    "contents"
  })
  void aBrokenRuleIsToldWhereItIsBroken(Rule rule) {
    var marked = rule.marked();
    assertThat(marked).as("the marked file").containsOnlyOnce(MARK);
    int at = marked.indexOf(MARK);
    int line = 1 + (int) marked.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - marked.lastIndexOf('\n', at - 1);

    var problems = Given.problems(marked.replace(MARK, ""));

    assertThat(problems)
        .anySatisfy(problem -> {
          assertThat(problem.code()).isEqualTo(rule.code());
          assertThat(problem.path()).isEqualTo(rule.path());
          assertThat(problem.line()).isEqualTo(line);
          assertThat(problem.column()).isEqualTo(column);
          assertThat(problem.message() + " " + problem.hint()).contains(rule.told());
        });
    if (rule.alone()) assertThat(problems).as("no other problem").hasSize(1);
  }
}
