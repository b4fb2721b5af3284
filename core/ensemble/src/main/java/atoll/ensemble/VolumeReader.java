package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The {@code volume} list of an allocation (DMS §6.8). */
final class VolumeReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final String EXAMPLE =
      "volume: [{type: local, src: data, mount_destination: /data}]";

  private VolumeReader() {}

  /**
   * @param named what the items may refer to by name
   */
  static List<VolumeSpec> read(Value value, Map<String, Value> named) {
    var volumes = new ArrayList<VolumeSpec>();
    var destinations = new HashSet<String>();
    for (var item : value.items(EXAMPLE)) {
      var volume = item.isScalar() ? References.named(item, named, "volumes") : item;
      if (volume.isScalar()) continue;
      var spec = volume(volume);
      volumes.add(spec);
      if (!spec.mountDestination().isEmpty() && !destinations.add(spec.mountDestination()))
        item.problem(
            Code.DUPLICATE,
            "a volume is mounted at " + Said.quote(spec.mountDestination()) + " already",
            "");
    }
    return volumes;
  }

  static VolumeSpec volume(Value value) {
    var members = value.members("a mapping", EXAMPLE);
    var type = members.find("type").map(Value::word).orElse("local");
    if (type.equalsIgnoreCase("glusterfs")) {
      members
          .find("type")
          .ifPresent(t ->
              t.problem(
                  Code.UNSUPPORTED,
                  "this network has no volumes of type glusterfs yet",
                  "use type: local, which lives on one provider"));
      for (var name : List.of("servers", "client_private_key", "client_pem", "client_ca"))
        members.findAsWritten(name);
    } else if (!type.equalsIgnoreCase("local"))
      members
          .find("type")
          .ifPresent(t ->
              t.problem(
                  Code.UNKNOWN_VALUE,
                  Said.quote(type) + " is not a type of volume",
                  "known is local"));
    var name = members.find("name");
    var source = members.find("src").or(() -> name);
    if (source.isEmpty()) members.missing("src", "src: data");
    var spec =
        new VolumeSpec.Local(
            source.map(VolumeReader::source).orElse(""),
            members
                .require("mount_destination", "mount_destination: /data")
                .map(ExecutionReader::absolute)
                .orElse(""),
            members.find("read_only").map(Value::truth).orElse(false));
    members.refuseOthers();
    return spec;
  }

  private static String source(Value value) {
    var text = value.word();
    if (!text.isEmpty() && !NAME.matcher(text).matches() && !Paths.isAbsolute(text))
      value.problem(
          Code.BAD_FORMAT,
          Said.quote(text) + " is neither the name of a volume nor an absolute path",
          "letters, digits, dots, hyphens and underscores, or a path that starts with /");
    return text;
  }
}
