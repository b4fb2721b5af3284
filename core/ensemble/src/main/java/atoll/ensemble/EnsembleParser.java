package atoll.ensemble;

/**
 * Reads an ensemble file, YAML or JSON, version V1 (DMS §6): every rule is checked and every
 * problem told at once, with its line and column. Bytes from anywhere may be given; the work is
 * bounded and nothing but a result comes back. Blocks while scripts, keys and modules are read.
 */
public final class EnsembleParser {
  private EnsembleParser() {}

  /**
   * @param fileName what problems call the file; it is not opened
   * @param yamlOrJson the file's contents
   * @param files where the files that it names are found
   */
  public static ParseResult parse(String fileName, byte[] yamlOrJson, SourceFiles files) {
    var problems = new Problems(fileName);
    var tree = YamlDocument.read(yamlOrJson, problems);
    if (tree.isEmpty()) return new ParseResult.Invalid(problems.told());
    return EnsembleReader.read(Reading.of(Dialect.FILE, problems, files), tree.get());
  }
}
