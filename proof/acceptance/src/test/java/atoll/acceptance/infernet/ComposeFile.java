package atoll.acceptance.infernet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A file for Compose, read without it. */
record ComposeFile(Map<String, Map<String, Object>> services) {

  @SuppressWarnings("unchecked") // what is another shape fails where it is used
  static ComposeFile read(Path file) throws IOException {
    var document =
        (Map<String, Object>)
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return new ComposeFile((Map<String, Map<String, Object>>) document.get("services"));
  }

  Map<String, Object> service(String name) {
    return services.get(name);
  }

  List<String> list(String service, String key) {
    var found = new ArrayList<String>();
    if (service(service).get(key) instanceof List<?> items)
      for (var item : items) found.add(item.toString());
    return found;
  }
}
