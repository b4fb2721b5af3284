package atoll.ensemble;

import atoll.ensemble.AllocationSpec.KeyRef;
import atoll.ensemble.Problem.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The public keys of an ensemble by name, and the two ways in which allocations ask for them: by
 * name (v0.5), or as {@code {type, file, dest}}, which adds the file under a name of its own (DMS
 * §6.3).
 */
final class KeyRing {
  private enum Type {
    SSH,
    GPG;

    String fileName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Map<String, String> keys = new LinkedHashMap<>();

  void add(String name, Value value) {
    keys.put(name, Contents.key(value));
  }

  Map<String, String> keys() {
    return keys;
  }

  List<KeyRef> refs(Value list) {
    var refs = new ArrayList<KeyRef>();
    for (var item : list.items("keys: [mine]")) {
      if (item.isScalar())
        References.known(item, keys.keySet(), "key")
            .ifPresent(name -> refs.add(byName(name, keys.getOrDefault(name, ""))));
      else refs.add(described(item));
    }
    return refs;
  }

  /** What a bare name asks for, the key being {@code contents}. */
  static KeyRef byName(String name, String contents) {
    boolean gpg = contents.contains("BEGIN PGP");
    var type = gpg ? Type.GPG : Type.SSH;
    return new KeyRef(type.fileName(), name, destination(type, name));
  }

  private KeyRef described(Value item) {
    var members = item.members("a name or a mapping", "{type: ssh, file: ./id_ed25519.pub}");
    var type =
        members
            .require("type", "ssh or gpg")
            .map(t -> t.oneOf(Type.values(), Type::fileName))
            .orElse(Type.SSH);
    var known = members.find("name");
    var file = members.find("file");
    var name =
        known.isPresent()
            ? known.flatMap(n -> References.known(n, keys.keySet(), "key")).orElse("")
            : file.map(this::added).orElse("");
    if (known.isEmpty() && file.isEmpty()) members.missing("file", "file: ./id_ed25519.pub");
    if (known.isPresent() && file.isPresent())
      file.get().problem(Code.MISMATCH, "a key has a name or a file, not both", "");
    var destination =
        members.find("dest").map(ExecutionReader::absolute).orElse(destination(type, name));
    members.refuseOthers();
    return new KeyRef(type.fileName(), name, destination);
  }

  /** The name under which the contents of a file are kept: like the file's, and its alone. */
  private String added(Value file) {
    var contents = Contents.key(file);
    if (keys.size() >= Limits.NAMES) {
      file.problem(Code.TOO_MANY, "there are more than " + Limits.NAMES + " keys", "");
      return "";
    }
    var path = file.text();
    var plain = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "-");
    var base = file.reading().ofFile() && plain.matches("[A-Za-z0-9].{0,99}") ? plain : "key";
    var name = base;
    for (int i = 2; keys.containsKey(name) && !contents.equals(keys.get(name)); i++)
      name = base + "-" + i;
    keys.put(name, contents);
    return name;
  }

  private static String destination(Type type, String name) {
    return switch (type) {
      case SSH -> KeyRef.AUTHORIZED_KEYS;
      case GPG -> "/root/.gnupg/" + name;
    };
  }
}
