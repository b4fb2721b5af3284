package atoll.dms.api;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * The JSON form of the records of this package, in both directions. Names are snake_case, enums
 * lower case, instants ISO 8601, bytes base64; what is absent is left out. A record of one {@code
 * value} is that value; a case of a sealed interface has its name as {@code type}. Unknown members
 * are passed over, so that an older client reads a newer node.
 *
 * <p>Our own, since binding by a library costs a command line 50 to 100 ms of start-up.
 */
public final class ApiJson {
  private static final int MAX_BYTES = 64 << 20;
  private static final StrictJson READER = new StrictJson(MAX_BYTES, 64);

  private ApiJson() {}

  public static String write(Record document) {
    var out = new CanonicalJson();
    writeRecord(out, document);
    return out.toString();
  }

  public static String writeList(List<? extends Record> documents) {
    var out = new CanonicalJson().beginArray();
    documents.forEach(d -> writeRecord(out, d));
    return out.endArray().toString();
  }

  /**
   * @throws MalformedJsonException if the bytes are not a document of this type
   */
  public static <T> T read(byte[] json, Class<T> type) {
    return type.cast(readAs(READER.read(json), type, ""));
  }

  /**
   * @throws MalformedJsonException if the bytes are not a list of documents of this type
   */
  public static <T> List<T> readList(byte[] json, Class<T> type) {
    var tree = READER.read(json);
    if (!tree.isArray()) throw new MalformedJsonException("document is not a list");
    return tree.values().stream().map(item -> type.cast(readAs(item, type, "[]"))).toList();
  }

  /**
   * The name of a member or case on the wire: {@code lastEvent} and {@code LastEvent} are {@code
   * last_event}.
   */
  public static String wireName(String javaName) {
    var name = new StringBuilder();
    for (int i = 0; i < javaName.length(); i++) {
      char c = javaName.charAt(i);
      if (Character.isUpperCase(c) && i > 0) name.append('_');
      name.append(Character.toLowerCase(c));
    }
    return name.toString();
  }

  private static void writeRecord(CanonicalJson out, Record document) {
    out.beginObject();
    caseName(document.getClass()).ifPresent(name -> out.name("type").value(name));
    for (var member : document.getClass().getRecordComponents()) {
      var value = valueOf(document, member);
      if (isAbsent(value)) continue;
      out.name(wireName(member.getName()));
      writeValue(out, value);
    }
    out.endObject();
  }

  private static void writeValue(CanonicalJson out, Object value) {
    switch (value) {
      case String text -> out.value(text);
      case Integer number -> out.value(number.longValue());
      case Long number -> out.value(number.longValue());
      case Boolean truth -> out.value(truth.booleanValue());
      case Instant instant -> out.value(instant.toString());
      case Enum<?> constant -> out.value(constant.name().toLowerCase(Locale.ROOT));
      case byte[] bytes -> out.value(bytes);
      case Optional<?> present -> writeValue(out, present.orElseThrow());
      case OptionalInt present -> out.value(present.getAsInt());
      case OptionalLong present -> out.value(present.getAsLong());
      case List<?> items -> {
        out.beginArray();
        items.forEach(item -> writeValue(out, item));
        out.endArray();
      }
      case Map<?, ?> entries -> {
        out.beginObject();
        entries.forEach((name, item) -> {
          out.name(name.toString());
          writeValue(out, item);
        });
        out.endObject();
      }
      case Record record when isValue(record.getClass()) ->
          writeValue(out, valueOf(record, record.getClass().getRecordComponents()[0]));
      case Record record -> writeRecord(out, record);
      default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
    }
  }

  private static boolean isAbsent(Object value) {
    return switch (value) {
      case Optional<?> o -> o.isEmpty();
      case OptionalInt o -> o.isEmpty();
      case OptionalLong o -> o.isEmpty();
      default -> false;
    };
  }

