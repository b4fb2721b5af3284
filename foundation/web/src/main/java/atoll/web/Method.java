package atoll.web;

/** What a request does to a resource. */
public enum Method {
  GET,
  POST,
  PUT,
  DELETE,
  HEAD,
  OPTIONS
}
