package atoll.bench.program;

/** The smallest ensemble, as README's first command runs it. */
final class Hello {
  static final String[] RUN = {"run", "examples/hello.yaml"};
  static final String SAYS = "Hello from WebAssembly";

  private Hello() {}
}
