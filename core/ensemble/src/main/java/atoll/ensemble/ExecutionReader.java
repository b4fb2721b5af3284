package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.ExecutorKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code execution}: the engine's type and its parameters, which stand beside it in a file and
 * under {@code params} on the wire (DMS §6.3). Both are read in both.
 */
final class ExecutionReader {
  private ExecutionReader() {}

  static Execution read(Value value, ExecutorKind kind) {
    var members = value.members("a mapping", "execution: {type: docker, image: nginx}");
    members.findAsWritten("type");
    var nested = members.find("params");
    if (nested.isPresent()) {
      members.refuseOthers();
      members = nested.get().members();
    }
    var execution =
        switch (kind) {
          case DOCKER -> docker(members);
          case WASM -> WasmReader.read(members);
          case FIRECRACKER -> firecracker(members);
          case NULL, CONTAINERD -> new Execution.Null();
        };
    members.refuseOthers();
    return execution;
  }

  /** An execution without the {@code executor} that stands beside it in an allocation. */
  static Execution readAlone(Value value) {
    return ExecutorKinds.read(value.members(), "type")
        .map(kind -> read(value, kind))
        .orElseGet(Execution.Null::new);
  }

  private static Execution docker(Members members) {
    return new Execution.Docker(
        members.require("image", "image: nginx:alpine").map(ExecutionReader::image).orElse(""),
        members.find("entrypoint").map(ExecutionReader::argv),
        members.find("cmd", "command").map(ExecutionReader::argv),
        environment(members),
        members.find("working_directory").map(ExecutionReader::absolute),
        members.find("privileged").map(Value::truth).orElse(false),
        members.find("registry_auth").flatMap(ExecutionReader::login),
        members
            .find("restart_policy")
            .map(ExecutionReader::restart)
            .orElse(Execution.RestartPolicy.NO));
  }

  private static Execution firecracker(Members members) {
    return new Execution.Firecracker(
        members.require("kernel_image", "path of the kernel").map(Value::word).orElse(""),
        members.require("root_file_system", "path of the image").map(Value::word).orElse(""),
        members.find("kernel_args").map(Value::text),
        members.find("initrd").map(Value::word),
        members.find("mmds_message").map(Value::text));
  }

  /** A list of {@code K=V}, or a mapping; the order is kept. */
  static Map<String, String> environment(Members members) {
    var variables = new LinkedHashMap<String, String>();
    members
        .find("environment")
        .ifPresent(value -> {
          if (value.isList()) for (var item : value.items()) assign(item, variables);
          else
            Names.variables(value)
                .forEach((name, v) -> {
                  if (v.isNull()) v.problem(Code.MISSING, "has no value", "write \"\" for none");
                  else variables.put(name, v.text());
                });
        });
    return variables;
  }

  private static void assign(Value item, Map<String, String> variables) {
    if (!item.isScalar() || item.isNull()) {
      item.problem(Code.WRONG_TYPE, "is " + item.kind() + ", not NAME=value", "");
      return;
    }
    var text = item.text();
    int equals = text.indexOf('=');
    // The text is not repeated: it may be a secret.
    if (equals < 0) item.problem(Code.BAD_FORMAT, "is not NAME=value", "NAME= for an empty value");
    else if (!Names.isVariable(text.substring(0, equals)))
      item.problem(
          Code.BAD_NAME,
          Said.quote(text.substring(0, equals)) + " is not the name of a variable",
          "letters, digits and underscores, no digit first");
    else if (variables.put(text.substring(0, equals), text.substring(equals + 1)) != null)
      item.problem(Code.DUPLICATE, Said.quote(text.substring(0, equals)) + " is set twice", "");
  }

  private static String image(Value value) {
    var text = value.word();
    if (!text.isEmpty() && !ImageReference.isValid(text))
      value.problem(
          Code.BAD_FORMAT,
          Said.quote(text) + " is not an image name",
          "[host[:port]/]name[:tag][@digest], the name in lower case");
    return text;
  }

  private static List<String> argv(Value value) {
    return value.texts("one item a word: [\"sh\", \"-c\", \"echo hello\"]");
  }

  static String absolute(Value value) {
    var text = value.word();
    if (!text.isEmpty() && !Paths.isAbsolute(text))
      value.problem(
          Code.BAD_FORMAT, Said.quote(text) + " is not an absolute path", "start it with /");
    return text;
  }

  private static Optional<Execution.RegistryLogin> login(Value value) {
    var members = value.members("a mapping", "registry_auth: {username: me, password: …}");
    var username = members.find("username");
    var password = members.find("password");
    if (!value.reading().ofFile() && username.isEmpty() && password.isEmpty())
      return Optional.empty();
    if (username.isEmpty()) members.missing("username", "");
    if (password.isEmpty()) members.missing("password", "");
    members.refuseOthers();
    return Optional.of(
        new Execution.RegistryLogin(
            username.map(Value::word).orElse(""), password.map(Value::text).orElse("")));
  }

  /** YAML people write {@code no} and get a truth from some programs. */
  private static Execution.RestartPolicy restart(Value value) {
    if (value.isScalar() && value.text().equals("false")) return Execution.RestartPolicy.NO;
    return value.oneOf(Execution.RestartPolicy.values(), WireNames::of);
  }
}
