package atoll.protocol;

import atoll.ensemble.Execution;
import atoll.kernel.ExecutorKind;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a workload is run, on the wire: {@code {"type","params"}} with one set of parameters per executor (DMS §6.3). */
final class ExecutionWire {
  private ExecutionWire() {}

  static void write(CanonicalJson out, Execution execution) {
    out.beginObject().name("type").value(execution.kind().wireName()).name("params").beginObject();
    switch (execution) {
      case Execution.Docker docker -> {
        out.name("image").value(docker.image());
        docker.entrypoint().ifPresent(list -> texts(out.name("entrypoint"), list));
        docker.command().ifPresent(list -> texts(out.name("cmd"), list));
        environment(out, docker.environment());
        docker.workingDirectory().ifPresent(folder -> out.name("working_directory").value(folder));
        out.name("privileged").value(docker.privileged());
        docker.login().ifPresent(login ->
            out.name("registry_auth").beginObject().name("username").value(login.username()).name("password").value(login.password()).endObject());
        out.name("restart_policy").value(docker.restartPolicy().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
      case Execution.Wasm wasm -> {
        switch (wasm.module()) {
          case Execution.Module.Inline(var bytes) -> out.name("module").value(bytes);
          case Execution.Module.Remote(var url, var sha256) -> out.name("url").value(url).name("sha256").value(sha256);
        }
        texts(out.name("args"), wasm.arguments());
        environment(out, wasm.environment());
      }
      case Execution.Firecracker vm -> {
        out.name("kernel_image").value(vm.kernelImage()).name("root_file_system").value(vm.rootFileSystem());
        vm.kernelArguments().ifPresent(arguments -> out.name("kernel_args").value(arguments));
        vm.initrd().ifPresent(initrd -> out.name("initrd").value(initrd));
        vm.metadata().ifPresent(metadata -> out.name("mmds_message").value(metadata));
      }
      case Execution.Null() -> {}
    }
    out.endObject().endObject();
  }

  static Execution read(Fields execution) {
    var type = execution.text("type");
    var kind = ExecutorKind.parse(type).orElseThrow(() -> new MalformedJsonException("Execution.type \"" + type + "\" is no executor"));
    var params = execution.optionalObject("params");
    return switch (kind) {
      case NULL -> new Execution.Null();
      case DOCKER -> docker(required(params));
      case WASM -> wasm(required(params));
      case FIRECRACKER -> firecracker(required(params));
      case CONTAINERD -> throw new MalformedJsonException("Execution: this node has no containerd executor");
    };
  }

  private static Fields required(Optional<Fields> params) {
    return params.orElseThrow(() -> new MalformedJsonException("Execution.params is missing"));
  }

  private static Execution docker(Fields params) {
    return new Execution.Docker(
        params.text("image"),
        list(params, "entrypoint"),
        list(params, "cmd").or(() -> list(params, "command")),
        environment(params),
        params.optionalText("working_directory"),
        params.truth("privileged"),
        params.optionalObject("registry_auth").map(login -> new Execution.RegistryLogin(login.text("username"), login.text("password"))),
        Execution.RestartPolicy.valueOf(params.optionalText("restart_policy").orElse("no").toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  private static Execution wasm(Fields params) {
    var url = params.optionalText("url");
    Execution.Module module =
        url.isPresent() ? new Execution.Module.Remote(url.get(), params.text("sha256")) : new Execution.Module.Inline(params.bytes("module"));
    return new Execution.Wasm(module, params.texts("args"), environment(params));
  }

  private static Execution firecracker(Fields params) {
    return new Execution.Firecracker(
        params.text("kernel_image"),
        params.text("root_file_system"),
        params.optionalText("kernel_args"),
        params.optionalText("initrd"),
        params.optionalText("mmds_message"));
  }

  private static Optional<List<String>> list(Fields params, String name) {
    return params.find(name).map(_ -> params.texts(name));
  }

  private static void texts(CanonicalJson out, List<String> texts) {
    out.beginArray();
    texts.forEach(out::value);
    out.endArray();
  }

  private static void environment(CanonicalJson out, Map<String, String> environment) {
    out.name("environment").beginArray();
    new TreeMap<>(environment).forEach((name, value) -> out.value(name + "=" + value));
    out.endArray();
  }

  private static Map<String, String> environment(Fields params) {
    var environment = new TreeMap<String, String>();
    for (var entry : params.texts("environment")) {
      int equals = entry.indexOf('=');
      if (equals < 1) throw new MalformedJsonException("environment: \"" + entry.substring(0, Math.min(40, entry.length())) + "\" is not NAME=value");
      environment.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return environment;
  }
}
