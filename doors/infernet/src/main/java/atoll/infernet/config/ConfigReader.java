package atoll.infernet.config;

import atoll.infernet.json.PythonJson;
import atoll.infernet.json.PythonText;
import atoll.jobs.Network;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.HttpAuthority;
import atoll.kernel.json.MalformedJsonException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * Reads the original's configuration, or what stands for it in a file of ours. Every problem is
 * told at once, each with its key. Unknown keys are nothing to the original's file, and refuse
 * ours.
 */
public final class ConfigReader {
  /** What names the file, where nobody else does (Infernet §1.5). */
  public static final String PATH_VARIABLE = "INFERNET_CONFIG_PATH";

  private static final String USUAL_PATH = "config.json";

  private static final long LARGEST_FILE = 4 << 20;
  private static final long MOST = Long.MAX_VALUE;
  private static final int FLUENT_PORT = 24_224;
  private static final int METRICS_PORT = 9464;

  private final Problems problems = new Problems();
  private final Map<String, String> environment;

  private ConfigReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Which file is read, from this process's environment. */
  public static Path path(Map<String, String> environment) {
    return Path.of(environment.getOrDefault(PATH_VARIABLE, USUAL_PATH));
  }

  /**
   * @param environment of this process, where a secret may be that the file lacks
   * @throws AtollException with {@code CONFIG_REFUSED} if there is no such file, or it makes no
   *     sense
   */
  public static InfernetConfig read(Path file, Map<String, String> environment) {
    if (Files.isDirectory(file))
      throw refused(
          file
              + " is a folder, which Docker makes where the file to be mounted is missing; remove"
              + " it and put the file there");
    try {
      if (Files.size(file) > LARGEST_FILE)
        throw refused(file + " is larger than " + LARGEST_FILE + " bytes");
      return parse(file.toString(), Files.readAllBytes(file), environment);
    } catch (NoSuchFileException e) {
      throw refused(
          "there is no file " + file + "; make one, or name another with " + PATH_VARIABLE);
    } catch (AccessDeniedException e) {
      throw refused(file + " may not be read by the user who starts the node");
    } catch (IOException e) {
      throw new AtollException(
          ErrorCode.CONFIG_REFUSED, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @param name of the file, for messages
   * @throws AtollException with {@code CONFIG_REFUSED} if it makes no sense
   */
  public static InfernetConfig parse(String name, byte[] json) {
    return parse(name, json, Map.of());
  }

  /** As {@link #parse(String, byte[])}, with an environment where a secret may be. */
  public static InfernetConfig parse(String name, byte[] json, Map<String, String> environment) {
    var reader = new ConfigReader(environment);
    try {
      return reader.sound(name, new Lax(PythonJson.read(json), "", reader.problems), () -> {});
    } catch (MalformedJsonException e) {
      throw refused(name + " is not JSON: " + e.getMessage());
    }
  }

  /**
   * Reads a part of a file of ours, with the original's keys.
   *
   * @param name of the file, for messages
   * @param key of the part, for messages
   * @param environment of this process, where a secret may be that the file lacks
   * @param question what to ask whoever wrote an unknown key, given all known; empty for nothing
   * @throws AtollException with {@code CONFIG_REFUSED} if it makes no sense, or has an unknown key
   */
  public static InfernetConfig parse(
      String name,
      String key,
      JsonNode part,
      Map<String, String> environment,
      BiFunction<String, Collection<String>, String> question) {
    var reader = new ConfigReader(environment);
    var lax = new Lax(part, key, reader.problems);
    return reader.sound(name, lax, () -> lax.refuseUnknown(question));
  }

  private InfernetConfig sound(String name, Lax file, Runnable lastLook) {
    var config = config(file);
    lastLook.run();
    if (problems.count() == 0) return config;
    throw refused("Config file validation failed, " + name + ":\n  " + problems.lines());
  }

  private static AtollException refused(String why) {
    return new AtollException(ErrorCode.CONFIG_REFUSED, why);
  }

  private InfernetConfig config(Lax file) {
    boolean manage = file.truth("manage_containers", true);
    var containers = new ArrayList<ContainerConfig>();
    var ids = new HashSet<String>();
    for (var item : file.objects("containers"))
      container(item, manage)
          .ifPresent(container -> {
            if (!ids.add(container.id()))
              item.refuse("id", "is the id of another container, too: " + container.id());
            else containers.add(container);
          });
    var docker =
        file.optionalObject("docker")
            .map(login ->
                new InfernetConfig.RegistryLogin(
                    login.requiredText("username"), login.requiredText("password")));
    var log = file.object("log");
    var redis = file.object("redis");
    return new InfernetConfig(
        containers,
        ChainReader.read(file.object("chain"), environment),
        docker,
        file.truth("forward_stats", false),
        new InfernetConfig.LogConfig(
            log.text("path", file.text("log_path", "infernet_node.log")),
            log.whole("max_file_size", 1L << 30, 0, MOST),
            (int) log.whole("backup_count", 2, 0, 10_000)),
        manage,
        new InfernetConfig.RedisConfig(
            redis.text("host", "redis"),
            (int) redis.whole("port", 6379, 1, 65_535),
            file.has("redis")),
        server(file.object("server")),
        file.seconds("startup_wait", 5),
        file.optionalObject("stats_collector").map(at -> place(at, "fluentbit", FLUENT_PORT)),
        file.optionalObject("metrics").map(at -> place(at, "127.0.0.1", METRICS_PORT)));
  }

  private static InfernetConfig.Place place(Lax at, String host, int port) {
    return new InfernetConfig.Place(at.text("host", host), (int) at.whole("port", port, 0, 65_535));
  }

  private ServerConfig server(Lax server) {
    return new ServerConfig(
        (int) server.whole("port", 4000, 0, 65_535),
        rateLimit(server.object("rate_limit")),
        networks(server, "trusted_proxies"),
        ApiKeyReader.read(server),
        TlsReader.read(server));
  }

  private static RateLimit rateLimit(Lax limit) {
    return new RateLimit(
        (int) limit.whole("num_requests", 60, 1, Integer.MAX_VALUE),
        (int) limit.whole("period", 60, 1, Integer.MAX_VALUE));
  }

  private Optional<ContainerConfig> container(Lax item, boolean managed) {
    var id = item.requiredText("id");
    if (item.has("id") && id.isEmpty()) item.refuse("id", "is empty");
    if (id.contains(",")) item.refuse("id", "has a comma in it: " + id);
    var image = item.text("image", "");
    if (managed && image.isEmpty())
      item.refuse("image", "image must be defined when manage_containers is set to true");
    int before = problems.count();
    boolean named = !id.isEmpty() && !id.contains(",");
    var container =
        new ContainerConfig(
            named ? id : "-",
            image,
            url(item),
            item.text("bearer", ""),
            (int) item.whole("port", 3000, 1, 65_535),
            item.truth("external", true),
            item.truth("gpu", false),
            payments(item),
            networks(item, "allowed_ips"),
            item.texts("allowed_addresses"),
            item.texts("allowed_delegate_addresses"),
            item.text("description", ""),
            item.text("command", ""),
            environment(item),
            item.truth("generates_proofs", false),
            item.texts("volumes"),
            item.optionalObject("rate_limit").map(ConfigReader::rateLimit),
            LimitsReader.share(item),
            LimitsReader.timeout(item),
            LimitsReader.maxConcurrency(item),
            LimitsReader.health(item));
    return named && problems.count() == before ? Optional.of(container) : Optional.empty();
  }

  private static String url(Lax item) {
    var url = item.text("url", "");
    if (!url.isEmpty() && !isHttp(url)) item.refuse("url", "is not an http or https URL");
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  static boolean isHttp(String url) {
    try {
      return HttpAuthority.find(URI.create(url)).isPresent();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Map<String, BigInteger> payments(Lax item) {
    var payments = new LinkedHashMap<String, BigInteger>();
    item.map("accepted_payments")
        .forEach((token, amount) -> {
          var value = Lax.asWhole(amount);
          if (value.isEmpty() || value.get().signum() < 0)
            item.refuse("accepted_payments." + token, "is not a whole number, zero or more");
          else payments.put(token, value.get());
        });
    return payments;
  }

  private static List<Network> networks(Lax item, String key) {
    var networks = new ArrayList<Network>();
    for (var text : item.texts(key)) {
      try {
        networks.add(Network.parse(text));
      } catch (IllegalArgumentException e) {
        item.refuse(key, "has an entry that is neither an address nor a block of them: " + text);
      }
    }
    return networks;
  }

  /** Values as the original's Docker client writes them; one that is null is not set. */
  private static LinkedHashMap<String, String> environment(Lax item) {
    var environment = new LinkedHashMap<String, String>();
    item.map("env")
        .forEach((name, value) -> {
          if (!value.isNull()) environment.put(name, PythonText.of(value));
        });
    return environment;
  }
}
