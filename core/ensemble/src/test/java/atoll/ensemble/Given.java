package atoll.ensemble;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ensembles and files that tests start from. */
final class Given {
  static final byte[] MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

  /** The worked examples of DMS §6.10. */
  static final String EXAMPLE_A =
      """
      version: "V1"
      allocations:
        web:
          executor: docker
          type: service
          resources: {cpu: {cores: 1}, ram: {size: 1 GiB}, disk: {size: 1 GiB}}
          execution: {type: docker, image: "nginx:alpine"}
          dns_name: web
          healthcheck:
            type: command
            exec: ["curl", "-sf", "-o", "/dev/null", "-w", "%{http_code}", "http://localhost:80"]
            response: {type: string, value: "200"}
            interval: 30s
      nodes:
        n1:
          allocations: [web]
          ports: [{public: 16480, private: 80, allocation: web}]
      """;

  static final String EXAMPLE_B =
      """
      version: "V1"
      allocations:
        hello:
          executor: docker
          type: task
          resources: {cpu: {cores: 0.5}, ram: {size: 512 MiB}, disk: {size: 1 GiB}}
          execution: {type: docker, image: "ubuntu:24.04", cmd: ["echo", "hello, ensemble"]}
      nodes:
        n1: {allocations: [hello]}
      """;

  static final String EXAMPLE_C =
      """
      version: "V1"
      metadata: {project: demo}
      subnet: {join: true}
      scripts: {warmup: ./warmup.sh}
      allocations:
        db:
          executor: docker
          type: service
          resources: {cpu: {cores: 2, clock_speed: 2 GHz}, ram: {size: 4}, disk: {size: 20}}
          execution: {type: docker, image: "postgres:16", environment: {POSTGRES_PASSWORD: secret}}
          failure_recovery: one_for_one
        train:
          executor: docker
          type: service
          resources:
            cpu: {cores: 4}
            ram: {size: 16}
            disk: {size: 50}
            gpus: [{vendor: NVIDIA, vram: 8 GiB}]
          execution: {type: docker, image: "org/train:1", cmd: ["--db", "db.internal:5432"]}
          provision: [warmup]
      nodes:
        a: {allocations: [db], location: {accept: [{continent: EU}]}}
        b: {allocations: [train], ports: [{public: 0, private: 8888, allocation: train}], redundancy: 0}
      edge_constraints:
        - {S: a, T: b, RTT: 50, BW: 10000}
      supervisor: {strategy: OneForOne, allocations: [db], children: [{strategy: RestForOne, allocations: [train]}]}
      """;

  private Given() {}

  /** Files that exist only in memory. */
  static final class Files implements SourceFiles {
    private final Map<String, byte[]> files = new HashMap<>();

    Files with(String path, String contents) {
      return with(path, contents.getBytes(StandardCharsets.UTF_8));
    }

    Files with(String path, byte[] contents) {
      files.put(path, contents);
      return this;
    }

    @Override
    public Contents read(String path, int maxBytes) {
      var bytes = files.get(path);
      if (bytes == null) return new Contents.Unreadable("does not exist");
      if (bytes.length > maxBytes) return new Contents.Unreadable("is too large");
      return new Contents.Found(bytes);
    }
  }

  static Files files() {
    return new Files()
        .with("./warmup.sh", "#!/bin/sh\necho warm\n")
        .with("hello.wasm", MODULE)
        .with("id.pub", "ssh-ed25519 AAAAC3Nz me@here\n")
        .with("empty.sh", "")
        .with("text.wasm", "hello")
        .with("component.wasm", new byte[] {0, 'a', 's', 'm', 13, 0, 1, 0})
        .with("id", "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n");
  }

  static ParseResult parse(String text) {
    return EnsembleParser.parse("test.yaml", text.getBytes(StandardCharsets.UTF_8), files());
  }

  static Ensemble parsed(String text) {
    return switch (parse(text)) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  static List<Problem> problems(String text) {
    return switch (parse(text)) {
      case ParseResult.Parsed(var ensemble) -> throw new AssertionError("valid: " + ensemble);
      case ParseResult.Invalid(var problems) -> problems;
    };
  }
}
