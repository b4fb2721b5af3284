package atoll.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.infernet.json.HostileJson;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Requests to every route of the door, right ones and wrong ones, the same for the same seed. */
final class HostileRequests {
  private static final String ECHO_HASH =
      "0xe6bc11afcedb3f26d7fb181f4c6dd2e98781d79f965a4777058412b58f788ec8";
  private static final List<String> CONTAINERS =
      List.of("echo", "puppet", "echo", "puppet", "echo", "puppet", "inner", "walled", "nope");
  private static final List<String> STATUSES = List.of("running", "success", "failed", "done", "");
  private static final List<String> QUERY_PARTS =
      List.of(
          "id=",
          "id",
          "id=x",
          "id=%00",
          "id=%zz",
          "id=%",
          "id=%e9",
          "id=%f0%9f%98%80",
          "id=%ed%a0%80",
          "id=../../x",
          "id=a+b",
          "id=a;b",
          "=",
          "&",
          "a=b=c",
          "id[]=1",
          "id=" + "x".repeat(3000),
          "intermediate=true",
          "intermediate=1",
          "intermediate",
          "pending=true",
          "pending=false",
          "pending=x",
          "pending",
          "model_id=a%20b",
          "model_id=%zz",
          "model_id=\u00e9&model_id=b",
          "limit=5",
          "limit=-1",
          "limit=99999999999999999999",
          "state=x",
          "%",
          "%%%",
          "<\">^`{|}");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json",
          "application/json",
          "application/json",
          "application/json; charset=utf-8",
          "application/ld+json",
          "APPLICATION/JSON",
          "text/plain",
          "",
          "application/json;;",
          "multipart/form-data; boundary=x",
          "application/x-www-form-urlencoded",
          "application/json; charset=\u00ff",
          "/");
  private static final List<String> ANSWER_TYPES =
      List.of(
          "application/json", "application/json", "text/html", "application/x+json", "json", ";");
  private static final List<String> HEADERS =
      List.of(
          "X-Forwarded-For: 10.9.9.9",
          "X-Forwarded-For: ,,",
          "Idempotency-Key: k1",
          "Idempotency-Key: \u00e9",
          "Idempotency-Key: ",
          "Accept: text/html",
          "Expect: 100-continue",
          "Range: bytes=0-1",
          "Accept-Encoding: gzip",
          "Content-Encoding: gzip",
          "Cookie: \"",
          "If-None-Match: *",
          "Authorization: Bearer ",
          "X: " + "y".repeat(4000));

  private final Random random;
  private final HostileJson json;
  private final List<String> ids = new ArrayList<>();

  /**
   * One request.
   *
   * @param place method and path that it was made for
   * @param isHttp whether a server must understand what frames it
   */
  record Asked(String place, byte[] bytes, boolean isHttp) {
    boolean wantsBody() {
      var begin = new String(bytes, 0, Math.min(bytes.length, 20), UTF_8);
      return !begin.contains("HEAD ") && !begin.contains("OPTIONS ");
    }
  }

  HostileRequests(Random random) {
    this.random = random;
    this.json = new HostileJson(random);
  }

  /** Further requests may name this job. */
  void know(String id) {
    ids.add(id);
  }

  Asked next() {
    return switch (random.nextInt(16)) {
      case 0 -> get("/health");
      case 1 -> get("/info");
      case 2 -> get("/resources");
      case 3, 4 -> get("/api/jobs");
      case 5, 6, 7, 8 ->
          withBody("POST", "/api/jobs", posted(random.nextInt(4) == 0 ? delegated() : job()));
      case 9, 10 ->
          withBody(
              "POST", "/api/jobs/stream", posted(random.nextInt(6) == 0 ? delegated() : job()));
      case 11, 12 -> withBody("POST", "/api/jobs/batch", batch());
      case 13 -> withBody("PUT", "/api/status", posted(report()));
      case 14 ->
          get(
              json.pick(
                  List.of("/v1/jobs", "/v1/subscriptions", "/v1/earnings", "/v1/statistics")));
      default -> elsewhere();
    };
  }

  private byte[] posted(String right) {
    return random.nextBoolean() ? right.getBytes(UTF_8) : json.hostile(right);
  }

  private String job() {
    var containers = new ArrayList<String>();
    for (int i = 1 + random.nextInt(3); i > 0; i--)
      containers.add('"' + json.pick(CONTAINERS) + '"');
    var data =
        random.nextBoolean()
            ? "{\"reply\":\"%s\",\"type\":\"%s\"}"
                .formatted(
                    Base64.getEncoder()
                        .encodeToString(json.hostile("{\"output\":[1,\"x\"],\"code\":\"200\"}")),
                    json.pick(ANSWER_TYPES))
            : "{\"a\":" + json.document(2) + "}";
    var more =
        random.nextInt(4) == 0
            ? ",\"requires_proof\":" + json.pick(List.of("true", "false", "null"))
            : "";
    var forged =
        random.nextInt(4) == 0 ? ",\"id\":\"forged\",\"ip\":\"127.0.0.9\",\"type\":\"x\"" : "";
    return "{\"containers\":["
        + String.join(",", containers)
        + "],\"data\":"
        + data
        + more
        + forged
        + "}";
  }

  private String delegated() {
    return DelegatedTest.body(random.nextInt(4) == 0 ? 1 : 4_000_000_000L, ECHO_HASH).strip();
  }

  private byte[] batch() {
    var items = new ArrayList<String>();
    for (int i = random.nextInt(6); i > 0; i--) {
      var item = random.nextInt(4) == 0 ? delegated() : job();
      items.add(random.nextInt(3) == 0 ? json.mutated(item) : item);
    }
    var list = "[" + String.join(",", items) + "]";
    return random.nextInt(4) == 0 ? json.hostile(list) : list.getBytes(UTF_8);
  }

  private String report() {
    var id = ids.isEmpty() || random.nextBoolean() ? "job-" + random.nextInt(5) : json.pick(ids);
    return "{\"id\":\"%s\",\"status\":\"%s\",\"containers\":[\"echo\",\"other\"],\"data\":{}}"
        .formatted(id, json.pick(STATUSES));
  }

  private Asked get(String path) {
    var query = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--)
      query.add(
          ids.isEmpty() || random.nextBoolean() ? json.pick(QUERY_PARTS) : "id=" + json.pick(ids));
    var method = random.nextInt(10) == 0 ? "HEAD" : "GET";
    var target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    return new Asked(
        method + " " + path, request(method, target, header(), new byte[0]), isHttp(target));
  }

  /** What no address may hold, a server may refuse before any route sees it. */
  private static boolean isHttp(String target) {
    return target.chars().allMatch(c -> c > ' ' && c < 0x7f && "<>\"^`{|}\\".indexOf(c) < 0)
        && target.replaceAll("%[0-9a-fA-F]{2}", "").indexOf('%') < 0;
  }

  private Asked elsewhere() {
    return switch (random.nextInt(5)) {
      case 0 ->
          new Asked("DELETE /api/jobs", request("DELETE", "/api/jobs", "", new byte[0]), true);
      case 1 -> new Asked("GET /nowhere", request("GET", "/nowhere", "", new byte[0]), true);
      case 2 ->
          new Asked("OPTIONS /api/jobs", request("OPTIONS", "/api/jobs", "", new byte[0]), true);
      case 3 ->
          new Asked("GET /health", json.broken(new String(get("/health").bytes(), UTF_8)), false);
      default ->
          new Asked(
              "POST /api/jobs",
              json.broken(
                  new String(withBody("POST", "/api/jobs", job().getBytes(UTF_8)).bytes(), UTF_8)),
              false);
    };
  }

  private Asked withBody(String method, String path, byte[] body) {
    var headers = header();
    var type = random.nextInt(4) == 0 ? json.pick(TYPES) : TYPES.getFirst();
    if (!type.isEmpty()) headers += "Content-Type: " + type + "\r\n";
    boolean isHttp = true;
    byte[] framed = body;
    switch (random.nextInt(8)) {
      case 0 -> {
        headers += "Transfer-Encoding: chunked\r\n";
        framed = chunked(body);
        if (random.nextInt(4) == 0) {
          isHttp = false;
          framed = json.broken(new String(framed, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
      case 1 -> {
        int length = Math.max(0, body.length + random.nextInt(9) - 4);
        headers += "Content-Length: " + length + "\r\n";
        isHttp = length <= body.length;
      }
      default -> headers += "Content-Length: " + body.length + "\r\n";
    }
    return new Asked(method + " " + path, request(method, path, headers, framed), isHttp);
  }

  private byte[] chunked(byte[] body) {
    var chunks = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; ) {
      int length = Math.min(body.length - at, 1 + random.nextInt(1 + body.length / 2));
      chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(UTF_8));
      chunks.write(body, at, length);
      chunks.writeBytes("\r\n".getBytes(UTF_8));
      at += length;
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(UTF_8));
    return chunks.toByteArray();
  }

  private String header() {
    return random.nextInt(4) == 0 ? json.pick(HEADERS) + "\r\n" : "";
  }

  private static byte[] request(String method, String target, String headers, byte[] body) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        (method
                + " "
                + target
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers
                + "\r\n")
            .getBytes(UTF_8));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
