package atoll.dms;

import atoll.dms.api.ApiJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The schemas of records as {@link ApiJson} writes them. */
final class Schemas {
  private final Map<String, Object> all = new TreeMap<>();

  static Map<String, Object> of(Class<?>... roots) {
    var schemas = new Schemas();
    for (var root : roots) schemas.reference(root);
    return schemas.all;
  }

  private Object reference(Class<?> type) {
    var name = type.getSimpleName();
    if (!all.containsKey(name)) {
      all.put(name, Map.of());
      all.put(name, describe(type));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  private Object describe(Class<?> type) {
    if (type.isEnum()) {
      var names =
          Arrays.stream(type.getEnumConstants())
              .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
              .toList();
      return Map.of("type", "string", "enum", names);
    }
    if (type.isSealed())
      return Map.of(
          "oneOf", Arrays.stream(type.getPermittedSubclasses()).map(this::reference).toList());
    var members = type.getRecordComponents();
    if (members.length == 1 && members[0].getName().equals("value"))
      return Map.of("type", "string");
    var required = new ArrayList<String>();
    var properties = new LinkedHashMap<String, Object>();
    if (Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed)) {
      required.add("type");
      properties.put("type", Map.of("const", ApiJson.wireName(type.getSimpleName())));
    }
    for (var member : members) {
      var name = ApiJson.wireName(member.getName());
      if (!isOptional(member)) required.add(name);
      properties.put(name, schema(member.getGenericType()));
    }
    return Map.of("type", "object", "required", required, "properties", properties);
  }

  private static boolean isOptional(RecordComponent member) {
    return List.<Class<?>>of(Optional.class, OptionalInt.class, OptionalLong.class)
        .contains(member.getType());
  }

  private Object schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) return schema(arguments[0]);
      if (generic.getRawType() == List.class)
        return Map.of("type", "array", "items", schema(arguments[0]));
      return Map.of("type", "object", "additionalProperties", schema(arguments[1]));
    }
    if (type == String.class) return Map.of("type", "string");
    if (type == boolean.class || type == Boolean.class) return Map.of("type", "boolean");
    if (type == int.class || type == OptionalInt.class)
      return Map.of("type", "integer", "format", "int32");
    if (type == long.class || type == OptionalLong.class)
      return Map.of("type", "integer", "format", "int64");
    if (type == Instant.class) return Map.of("type", "string", "format", "date-time");
    if (type == byte[].class) return Map.of("type", "string", "contentEncoding", "base64");
    return reference((Class<?>) type);
  }
}