  private static Object readAs(JsonNode node, Type type, String path) {
    if (type instanceof ParameterizedType generic) return readGeneric(node, generic, path);
    var wanted = (Class<?>) type;
    if (wanted == String.class) return text(node, path);
    if (wanted == int.class || wanted == Integer.class) return int32(node, path);
    if (wanted == long.class || wanted == Long.class) return integer(node, path);
    if (wanted == boolean.class || wanted == Boolean.class) {
      if (!node.isBoolean()) throw wrong(path, "true or false");
      return node.booleanValue();
    }
    if (wanted == OptionalInt.class) return OptionalInt.of(int32(node, path));
    if (wanted == OptionalLong.class) return OptionalLong.of(integer(node, path));
    if (wanted == Instant.class) return instant(text(node, path), path);
    if (wanted == byte[].class) return bytes(text(node, path), path);
    if (wanted.isEnum()) return constant(wanted, text(node, path), path);
    if (isValue(wanted))
      return make(wanted, path, readAs(node, wanted.getRecordComponents()[0].getType(), path));
    if (wanted.isSealed()) return readCase(node, wanted, path);
    return readRecord(node, wanted, path);
  }

  private static Object readGeneric(JsonNode node, ParameterizedType type, String path) {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) return Optional.of(readAs(node, arguments[0], path));
    if (type.getRawType() == List.class) {
      if (!node.isArray()) throw wrong(path, "a list");
      return node.values().stream()
          .<Object>map(item -> readAs(item, arguments[0], path + "[]"))
          .toList();
    }
    if (!node.isObject()) throw wrong(path, "an object");
    var entries = new LinkedHashMap<String, Object>();
    for (var entry : node.properties())
      entries.put(
          entry.getKey(), readAs(entry.getValue(), arguments[1], path + "." + entry.getKey()));
    return entries;
  }

  private static Object readCase(JsonNode node, Class<?> sealed, String path) {
    var name = Fields.of(node).text("type");
    for (var type : sealed.getPermittedSubclasses())
      if (wireName(type.getSimpleName()).equals(name)) return readRecord(node, type, path);
    throw wrong(path.isEmpty() ? "type" : path + ".type", "known here: " + name);
  }

  private static Object readRecord(JsonNode node, Class<?> type, String path) {
    var fields = Fields.of(node);
    var members = type.getRecordComponents();
    var values = new Object[members.length];
    for (int i = 0; i < members.length; i++) {
      var member = members[i];
      var name = wireName(member.getName());
      var here = path.isEmpty() ? name : path + "." + name;
      var given = fields.find(name);
      values[i] =
          given.isPresent()
              ? readAs(given.get(), member.getGenericType(), here)
              : absent(member.getType(), here);
    }
    return make(type, path, values);
  }

  private static Object absent(Class<?> type, String path) {
    if (type == Optional.class) return Optional.empty();
    if (type == OptionalInt.class) return OptionalInt.empty();
    if (type == OptionalLong.class) return OptionalLong.empty();
    if (type == List.class) return List.of();
    if (type == Map.class) return Map.of();
    throw new MalformedJsonException(path + " is missing");
  }

  private static Object make(Class<?> type, String path, Object... values) {
    try {
      var types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      var why = e.getTargetException().getMessage();
      throw new MalformedJsonException((path.isEmpty() ? "document" : path) + ": " + why);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("making " + type, e);
    }
  }

  private static Object valueOf(Record document, RecordComponent member) {
    try {
      return member.getAccessor().invoke(document);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("reading " + member, e);
    }
  }

  private static boolean isValue(Class<?> type) {
    if (!type.isRecord()) return false;
    var members = type.getRecordComponents();
    return members.length == 1 && members[0].getName().equals("value");
  }

  private static Optional<String> caseName(Class<?> type) {
    return Arrays.stream(type.getInterfaces())
        .filter(Class::isSealed)
        .findFirst()
        .map(_ -> wireName(type.getSimpleName()));
  }

  private static Object constant(Class<?> type, String text, String path) {
    for (var constant : type.getEnumConstants())
      if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(text)) return constant;
    throw wrong(path, "known here: " + text);
  }

  private static Instant instant(String text, String path) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(path, "an instant (ISO 8601)");
    }
  }

  private static byte[] bytes(String text, String path) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrong(path, "base64");
    }
  }

  private static String text(JsonNode node, String path) {
    if (!node.isString()) throw wrong(path, "a string");
    return node.stringValue();
  }

  private static int int32(JsonNode node, String path) {
    long number = integer(node, path);
    if (number != (int) number) throw wrong(path, "a number within 32 bits");
    return (int) number;
  }

  private static long integer(JsonNode node, String path) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) throw wrong(path, "a whole number");
    return node.longValue();
  }

  private static MalformedJsonException wrong(String path, String wanted) {
    return new MalformedJsonException((path.isEmpty() ? "document" : path) + " is not " + wanted);
  }
}
